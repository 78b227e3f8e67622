"""Files are written whole, and only when they change."""

import os
from pathlib import Path

from kb.files import write_if_changed


def test_text_and_bytes_are_written_with_their_folders(tmp_path: Path) -> None:
    assert write_if_changed(tmp_path / "a" / "b.txt", "甲\n")
    assert write_if_changed(tmp_path / "a" / "c.bin", b"\xff")
    assert (tmp_path / "a" / "b.txt").read_bytes() == "甲\n".encode()
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == ["b.txt", "c.bin"]


def test_an_unchanged_file_keeps_its_time(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_if_changed(path, "甲")
    os.utime(path, (1, 1))
    assert not write_if_changed(path, "甲")
    assert path.stat().st_mtime == 1


def test_a_changed_file_is_replaced_not_rewritten(tmp_path: Path) -> None:
    """Whoever reads the old file at that moment reads it to its end."""
    path = tmp_path / "a.txt"
    write_if_changed(path, "旧的内容")
    with path.open("rb") as reader:
        assert write_if_changed(path, "新")
        assert reader.read().decode() == "旧的内容"
    assert path.read_text("utf-8") == "新"

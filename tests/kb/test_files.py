"""Files are written whole, and only when they change."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kb.files import remove, write_if_changed

ROOT = Path(__file__).parents[2]

# No file may grow, as if the disk were full.
ON_A_FULL_DISK = """ulimit -f 0; exec "$@" """
WRITE = """
from pathlib import Path
from kb.files import write_if_changed
try:
    write_if_changed(Path("a.txt"), "新")
except OSError as error:
    print(error.errno, error.filename)
"""


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


def test_a_full_disk_is_an_error_that_names_the_file_and_leaves_the_old_one(tmp_path: Path) -> None:
    write_if_changed(tmp_path / "a.txt", "旧")
    command = ["sh", "-c", ON_A_FULL_DISK, "sh", sys.executable, "-c", WRITE]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == f"{errno.EFBIG} a.txt\n"
    assert [(left.name, left.read_text("utf-8")) for left in tmp_path.iterdir()] == [("a.txt", "旧")]


def test_a_folder_that_may_not_be_written_is_named(unprivileged: Path) -> None:
    unprivileged.chmod(0o500)
    with pytest.raises(PermissionError) as caught:
        write_if_changed(unprivileged / "a.txt", "甲")
    assert caught.value.filename == str(unprivileged / "a.txt")


def test_whatever_is_in_the_place_is_removed(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "kept")
    write_if_changed(tmp_path / "folder" / "a", "甲")
    write_if_changed(tmp_path / "file", "甲")
    for name in ("link", "folder", "file", "none"):
        remove(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]

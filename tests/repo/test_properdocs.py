"""What is said of a site that was built by another program."""

from pathlib import Path

from scripts.properdocs import SHOWN, compare
from tests.builders import write


def test_equal_sites_have_no_differences(tmp_path: Path) -> None:
    for site in ("one", "other"):
        write(tmp_path / site / "a" / "index.html", "页")
    assert compare(tmp_path / "one", tmp_path / "other") == ["1 个文件逐字节相同"]


def test_files_missing_and_added_are_counted(tmp_path: Path) -> None:
    write(tmp_path / "one" / "b.html", "页")
    write(tmp_path / "one" / "a.html", "页")
    write(tmp_path / "other" / "c" / "d.html", "页")
    assert compare(tmp_path / "one", tmp_path / "other") == [
        "0 个文件逐字节相同",
        "少了 2 个文件，例如 a.html",
        "多了 1 个文件，例如 c/d.html",
    ]


def test_lines_that_differ_everywhere_are_shown_once_with_their_number(tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        write(tmp_path / "one" / name, f"头\n<meta mkdocs>\n{name}\n")
        write(tmp_path / "other" / name, f"头\n<meta properdocs>\n{name}\n")
    assert compare(tmp_path / "one", tmp_path / "other") == [
        "0 个文件逐字节相同",
        "内容不同 2 个文件，例如 a.html",
        "  2 处 -<meta mkdocs>",
        "  2 处 +<meta properdocs>",
    ]


def test_of_many_lines_some_are_shown(tmp_path: Path) -> None:
    write(tmp_path / "one" / "a.html", "")
    write(tmp_path / "other" / "a.html", "\n".join(map(str, range(SHOWN + 3))))
    assert len(compare(tmp_path / "one", tmp_path / "other")) == 2 + SHOWN


def test_files_that_are_not_text_are_named_only(tmp_path: Path) -> None:
    for site, last in (("one", b"\xfe"), ("other", b"\xff")):
        (tmp_path / site).mkdir()
        (tmp_path / site / "a.png").write_bytes(b"\x89" + last)
    assert compare(tmp_path / "one", tmp_path / "other") == ["0 个文件逐字节相同", "内容不同 1 个文件，例如 a.png"]

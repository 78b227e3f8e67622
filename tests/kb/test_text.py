"""Reading text, and what counts as prose in Markdown."""

import re
from pathlib import Path

import pytest

from kb.errors import ContentError
from kb.text import prose_lines, read_text, replace_outside_code


def prose(text: str) -> list[int]:
    return [number for number, _ in prose_lines(text)]


def shout(text: str) -> str:
    return replace_outside_code(text, re.compile("a+"), lambda match, line: f"{match[0].upper()}{line}")


def test_line_ends_of_windows_are_read_as_newlines(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("甲\r\n乙\r\n".encode())
    assert read_text(tmp_path / "a.md") == "甲\n乙\n"


def test_a_byte_order_mark_is_not_text(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("\ufeff---\n".encode())
    assert read_text(tmp_path / "a.md") == "---\n"


def test_the_first_bad_byte_gives_the_line(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("甲\n乙\n".encode() + "丙".encode("gbk"))
    with pytest.raises(ContentError, match="不是 UTF-8 编码") as caught:
        read_text(tmp_path / "a.md")
    assert caught.value.line == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n\nb", [1, 2, 3]),
        ("a\n```\nb\n```\nc", [1, 5]),
        ("a\n~~~ python\n```\nb\n~~~\nc", [1, 6]),
        ("````\n```\na\n```\n````\nb", [6]),
        ("    ```\n    a\n    ```\nb", [4]),
        ("```\na", []),
        ("```\n```python\n```\nb", [4]),
        ("```a``` b\nc", [1, 2]),
    ],
)
def test_fenced_code_is_not_prose(text: str, expected: list[int]) -> None:
    assert prose(text) == expected


def test_replacing_knows_the_line_and_leaves_code_alone() -> None:
    assert shout("a\n```\na\n```\n    a `a` ``a ` a`` aa") == "A1\n```\na\n```\n    A5 `a` ``a ` a`` AA5"


def test_an_unclosed_backtick_is_not_code() -> None:
    assert shout("`a") == "`A1"

"""Images and headings of Markdown, in pages and in notebooks."""

from pathlib import Path

import pytest

from kb.errors import ContentError
from kb.markup import check_markup


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("甲 ![](a.png)", "图片 a.png 没有替代文字"),
        ("![ ](a.png)", "图片 a.png 没有替代文字"),
        ("![图](a.png) ![图](https://example.com/b.png)", "图片 https://example.com/b.png 在别的网站上"),
        ("![图](//example.com/b.png)", "图片 //example.com/b.png 在别的网站上"),
        ("### 为什么是 $x^2$", "标题里有公式（### 为什么是 $x^2$）"),
    ],
)
def test_a_fault_has_its_line(text: str, fault: str) -> None:
    with pytest.raises(ContentError) as caught:
        check_markup(f"好\n\n{text}\n", Path("a.md"), offset=10)
    assert (caught.value.fault, caught.value.line, caught.value.field) == (fault, 13, None)


def test_a_fault_in_a_notebook_has_its_cell() -> None:
    with pytest.raises(ContentError) as caught:
        check_markup("![](a.png)", Path("a.ipynb"), field="第 3 个单元格")
    assert (caught.value.line, caught.value.field) == (None, "第 3 个单元格")


@pytest.mark.parametrize(
    "text",
    [
        "![图](a.png)",
        "[甲](https://example.com)",
        "正文里有 $x$",
        "```\n![](a.png)\n# $x$\n```",
        "写成 `![](a.png)`",
        "## `$HOME` 是什么",
    ],
)
def test_what_is_allowed(text: str) -> None:
    check_markup(text, Path("a.md"))

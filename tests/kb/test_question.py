"""A question page: its parts, its sections, and what makes it a draft."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from kb.errors import ContentError
from kb.question import SPOKEN_LIMIT, Question
from tests.builders import FOLLOW_UP, GELU, SECTIONS, line_of, page_text, read_page, write_page


def page(tmp_path: Path, text: str, question_id: str = GELU) -> Question:
    write_page(tmp_path, question_id, text)
    return read_page(tmp_path, question_id)


def fault_of(tmp_path: Path, text: str, question_id: str = GELU) -> ContentError:
    with pytest.raises(ContentError) as caught:
        page(tmp_path, text, question_id)
    return caught.value


def test_a_page_knows_its_place_and_parts(tmp_path: Path) -> None:
    question = page(tmp_path, page_text(notebook="gelu", aliases=["高斯单元"]))
    assert (question.id, question.part, question.board, question.slug) == (
        GELU,
        "general",
        "general/deep-learning",
        "gelu",
    )
    assert (question.src, question.url) == (f"{GELU}.md", f"{GELU}/")
    assert question.path == tmp_path / "docs" / f"{GELU}.md"
    assert question.meta.created == datetime.date(2026, 1, 30)
    assert question.meta.aliases == ["高斯单元"] and question.meta.errata == []
    assert question.sections == SECTIONS
    assert not question.is_draft


def test_a_page_without_notebook_has_nothing_to_verify(tmp_path: Path) -> None:
    assert list(page(tmp_path, page_text()).sections) == ["面试速答", "详解", "常见误区", "追问", "参考资料"]


def test_a_heading_inside_code_is_no_section(tmp_path: Path) -> None:
    code = "```markdown\n## 不是标题\n```"
    assert page(tmp_path, page_text({"详解": code})).sections["详解"] == code


@pytest.mark.parametrize(
    ("sections", "notebook", "fault", "heading"),
    [
        ({"详解": None}, None, "这里应该是「## 详解」，却是「## 常见误区」", "## 常见误区"),
        ({"动手验证": None}, "gelu", "这里应该是「## 动手验证」，却是「## 常见误区」", "## 常见误区"),
        ({"总结": "完。"}, None, "多出一节「## 总结」", "## 总结"),
        ({"面试速答": "甲。\n\n## 面试速答\n\n又一次。"}, None, "这里应该是「## 详解」", "## 面试速答\n\n又"),
    ],
)
def test_sections_stand_in_their_order(
    tmp_path: Path, sections: dict[str, str | None], notebook: str | None, fault: str, heading: str
) -> None:
    text = page_text(sections, notebook=notebook)
    error = fault_of(tmp_path, text)
    assert error.fault.startswith(fault)
    assert error.line == text[: text.index(heading)].count("\n") + 1
    assert error.mend.startswith("二级标题依次写成：面试速答、详解、")


def test_a_missing_last_section_is_told_at_the_end(tmp_path: Path) -> None:
    text = page_text({"参考资料": None})
    error = fault_of(tmp_path, text)
    assert error.fault == "缺少「## 参考资料」一节"
    assert error.line == text.count("\n") + 1


def test_verification_needs_a_notebook(tmp_path: Path) -> None:
    text = page_text(notebook="gelu").replace("notebook: gelu\n", "")
    assert fault_of(tmp_path, text).fault == "这里应该是「## 常见误区」，却是「## 动手验证」"


def test_the_notebook_is_named_like_the_page(tmp_path: Path) -> None:
    error = fault_of(tmp_path, page_text(notebook="relu"))
    assert (error.field, error.line) == ("notebook", line_of(tmp_path / "docs" / f"{GELU}.md", "notebook:"))
    assert error.mend == "改成 gelu"


@pytest.mark.parametrize("question_id", ["general/deep-learning/GELU", "general/deep-learning/a_b", "general/gelu"])
def test_names_of_files_are_plain(tmp_path: Path, question_id: str) -> None:
    assert fault_of(tmp_path, page_text(), question_id).fault == "文件名或目录不合规则"


def test_the_spoken_answer_counts_neither_space_nor_citations(tmp_path: Path) -> None:
    longest = "甲 " * SPOKEN_LIMIT + "[@one2020, §2]"
    assert page(tmp_path, page_text({"面试速答": longest}))
    assert (
        fault_of(tmp_path, page_text({"面试速答": longest + "乙"})).fault
        == f"面试速答有 {SPOKEN_LIMIT + 1} 个字符，超过 200"
    )


@pytest.mark.parametrize(
    ("title", "text", "fault"),
    [
        ("追问", f"{FOLLOW_UP}\n\n{FOLLOW_UP}", "追问只有 2 条"),
        ("追问", FOLLOW_UP.replace("??? question", "!!! question"), "追问只有 0 条"),
        ("参考资料", "- [@one2020, §2]：给出定义。\n- [@two2021]\n- 没有来源：什么也没有。", "参考资料只有 1 条合格式"),
    ],
)
def test_lists_have_a_least_length(tmp_path: Path, title: str, text: str, fault: str) -> None:
    error = fault_of(tmp_path, page_text({title: text}))
    assert (error.fault, error.field) == (fault, title)


def test_follow_ups_may_stand_open(tmp_path: Path) -> None:
    assert page(tmp_path, page_text({"追问": "\n\n".join([FOLLOW_UP.replace("???", "???+")] * 3)}))


@pytest.mark.parametrize("change", [{"sections": {"详解": "待写。"}}, {"title": "待写：什么是甲？"}])
def test_a_placeholder_anywhere_makes_a_draft(tmp_path: Path, change: dict[str, Any]) -> None:
    assert page(tmp_path, page_text(**change)).is_draft


def test_a_draft_may_have_less(tmp_path: Path) -> None:
    assert page(tmp_path, page_text({"追问": "待写", "参考资料": "待写"})).is_draft

"""All questions together: derived lists, and checks from page to page."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from kb.catalogue import Catalogue, load_catalogue
from kb.errors import ContentError
from kb.question import Question
from kb.vocabulary import Part, Tag, load_parts, load_tags
from tests.builders import DATA, DAY, GELU, INT8, line_of, page_text, question, write_data, write_page

LSTM, PIP, RAG = "general/deep-learning/lstm", "general/python/pip", "aigc/llm/rag"


def catalogue(*questions: Question) -> Catalogue:
    parts = [Part(**part) for part in DATA["boards"]]
    return Catalogue({q.id: q for q in questions}, parts, {tag["name"]: Tag(**tag) for tag in DATA["tags"]})


def load(root: Path) -> Catalogue:
    return load_catalogue(root / "docs", load_parts(root / "data"), load_tags(root / "data"))


def load_pages(root: Path, pages: dict[str, dict[str, Any]]) -> Catalogue:
    write_data(root)
    for question_id, meta in pages.items():
        write_page(root, question_id, page_text(**meta))
    return load(root)


def fault_of(root: Path, pages: dict[str, dict[str, Any]]) -> ContentError:
    with pytest.raises(ContentError) as caught:
        load_pages(root, pages)
    return caught.value


def ids(questions: list[Question]) -> list[str]:
    return [q.id for q in questions]


def test_only_boards_with_questions_are_listed_in_order_of_navigation() -> None:
    found = catalogue(question(RAG), question(INT8), question(GELU))
    assert [listed.id for listed in found.boards()] == ["general/deep-learning", "general/deployment", "aigc/llm"]
    assert [listed.id for listed in found.boards("aigc")] == ["aigc/llm"]
    assert [(listed.board.title, listed.part.title) for listed in found.boards("aigc")] == [("大模型基础", "AIGC 板块")]


def test_a_board_reads_from_easy_to_hard_and_frequent_to_rare() -> None:
    levels = [("基础", "高"), ("基础", "低"), ("进阶", "高"), ("进阶", "中"), ("深入", "高")]
    pages = [
        question(f"general/python/q{9 - n}", difficulty=level, frequency=frequency)
        for n, (level, frequency) in enumerate(levels)
    ]
    found = catalogue(*reversed(pages), question(GELU))
    assert ids(found.in_board("general/python")) == ids(pages)


def test_tags_are_listed_in_order_of_the_closed_list() -> None:
    found = catalogue(question(GELU, tags=["Python", "激活函数"]), question(PIP, tags=["Python"]))
    assert [tag.name for tag in found.used_tags()] == ["激活函数", "Python"]
    assert ids(found.with_tag("Python")) == [GELU, PIP]
    assert ids(found.with_tag("量化")) == []


def test_newest_come_first() -> None:
    day = datetime.timedelta(days=1)
    found = catalogue(question(PIP, created=DAY), question(GELU, created=DAY), question(RAG, created=DAY + day))
    assert ids(found.newest()) == [RAG, GELU, PIP]


def test_named_questions_keep_their_order() -> None:
    assert ids(catalogue(question(GELU), question(PIP)).named([PIP, GELU])) == [PIP, GELU]


def test_first_reads_are_easy_proved_and_of_different_boards() -> None:
    found = catalogue(
        question(GELU, notebook="gelu", difficulty="进阶"),
        question(LSTM, notebook="lstm"),
        question(PIP),
        question(INT8, notebook="int8", difficulty="深入"),
    )
    assert ids(found.first_reads()) == [LSTM, INT8, PIP]
    assert ids(found.first_reads(1)) == [LSTM]


def test_corrections_are_collected_in_order_of_boards() -> None:
    erratum = {"claim": "错", "correction": "对", "kind": "事实", "check": "读原文"}
    found = catalogue(question(RAG, errata=[erratum]), question(PIP), question(GELU, errata=[erratum, erratum]))
    assert [q.id for q, _ in found.errata()] == [GELU, GELU, RAG]


def test_the_latest_change_is_the_newest_date_of_any_page() -> None:
    later = datetime.date(2027, 1, 1)
    assert catalogue(question(GELU), question(PIP, reviewed=later)).latest_change() == later
    assert catalogue().latest_change() == datetime.date(2026, 1, 1)


def test_pages_are_read_below_their_parts(tmp_path: Path) -> None:
    write_page(tmp_path, "about", "不是题目")
    found = load_pages(tmp_path, {GELU: {"related": [RAG]}, RAG: {"prerequisites": [GELU]}})
    assert list(found.questions) == [GELU, RAG]


@pytest.mark.parametrize(
    ("meta", "field", "fault"),
    [
        ({"tags": ["激活函数", "归一"]}, "tags", "没有「归一」这个标签"),
        ({"related": [PIP]}, "related", f"没有 {PIP} 这道题"),
        ({"prerequisites": [PIP]}, "prerequisites", f"没有 {PIP} 这道题"),
        ({"related": [GELU]}, "related", "引用了自己"),
        ({"formerly": [INT8]}, "formerly", f"旧 id {INT8} 现在是一道题"),
    ],
)
def test_names_must_exist(tmp_path: Path, meta: dict[str, Any], field: str, fault: str) -> None:
    error = fault_of(tmp_path, {INT8: {}, GELU: meta})
    path = tmp_path / "docs" / f"{GELU}.md"
    assert (error.path, error.line, error.field, error.fault) == (str(path), line_of(path, f"{field}:"), field, fault)


def test_an_old_id_leads_to_one_page(tmp_path: Path) -> None:
    error = fault_of(tmp_path, {GELU: {"formerly": [PIP]}, INT8: {"formerly": [PIP]}})
    assert error.field == "formerly"
    assert error.fault == f"旧 id {PIP} 已经写在 {GELU} 里"


def test_a_slug_stands_once_on_the_whole_site(tmp_path: Path) -> None:
    error = fault_of(tmp_path, {GELU: {}, "aigc/llm/gelu": {}})
    assert error.path.endswith("docs/aigc/llm/gelu.md")
    assert error.fault == f"slug gelu 与 {GELU} 重复"


def test_a_board_must_be_listed(tmp_path: Path) -> None:
    assert fault_of(tmp_path, {"general/cooking/soup": {}}).fault == "没有 general/cooking 这个板块"


def test_a_cycle_of_prerequisites_is_shown_whole(tmp_path: Path) -> None:
    error = fault_of(
        tmp_path, {GELU: {"prerequisites": [LSTM]}, LSTM: {"prerequisites": [PIP]}, PIP: {"prerequisites": [GELU]}}
    )
    assert error.field == "prerequisites" and error.line
    chain = error.fault.removeprefix("先修题成环：").split(" → ")
    assert chain[0] == chain[-1] and set(chain) == {GELU, LSTM, PIP}

"""Reviews are bound to the text they checked, and numbers to evidence."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from kb.errors import ContentError
from kb.reviews import code_headings, is_current, load_review, seal, stale_error, text_hash
from tests.builders import GELU, page_text, question, read_page, write, write_page, write_review

ERRATUM = {"claim": "甲是 1", "correction": "甲是 2", "kind": "数值", "check": "算一遍"}
CLAIM = {"claim": "甲的和是 10", "verdict": "成立", "evidence": "computed", "where": "total"}


@pytest.fixture
def reviews(tmp_path: Path) -> Path:
    write_page(tmp_path, GELU)
    return tmp_path / "reviews"


def fault_of(reviews: Path, **changed: Any) -> ContentError:
    write_review(reviews.parent, GELU, **changed)
    with pytest.raises(ContentError) as caught:
        load_review(read_page(reviews.parent, GELU), reviews, {"total", "curve"})
    return caught.value


def test_a_page_may_have_no_review(reviews: Path) -> None:
    assert load_review(read_page(reviews.parent, GELU), reviews, set()) is None


def test_a_review_fits_the_text_it_was_sealed_with(reviews: Path) -> None:
    write_review(reviews.parent, GELU, claims=[CLAIM, CLAIM | {"verdict": "已改正", "finding": "原为 9"}])
    page = read_page(reviews.parent, GELU)
    review = load_review(page, reviews, {"total"})
    assert review is not None and is_current(review, page)
    assert [claim.finding for claim in review.claims] == [None, "原为 9"]


@pytest.mark.parametrize("change", [{"title": "什么是乙？"}, {"sections": {"详解": "另一段。"}}])
def test_any_change_of_the_page_makes_its_review_stale(reviews: Path, change: dict[str, Any]) -> None:
    write_review(reviews.parent, GELU)
    write_page(reviews.parent, GELU, page_text(**change))
    page = read_page(reviews.parent, GELU)
    review = load_review(page, reviews, {"total"})
    assert review is not None and not is_current(review, page)
    error = stale_error(page, reviews)
    assert error.path == str(reviews / f"{GELU}.yml")
    assert error.field == "text_sha256" and error.mend.endswith(f"make seal ID={GELU}")


@pytest.mark.parametrize(
    "changed",
    [{"title": "乙？"}, {"description": "另一句。"}, {"errata": [ERRATUM]}],
    ids=["title", "description", "errata"],
)
def test_what_a_page_states_changes_the_hash(changed: dict[str, Any]) -> None:
    assert text_hash(question(body="正文", **changed)) != text_hash(question(body="正文"))
    assert text_hash(question(body="别的")) != text_hash(question(body="正文"))


def test_other_names_and_links_do_not_change_the_hash() -> None:
    assert text_hash(question(aliases=["乙"], frequency="低", tags=["归一化"])) == text_hash(question())


def test_line_ends_do_not_change_the_hash(reviews: Path) -> None:
    path = reviews.parent / "docs" / f"{GELU}.md"
    before = text_hash(read_page(reviews.parent, GELU))
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert text_hash(read_page(reviews.parent, GELU)) == before


@pytest.mark.parametrize(
    ("changed", "field", "fault"),
    [
        ({"page": "general/python/pip"}, "page", "page 写的是 general/python/pip"),
        ({"text_sha256": "abc"}, "text_sha256", "格式不对"),
        ({"reviewer": "我"}, "reviewer", "没有这个键"),
        ({"claims": [CLAIM | {"verdict": "对"}]}, "claims.0.verdict", "取值不在允许的范围内"),
        ({"claims": [CLAIM, CLAIM | {"where": "totals"}]}, "claims.1.where", "where 里没有命名输出：totals"),
        ({"claims": [CLAIM | {"evidence": "recalled"}]}, "claims.0", "数字断言「甲的和是 10」只凭记忆"),
    ],
)
def test_a_wrong_review_is_refused(reviews: Path, changed: dict[str, Any], field: str, fault: str) -> None:
    error = fault_of(reviews, **changed)
    assert (error.field, error.fault) == (field, fault)


@pytest.mark.parametrize("change", [{"claim": "甲在乙前"}, {"verdict": "已删除"}])
def test_memory_may_support_what_holds_no_number(reviews: Path, change: dict[str, str]) -> None:
    write_review(reviews.parent, GELU, claims=[CLAIM | {"evidence": "recalled", "where": "常识"} | change])
    assert load_review(read_page(reviews.parent, GELU), reviews, {"total"})


def test_nothing_is_computed_without_a_notebook(reviews: Path) -> None:
    write_review(reviews.parent, GELU)
    with pytest.raises(ContentError, match="where 里没有命名输出"):
        load_review(read_page(reviews.parent, GELU), reviews, set())


def test_a_code_block_of_the_page_computes_too(reviews: Path) -> None:
    body = "## 详解\n\n无。\n\n### 求和\n\n```python\nprint(1 + 2)\n#> 3\n```\n\n### 别的\n\n无。\n"
    assert code_headings(body) == {"求和"}


def test_an_output_may_be_named_within_a_sentence(reviews: Path) -> None:
    write_review(reviews.parent, GELU, claims=[CLAIM | {"where": "命名输出 total 与 curve"}])
    assert load_review(read_page(reviews.parent, GELU), reviews, {"total"})


def test_sealing_writes_hash_and_date_and_nothing_else(reviews: Path) -> None:
    text = f'# 注释\npage: {GELU}\ntext_sha256: ""\nreviewed: 2025-01-01\nclaims: []\n'
    path = write(reviews / f"{GELU}.yml", text)
    page = read_page(reviews.parent, GELU)
    assert seal(page, reviews, datetime.date(2026, 2, 3)) == path
    expected = text.replace('""', text_hash(page)).replace("2025-01-01", "2026-02-03")
    assert path.read_text("utf-8") == expected
    review = load_review(page, reviews, set())
    assert review is not None and is_current(review, page)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (None, "没有核查记录"),
        (f"page: {GELU}\nreviewed: 2025-01-01\nclaims: []\n", "text_sha256：缺少这一项"),
        ("page: [\n", "YAML 写错了"),
    ],
)
def test_what_cannot_be_sealed_is_left_alone(reviews: Path, text: str | None, fault: str) -> None:
    path = reviews / f"{GELU}.yml"
    if text is not None:
        write(path, text)
    with pytest.raises(ContentError, match=fault):
        seal(read_page(reviews.parent, GELU), reviews, datetime.date(2026, 2, 3))
    assert text is None or path.read_text("utf-8") == text

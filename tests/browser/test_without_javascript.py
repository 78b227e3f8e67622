"""With scripts off a page is still all there."""

import pytest
from playwright.sync_api import expect

from tests.browser.addresses import BITMAPS, HOME, NOTEBOOK, OTHER_QUESTION, QUESTION
from tests.browser.conftest import Reader

pytestmark = pytest.mark.browser
# The search button does nothing then, and is not shown.
READ = "page => page.innerText.replace(/\\s+/g, '').replace('搜索题目、术语、代码/', '')"


@pytest.mark.parametrize("url", [HOME, QUESTION, OTHER_QUESTION, BITMAPS, NOTEBOOK])
def test_text_is_the_same(url: str, visit: Reader) -> None:
    with_scripts = visit(url).locator("article").evaluate(READ)
    without = visit(url, java_script_enabled=False).locator("article").evaluate(READ)
    assert len(without) > 100
    assert without == with_scripts


@pytest.mark.parametrize("url", [QUESTION, NOTEBOOK])
def test_formulas_and_figures_are_drawn(url: str, visit: Reader) -> None:
    page = visit(url, java_script_enabled=False)
    for kind in (".katex-html", "figure svg.plot"):
        shown = page.locator(f"article > p {kind}, article > div {kind}, article > figure > {kind.split()[-1]}").all()
        boxes = [element.bounding_box() for element in shown]
        assert boxes and all(box and box["width"] > 0 and box["height"] > 0 for box in boxes)


def test_folded_answers_open(visit: Reader) -> None:
    page = visit(QUESTION, java_script_enabled=False)
    folds = page.locator("article details")
    assert folds.count() >= 3
    for fold in folds.all():
        answer = fold.locator(":scope > :not(summary)").first
        expect(answer).to_be_hidden()
        fold.locator("summary").click()
        expect(answer).to_be_visible()


def test_links_lead_on(visit: Reader) -> None:
    page = visit(HOME, java_script_enabled=False)
    page.locator(f"article a[href$='{QUESTION}']").first.click()
    expect(page.locator("h1")).to_have_text("什么是 GELU 激活函数？")


def test_a_list_of_all_questions_stands_in_for_search(visit: Reader) -> None:
    page = visit(QUESTION, java_script_enabled=False)
    expect(page.locator(".kb-search-open")).to_be_hidden()
    page.get_by_role("link", name="全部题目").first.click()
    expect(page.locator("h1")).to_have_text("全部题目")
    for place in ("#general-deep-learning", "#initial-G"):
        expect(page.locator(f"{place} + ul a[href$='{QUESTION}']")).to_have_count(1)

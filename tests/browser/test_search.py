"""Search as readers type it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import BITMAPS, HOME, OTHER_QUESTION, QUESTION
from tests.browser.conftest import Reader

pytestmark = pytest.mark.browser
MARKUP = re.compile(r"</?[a-z]+|&[a-z]+;|\\[(\[]|\{\{|\[@|\*\*")


def search(page: Page, query: str) -> None:
    """Open the search with its key, put a query in as an input method or a paste does, and wait for the answer."""
    page.keyboard.press("/")
    expect(page.get_by_role("textbox", name="搜索")).to_be_focused()
    page.keyboard.insert_text(query)
    expect(page.locator(".md-search-result__meta")).to_contain_text("符合条件的结果")


@pytest.mark.parametrize(
    ("query", "url"),
    [
        ("激活函数", QUESTION),
        ("GELU", QUESTION),
        ("ＧＥＬＵ", QUESTION),
        ("高斯误差线性单元", QUESTION),
        ("INT8量化", OTHER_QUESTION),
        ("E4M3", OTHER_QUESTION),
        ("fp8精度", OTHER_QUESTION),
        ("位深", BITMAPS),
        ("图像位数", BITMAPS),
        ("色带", BITMAPS),
    ],
)
def test_finds_the_question_first(query: str, url: str, visit: Reader) -> None:
    page = visit(HOME)
    search(page, query)
    first = page.locator(".md-search-result__link").first
    assert (first.get_attribute("href") or "").partition("?")[0].partition("#")[0] == visit.site.url + url


def test_results_show_text_not_markup(visit: Reader) -> None:
    page = visit(HOME)
    search(page, "误差")
    page.locator(".md-search-result__more > summary").first.click()
    shown = page.locator(".md-search-result__list").inner_text()
    assert "误差" in shown.replace("\u200b", "")
    assert MARKUP.findall(shown) == []


def test_a_result_leads_to_its_page(visit: Reader) -> None:
    page = visit(HOME)
    search(page, "GELU")
    page.locator(f".md-search-result__link[href*='{QUESTION}']").first.click()
    expect(page).to_have_title(re.compile("GELU"))


def test_says_when_nothing_is_found(visit: Reader) -> None:
    page = visit(HOME)
    search(page, "zqxjkv")
    expect(page.locator(".md-search-result__meta")).to_contain_text("没有")

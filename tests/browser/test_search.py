"""Search as readers type it, in the built site."""

import gzip
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from scripts.axe import serious_faults
from scripts.search_scale import Traffic
from tests.browser.addresses import BITMAPS, HOME, NOTEBOOK, OTHER_QUESTION, QUESTION
from tests.browser.conftest import Reader
from tests.browser.test_palette import BUTTON
from tests.serving import Site

pytestmark = pytest.mark.browser
MARKUP = re.compile(r"</?[a-z]+>|&[a-z]+;|\\[(\[]|\{\{|\[@|\*\*|In \[\d|Copied!")


def box(page: Page) -> Locator:
    return page.locator("input[type=search]")


def results(page: Page) -> Locator:
    return page.locator("[data-search-results] a[href]")


def search(page: Page, query: str) -> None:
    """Open the search with its key, put a query in as an input method or a paste does, and wait for the answer."""
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    page.keyboard.insert_text(query)
    expect(page.locator("[data-search-results][aria-busy=false]")).to_have_attribute("data-query", query)


def first_address(page: Page) -> str:
    return (results(page).first.get_attribute("href") or "").partition("#")[0]


@pytest.mark.parametrize(
    ("query", "url"),
    [
        ("激活函数", QUESTION),
        ("ＧＥＬＵ", QUESTION),
        ("高斯误差线性单元", QUESTION),
        ("jihuohanshu", QUESTION),
        ("啟動函數", QUESTION),
        ("INT8量化", OTHER_QUESTION),
        ("int8和fp8哪个精度高", OTHER_QUESTION),
        ("图像位数", BITMAPS),
    ],
)
def test_finds_the_question_first(query: str, url: str, visit: Reader) -> None:
    page = visit(HOME)
    search(page, query)
    assert first_address(page) == visit.site.url + url


@pytest.mark.parametrize("key", ["/", "s", "Control+k", "Meta+k"])
def test_opens_by_key_and_closes_by_escape(key: str, visit: Reader) -> None:
    page = visit(QUESTION)
    page.keyboard.press(key)
    expect(box(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(box(page)).to_be_hidden()


def test_opens_by_key_after_the_palette_was_switched(visit: Reader) -> None:
    page = visit(QUESTION)
    page.locator(BUTTON).click()
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()


@pytest.mark.parametrize("selector", [".kb-search-open", ".kb-search-button"])
def test_opens_by_button(selector: str, visit: Reader) -> None:
    page = visit(HOME)
    page.locator(selector).first.click()
    expect(box(page)).to_be_focused()
    page.keyboard.type("/s")
    expect(box(page)).to_have_value("/s")


def test_nothing_is_fetched_before_search_is_opened(visit: Reader) -> None:
    page = visit(QUESTION)
    page.wait_for_load_state("networkidle")
    requested = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert [name for name in requested if "/search/" in name or name.endswith("/search.js")] == []


def test_arrows_walk_through_the_results_and_enter_follows(visit: Reader) -> None:
    page = visit(HOME)
    search(page, "归一化")
    page.keyboard.press("ArrowDown")
    expect(results(page).first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(box(page)).to_be_focused()
    address = first_address(page)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}**")
    expect(box(page)).to_be_hidden()


def test_a_result_says_what_it_is_and_shows_the_passage(visit: Reader) -> None:
    page = visit(HOME)
    search(page, "抖动")
    result = page.locator(".kb-search__result").first
    expect(result.locator(".kb-search__meta")).to_have_text("AI 绘画基础 · 基础")
    expect(result.locator(".kb-search__passage mark", has_text="抖动").first).to_be_visible()
    expect(results(page).first).to_have_attribute("href", re.compile("#"))


def test_the_page_marks_the_terms_under_instant_navigation(visit: Reader) -> None:
    page = visit(HOME)
    page.evaluate("window.stillHere = true")
    search(page, "饱和")
    results(page).first.click()
    expect(page.locator("article mark[data-search]").first).to_have_text("饱和")
    assert page.evaluate("window.stillHere") is True
    assert parse_qs(urlsplit(page.url).query)["h"] == ["饱和"]


def test_results_show_text_not_markup(visit: Reader) -> None:
    page = visit(HOME)
    for query in ("误差", "numpy"):
        search(page, query)
        for item in page.locator(".kb-search__result").all()[:8]:
            item.scroll_into_view_if_needed()
            expect(item.locator(".kb-search__passage")).not_to_be_empty()
        assert MARKUP.findall(page.locator("[data-search-results]").inner_text()) == []
        page.keyboard.press("Escape")


def test_sections_of_a_page_are_one_result(visit: Reader) -> None:
    page = visit(HOME)
    search(page, "GELU")
    links = results(page).evaluate_all("links => links.map(link => link.href.split('#')[0])")
    assert len(links) == len(set(links)) > 1
    page.locator(".kb-search__sections").first.click()
    expect(page.locator(".kb-search__section").first).to_be_focused()


def test_filters_count_and_narrow(visit: Reader) -> None:
    page = visit(HOME)
    search(page, "精度")
    before = results(page).count()
    board = page.get_by_label("板块", exact=True)
    option = board.locator("option", has_text="模型部署基础")
    count = int((option.text_content() or "").partition("（")[2].rstrip("）"))
    board.select_option(label=option.text_content())
    expect(page.locator(".kb-search__status")).to_have_text(f"{count} 个结果")
    assert 0 < results(page).count() < before
    page.get_by_label("有 Notebook").check()
    expect(results(page).first).to_be_visible()


def test_browsing_by_filter_without_a_query(visit: Reader) -> None:
    page = visit(HOME)
    page.keyboard.press("/")
    page.get_by_label("难度", exact=True).select_option(index=1)
    expect(results(page).first).to_be_visible()


def test_queries_that_led_somewhere_are_kept_in_this_browser(visit: Reader) -> None:
    page = visit(HOME)
    search(page, "GELU")
    page.keyboard.press("Enter")
    expect(box(page)).to_be_hidden()
    page.keyboard.press("/")
    box(page).fill("")
    page.get_by_role("button", name="GELU", exact=True).click()
    expect(box(page)).to_have_value("GELU")


def test_a_query_can_be_shared(visit: Reader) -> None:
    page = visit(f"{HOME}?q=GELU", permissions=["clipboard-read", "clipboard-write"])
    expect(box(page)).to_have_value("GELU")
    expect(results(page).first).to_be_visible()
    page.get_by_role("button", name="复制搜索链接").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert parse_qs(urlsplit(page.evaluate("navigator.clipboard.readText()")).query) == {"q": ["GELU"]}


def test_nothing_found_offers_titles_and_a_proposal(visit: Reader) -> None:
    page = visit(HOME)
    search(page, "zqxjkv")
    expect(page.locator("[data-search-results]")).to_contain_text("没有找到「zqxjkv」")
    link = page.get_by_role("link", name="提议收录它")
    assert "2-question.yml&title=zqxjkv" in (link.get_attribute("href") or "")


def test_what_an_input_method_composes_is_searched_when_it_is_done(visit: Reader) -> None:
    page = visit(HOME)
    page.keyboard.press("/")
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "ji huo", "selectionStart": 6, "selectionEnd": 6})
    session.send("Input.insertText", {"text": "激活函数"})
    expect(page.locator("[data-search-results]")).to_have_attribute("data-query", "激活函数")
    assert first_address(page) == visit.site.url + QUESTION


def test_works_from_the_error_page_and_from_a_notebook(visit: Reader) -> None:
    page = visit(NOTEBOOK)
    search(page, "INT8量化")
    assert first_address(page) == visit.site.url + OTHER_QUESTION


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_serious_in_the_open_dialog(scheme: str, width: int, visit: Reader) -> None:
    page = visit(HOME, width=width, scheme=scheme, reduced_motion="reduce")
    search(page, "量化")
    expect(page.locator(".kb-search__passage mark").first).to_be_visible()
    assert serious_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_first_result_costs_little(visit: Reader, site: Site) -> None:
    """The budget of today's size: the site's script, catalogue, shards and the texts on the screen, gzipped."""
    page = visit(QUESTION)
    traffic = Traffic(site.folder, site.url)
    page.on("request", traffic.record)
    search(page, "int8和fp8哪个精度高")
    page.wait_for_load_state("networkidle")
    assert any("/texts/" in path for path in traffic.fetched)
    script = len(gzip.compress((site.folder / "assets/javascripts/site.js").read_bytes()))
    assert traffic.total + script <= 150_000, traffic.fetched

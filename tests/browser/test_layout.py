"""Pages fit every window; on paper they are light and without navigation."""

import pytest
from playwright.sync_api import expect

from tests.browser import addresses as at
from tests.browser.conftest import Reader

RECORD_SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => shifts.push(...list.getEntries().map(({ value }) => value)))
  .observe({ type: "layout-shift", buffered: true });
"""
pytestmark = pytest.mark.browser
WIDTHS = (320, 360, 768, 1280)
KINDS = (
    at.HOME,
    at.QUESTION,
    at.OTHER_QUESTION,
    at.BITMAPS,
    at.BOARD,
    at.NOTEBOOK,
    at.NOTEBOOKS,
    at.GLOSSARY,
    at.ERRATA,
)
OVERFLOW = "document.documentElement.scrollWidth - innerWidth"
OPEN_ALL = "document.querySelectorAll('details').forEach(details => { details.open = true })"


@pytest.mark.parametrize("url", KINDS)
def test_nothing_overflows_sideways(url: str, visit: Reader) -> None:
    page = visit(url)
    page.evaluate(OPEN_ALL)
    overflow = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        overflow[width] = page.evaluate(OVERFLOW)
    assert {width: pixels for width, pixels in overflow.items() if pixels > 0} == {}


def test_wide_tables_scroll_by_keyboard(visit: Reader) -> None:
    page = visit(at.QUESTION, width=320)
    table = page.locator(".kb-scroll").first
    assert table.evaluate("element => element.scrollWidth > element.clientWidth")
    table.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("element => element.scrollLeft > 0", arg=table.element_handle())


def test_paper_is_light_and_without_navigation(visit: Reader) -> None:
    page = visit(at.QUESTION, scheme="dark")
    page.emulate_media(media="print")
    for part in (".md-header", ".md-tabs", ".md-sidebar--primary", ".md-sidebar--secondary", ".md-footer"):
        assert page.locator(part).evaluate_all("parts => parts.every(part => !part.checkVisibility())"), part
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    lightest = page.locator("article :is(h1, p, li, td, a, small, summary)").evaluate_all(
        "texts => Math.max(...texts.map(text => Math.min(...getComputedStyle(text).color.match(/\\d+/g).slice(0, 3))))"
    )
    assert lightest < 118  # Grey of 4.5:1 on white.
    expect(page.locator("h1")).to_be_visible()


def test_paper_shows_folded_answers(visit: Reader) -> None:
    page = visit(at.QUESTION)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("details.question p").last).to_be_visible()


# 0.1 is what Core Web Vitals call good.
@pytest.mark.parametrize(("url", "limit"), [(at.HOME, 0.01), (at.QUESTION, 0.01), (f"{at.HOME}?q=量化", 0.1)])
def test_next_to_nothing_moves_while_a_page_loads(url: str, limit: float, visit: Reader) -> None:
    page = visit("404.html", width=412)
    page.add_init_script(RECORD_SHIFTS)
    page.goto(page.url.replace("404.html", url), wait_until="networkidle")
    assert page.evaluate("shifts.reduce((sum, shift) => sum + shift, 0)") < limit

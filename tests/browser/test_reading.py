"""Moving about: without a full reload, by keyboard, with notes, folds and copies."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import BITMAPS, OTHER_QUESTION, QUESTION
from tests.browser.conftest import Reader

pytestmark = pytest.mark.browser
VISIBLE = """
elements => elements.map(e => e.getBoundingClientRect()).filter(box => box.width > 0 && box.height > 0).length
"""


def count_visible(page: Page, selector: str) -> int:
    """How many of the elements take up space."""
    visible: int = page.locator(selector).evaluate_all(VISIBLE)
    return visible


def test_pages_follow_each_other_without_a_reload(visit: Reader) -> None:
    page = visit(OTHER_QUESTION)
    page.evaluate("window.stillHere = true")
    related = page.locator(f"#related + ul a[href$='{BITMAPS}']")
    related.scroll_into_view_if_needed()
    # Material notes the place of the old page a moment after the scrolling; no reader clicks before that.
    page.wait_for_function("() => history.state && Math.abs(history.state.y - scrollY) < 2")
    related.click()
    expect(page.locator("h1")).to_have_text("什么是图像的位数？")
    assert page.evaluate("window.stillHere") is True
    expect(page.get_by_role("link", name="编辑此页")).to_be_in_viewport()
    assert page.url == visit.site.url + BITMAPS
    assert count_visible(page, "figure svg.plot") == page.locator("figure svg.plot").count() > 0
    assert count_visible(page, ".katex-html") > 5
    assert count_visible(page, ".katex-html") == visit(BITMAPS).locator(".katex-html").evaluate_all(VISIBLE)
    page.go_back()
    expect(page.locator("h1")).to_have_text("Int8 和 FP8 有哪些区别？")
    assert page.evaluate("window.stillHere") is True
    assert count_visible(page, "figure svg.plot") > 0


def test_tab_reaches_the_skip_link_first(visit: Reader) -> None:
    page = visit(QUESTION)
    page.keyboard.press("Tab")
    skip = page.locator(".md-skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="面试速答")).to_be_in_viewport()


def test_folded_answers_open_by_keyboard(visit: Reader) -> None:
    page = visit(QUESTION)
    fold = page.locator("details.question").first
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(fold.locator("p").first).to_be_visible()


def test_notes_pop_up_and_lead_to_their_place(visit: Reader) -> None:
    page = visit(QUESTION)
    mark = page.locator("a.footnote-ref").first
    mark.hover()
    tooltip = page.locator(".md-tooltip2--active")
    expect(tooltip).to_be_visible()
    note = page.locator(f"[id='{(mark.get_attribute('href') or '').partition('#')[2]}']")
    assert tooltip.inner_text().strip()[:10] in note.inner_text()
    mark.click()
    expect(note).to_be_in_viewport()
    note.locator("a.footnote-backref").first.click()
    expect(mark).to_be_in_viewport()


def test_terms_are_explained_on_demand(visit: Reader) -> None:
    page = visit(OTHER_QUESTION)
    term = page.locator("article abbr").first
    meaning = term.get_attribute("title") or ""
    term.hover()
    expect(page.locator(".md-tooltip2--active")).to_contain_text(meaning)


def test_every_code_block_can_be_copied(visit: Reader) -> None:
    page = visit(QUESTION, permissions=["clipboard-read", "clipboard-write"])
    blocks = page.locator("article pre > code")
    buttons = page.locator("article .md-code__button[data-md-type=copy]")
    assert buttons.count() == blocks.count() > 0
    buttons.first.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == (blocks.first.text_content() or "").strip()

"""By keyboard alone: every stop is seen, every part can be used, and the focus never gets lost."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import BITMAPS, BOARD, DIAGRAM, HOME, NOTEBOOK, OTHER_QUESTION, QUESTION
from tests.browser.conftest import Reader

pytestmark = pytest.mark.browser
LONGEST_WALK = 500
# The last tooltip takes a moment to go, which no reader notices.
FADING = ".md-tooltip2 * { pointer-events: none !important }"
# The ring is around the element or, for a hidden switch, around its label; the palette shows the one beside it.
FOCUSED = """
() => {
  const focused = document.activeElement;
  if (focused === document.body) return null;
  const isRinged = (element) => getComputedStyle(element).outlineStyle !== "none" && element.getClientRects()[0]?.width > 0;
  const ringed = [focused, ...(focused.labels ?? []), focused.nextElementSibling].filter(Boolean).find(isRinged);
  const name = focused.outerHTML.slice(0, 120);
  if (!ringed) return { name, ring: "" };
  const { left, top, width, height } = ringed.getClientRects()[0];
  const at = document.elementFromPoint(left + Math.min(width, innerWidth) / 2, top + Math.min(height, innerHeight) / 2);
  return {
    name,
    ring: getComputedStyle(ringed).outlineColor,
    onTop: ringed.contains(at) || Boolean(at?.contains(ringed)),
    seen: at?.outerHTML.slice(0, 120) ?? `nothing at ${left}, ${top}`,
    reads: Boolean(focused.ariaLabel || focused.title || focused.textContent.trim() || focused.labels?.length),
  };
}
"""
SIDEBAR = ".md-sidebar--primary"
IN_SIDEBAR = f"() => document.querySelector('{SIDEBAR}').contains(document.activeElement)"
SCROLLED = "element => element.scrollLeft > 0"


def luminance(colour: str) -> float:
    """The relative luminance of a computed colour."""
    channels = [int(channel) / 255 for channel in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two computed colours, 1 to 21."""
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def walk(page: Page, key: str) -> list[dict[str, Any]]:
    """Press a key until the focus has left the page; every stop on the way."""
    stops: list[dict[str, Any]] = []
    for _ in range(LONGEST_WALK):
        page.keyboard.press(key)
        stop = page.evaluate(FOCUSED)
        if stop is None:
            return stops
        stops.append(stop)
    raise AssertionError(f"没有走完：{stops[-1]}")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element has the focus."""
    for _ in range(LONGEST_WALK):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab 走不到 {selector}")


@pytest.mark.parametrize("url", [HOME, BOARD, QUESTION, OTHER_QUESTION, NOTEBOOK, "404.html"])
@pytest.mark.parametrize(("width", "scheme", "key"), [(360, "dark", "Tab"), (1280, "light", "Shift+Tab")])
def test_every_stop_is_named_and_seen(url: str, width: int, scheme: str, key: str, visit: Reader) -> None:
    page = visit(url, width=width, scheme=scheme, reduced_motion="reduce")
    page.add_style_tag(content=FADING)
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    stops = walk(page, key)
    assert len(stops) > 4
    assert [stop for stop in stops if not stop["ring"] or contrast(stop["ring"], background) < 3] == []
    assert [stop for stop in stops if not (stop["onTop"] and stop["reads"])] == []


def test_the_drawer_is_used_by_keys(visit: Reader) -> None:
    page = visit(QUESTION, width=360, reduced_motion="reduce")
    switch = page.get_by_role("checkbox", name="导航菜单")
    tab_to(page, "#__drawer")
    for key in ("Enter", "Space"):
        page.keyboard.press(key)
        page.wait_for_function(IN_SIDEBAR)
        assert all(stop["onTop"] for stop in walk(page, "Tab"))
        page.keyboard.press("Escape")
        expect(switch).to_be_focused()
        expect(switch).not_to_be_checked()


def test_lists_in_the_drawer_lead_up_and_down(visit: Reader) -> None:
    page = visit(QUESTION, width=360, reduced_motion="reduce")
    boards, siblings = (
        page.locator(f"{SIDEBAR} a", has_text="模型部署基础"),
        page.locator(f"{SIDEBAR} a", has_text="T5LayerNorm"),
    )
    tab_to(page, "#__drawer")
    page.keyboard.press("Enter")
    expect(siblings).to_be_visible()
    expect(boards).to_be_hidden()
    page.keyboard.press("Enter")
    expect(boards).to_be_visible()
    expect(siblings).to_be_hidden()
    tab_to(page, f"{SIDEBAR} a[href$='general/deployment/']")
    page.evaluate("window.stillHere = true")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_focused()
    expect(page.locator(SIDEBAR)).to_be_hidden()
    expect(page.locator("h1")).to_have_text("模型部署基础")
    assert page.evaluate("window.stillHere") is True
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article') !== null")


def test_a_new_page_is_read_from_its_heading(visit: Reader) -> None:
    page = visit(HOME)
    page.evaluate("window.stillHere = true")
    tab_to(page, f"article a[href$='{QUESTION}']")
    page.keyboard.press("Enter")
    expect(page.locator("h1", has_text="GELU")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".kb-meta a").first).to_be_focused()
    page.go_back()
    expect(page.locator("h1", has_text="三年面试五年模拟")).to_be_focused()
    assert page.evaluate("window.stillHere") is True


def test_the_focus_comes_back_from_the_search(visit: Reader) -> None:
    page = visit(QUESTION)
    tab_to(page, ".kb-search-open")
    page.keyboard.press("Enter")
    expect(page.locator("input[type=search]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".kb-search-open")).to_be_focused()


def test_the_focus_goes_with_a_search_result(visit: Reader) -> None:
    page = visit(HOME)
    page.keyboard.press("/")
    page.keyboard.insert_text("抖动")
    expect(page.locator(".kb-search__passage mark").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{BITMAPS}**")
    expect(page.locator("article mark[data-search]").first).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article') !== null")
    assert page.evaluate(FOCUSED)["onTop"]


def test_the_search_is_walked_through_and_never_left(visit: Reader) -> None:
    page = visit(QUESTION, width=360)
    page.keyboard.press("/")
    page.keyboard.insert_text("激活函数")
    expect(page.locator(".kb-search__passage mark").first).to_be_visible()
    stops = walk(page, "Tab")
    assert len(stops) > 5
    assert [stop for stop in stops if not (stop["ring"] and stop["onTop"] and stop["reads"])] == []


def test_the_palette_is_switched_by_keys(visit: Reader) -> None:
    page = visit(HOME)
    tab_to(page, ".md-option")
    for key, scheme in (("Enter", "default"), ("Space", "slate"), ("Enter", "default"), ("ArrowRight", "default")):
        page.keyboard.press(key)
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)
        assert page.evaluate(FOCUSED)["ring"]


def test_terms_are_explained_to_keys_and_escape_takes_it_away(visit: Reader) -> None:
    page = visit(OTHER_QUESTION)
    meaning = page.locator("article abbr").first.get_attribute("title") or ""
    tab_to(page, "abbr")
    tooltip = page.locator(".md-tooltip2--active")
    expect(tooltip).to_have_text(meaning)
    page.keyboard.press("Escape")
    expect(tooltip).to_be_hidden()
    assert page.evaluate("document.activeElement.tagName") == "ABBR"


def test_footnotes_are_previewed_and_never_tabbed_into(visit: Reader) -> None:
    page = visit(OTHER_QUESTION)
    page.locator("article .footnote-ref").first.focus()
    preview = page.locator(".md-tooltip2--active")
    expect(preview.locator("a[rel=external]").first).to_be_visible()
    expect(preview.locator(".footnote-backref").first).to_be_hidden()
    links = preview.locator("a").evaluate_all("links => links.map((link) => link.tabIndex)")
    assert set(links) == {-1}


def test_buttons_keep_their_names_while_a_tooltip_shows_them(visit: Reader) -> None:
    page = visit(QUESTION)
    for selector, name in ((".md-content__button", "编辑此页"), (".md-code__button", "复制")):
        button = page.locator(f"article {selector}").first
        button.focus()
        expect(page.locator(".md-tooltip2--active")).to_have_text(name)
        expect(button).to_have_accessible_name(name)
        button.blur()


@pytest.mark.parametrize(
    ("url", "selector"),
    [(QUESTION, ".math-display"), (QUESTION, "pre > code"), (QUESTION, ".kb-scroll"), (DIAGRAM, ".diagram-scroll")],
)
def test_what_is_wide_scrolls_by_keys(url: str, selector: str, visit: Reader) -> None:
    page = visit(url, width=320)
    wide = page.locator(f"article {selector}").element_handles()
    element = next(
        element for element in wide if element.evaluate("e => e.scrollWidth > e.clientWidth && e.checkVisibility()")
    )
    element.evaluate("element => element.setAttribute('data-wide', '')")
    tab_to(page, "[data-wide]")
    page.keyboard.press("ArrowRight")
    page.wait_for_function(SCROLLED, arg=element)


def test_copying_is_said_aloud(visit: Reader) -> None:
    page = visit(QUESTION, permissions=["clipboard-read", "clipboard-write"])
    tab_to(page, ".md-code__button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="已复制")).to_be_visible()

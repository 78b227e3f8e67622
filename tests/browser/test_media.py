"""Paper, high contrast, no motion, and a desktop at 400 %: nothing is lost."""

import pytest
from playwright.sync_api import expect

from tests.browser.addresses import DIAGRAM, HOME, NOTEBOOK, QUESTION
from tests.browser.conftest import Reader
from tests.browser.test_figures import labels
from tests.browser.test_keyboard import contrast

pytestmark = pytest.mark.browser
# A4 less its margins, in CSS pixels.
PAPER = 718
AFTER = "links => links.map(link => [link.href, getComputedStyle(link, '::after').content])"
CUT_OFF = """
boxes => boxes
  .filter((box) => !box.closest(".katex-mathml"))
  .filter(box => box.checkVisibility() && getComputedStyle(box).overflowX !== "visible" && box.scrollWidth > box.clientWidth)
  .map(box => box.outerHTML.slice(0, 100))
"""
BEYOND = """
parts => parts.filter(part => part.checkVisibility() && part.getBoundingClientRect().right > innerWidth).map(part => part.outerHTML.slice(0, 100))
"""
MOVING = """
() => [...document.querySelectorAll("*")].flatMap(element => ["", "::before", "::after"].map(part => [element, part]))
  .filter(([element, part]) => {
    const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element, part || null);
    return parseFloat(transitionDuration) > 0 || animationName !== "none" || scrollBehavior === "smooth";
  })
  .map(([element, part]) => element.outerHTML.slice(0, 60) + part)
"""
# Drawn as a mask over a background, which high contrast would paint over.
ICONS = {
    "details.question > summary": "::before",
    ".md-path__item:nth-child(2)": "::before",
    ".md-code__button": "::after",
    ".kb-level": "::before",
}


def test_paper_says_where_external_links_lead(visit: Reader) -> None:
    page = visit(QUESTION)
    page.emulate_media(media="print")
    for place in ("#参考资料 + ul", ".footnote"):
        external = page.locator(f"{place} a[rel=external]").evaluate_all(AFTER)
        assert len(external) > 5
        assert [href for href, shown in external if href not in shown] == []
    inner = page.locator("article a:not([rel=external])").evaluate_all(AFTER)
    assert {shown for _, shown in inner} <= {"none", "normal"}


def test_paper_shows_folded_answers_without_scripts(visit: Reader) -> None:
    page = visit(QUESTION, java_script_enabled=False)
    expect(page.locator("details.question p").last).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator("details.question p").last).to_be_visible()


@pytest.mark.parametrize("url", [QUESTION, DIAGRAM, NOTEBOOK])
def test_paper_cuts_nothing_off(url: str, visit: Reader) -> None:
    page = visit(url, width=PAPER)
    page.emulate_media(media="print")
    assert page.locator("article *").evaluate_all(CUT_OFF) == []
    assert page.locator("article :is(svg, img, pre, .math-display)").evaluate_all(BEYOND) == []
    expect(page.locator(".md-path")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_high_contrast_shows_figures_icons_and_marks(scheme: str, visit: Reader) -> None:
    page = visit(f"{QUESTION}?h=激活", scheme=scheme, forced_colors="active")
    assert len(labels(page)) > 10
    assert [label for label in labels(page) if label["contrast"] < 4.5] == []
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    for selector, part in ICONS.items():
        icon = page.locator(f"article {selector}, {selector}").first
        colour = icon.evaluate(f"element => getComputedStyle(element, '{part}').backgroundColor")
        assert contrast(colour, background) > 3, selector
    colours = page.locator("article mark[data-search]").first.evaluate(
        "mark => [getComputedStyle(mark).color, getComputedStyle(mark).backgroundColor]"
    )
    assert contrast(*colours) > 4.5
    assert contrast(colours[1], background) > 1.05


def test_nothing_moves_for_readers_who_ask_for_rest(visit: Reader) -> None:
    page = visit(QUESTION, width=360, reduced_motion="reduce")
    page.locator("label.md-header__button[for=__drawer]").click()
    expect(page.locator(".md-sidebar--primary")).to_be_in_viewport()
    assert page.evaluate(MOVING) == []


def test_search_works_at_400_percent(visit: Reader) -> None:
    page = visit(HOME, width=320)
    page.set_viewport_size({"width": 320, "height": 256})
    page.keyboard.press("/")
    page.keyboard.insert_text("激活函数")
    result = page.locator(".kb-search__result a").first
    expect(result.locator(".kb-search__passage")).not_to_be_empty()
    page.keyboard.press("ArrowDown")
    expect(result).to_be_focused()
    expect(result).to_be_in_viewport(ratio=0.4)
    page.keyboard.press("Escape")
    expect(result).to_be_hidden()


def test_only_the_palette_and_the_last_queries_are_stored(visit: Reader) -> None:
    page = visit(HOME)
    page.locator("form[data-md-component=palette] label:not([hidden])").click()
    page.keyboard.press("/")
    page.keyboard.insert_text("激活函数")
    expect(page.locator(".kb-search__passage").first).not_to_be_empty()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{QUESTION}**")
    page.locator("article details summary").first.click()
    page.goto(visit.site.url + NOTEBOOK)
    assert page.context.cookies() == []
    assert sorted(page.evaluate("Object.keys(localStorage)")) == ["/kb/.__palette", "kb-recent-queries"]
    assert page.evaluate("Object.keys(sessionStorage)") == []
    assert page.evaluate("indexedDB.databases().then(databases => databases.length)") == 0
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(workers => workers.length)") == 0

"""The Content-Security-Policy lets the site work, under instant navigation and from files, and stops the rest."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kb.policy import set_policy
from tests.browser.addresses import BOARD, HOME, NOTEBOOK, QUESTION
from tests.browser.conftest import Reader
from tests.browser.test_palette import BUTTON
from tests.serving import Site

pytestmark = pytest.mark.browser
META = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
LISTEN = """
window.broken = [];
document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
  window.broken.push(`${violatedDirective} ${blockedURI}`));
"""


def follow(page: Page, url: str) -> None:
    """Click the first link of the article that leads to an address, and wait for the page."""
    page.locator(f"article a[href$='{url}']").first.click()
    page.wait_for_url(f"**/{url}")
    expect(page.locator("link[rel=canonical]")).to_have_attribute("href", page.url)


def use(page: Page) -> None:
    """Switch the palette and search."""
    page.locator(BUTTON).click()
    page.keyboard.press("/")
    page.keyboard.insert_text("激活函数")
    expect(page.locator("[data-search-results][aria-busy=false]")).to_have_attribute("data-query", "激活函数")
    expect(page.locator(".kb-search__passage").first).not_to_be_empty()


def test_all_pages_have_the_same(site: Site) -> None:
    pages = sorted(site.folder.rglob("*.html"))
    assert len({tuple(META.findall(page.read_text("utf-8"))) for page in pages}) == 1


def test_nothing_is_blocked_from_page_to_page(visit: Reader) -> None:
    page = visit(HOME, permissions=["clipboard-read", "clipboard-write"])
    page.evaluate(LISTEN)
    policies = page.locator("meta[http-equiv=Content-Security-Policy]")
    follow(page, "general/")
    follow(page, BOARD)
    follow(page, QUESTION)
    page.locator("article .md-code__button").first.click()
    page.locator("article a.footnote-ref").first.hover()
    expect(page.locator(".md-tooltip2--active[role=dialog]")).to_be_visible()
    follow(page, NOTEBOOK)
    use(page)
    page.locator("[data-search-results] a[href]").first.click()
    page.wait_for_url(f"**/{QUESTION}**")
    expect(page.locator("article mark[data-search]").first).to_be_visible()
    expect(policies).to_have_count(1)
    assert page.evaluate("window.broken") == []


def test_nothing_is_blocked_on_the_error_page(visit: Reader) -> None:
    use(visit("404.html"))


@pytest.mark.parametrize("from_files", [False, True])
def test_nothing_is_blocked_from_the_file_system(
    from_files: bool, browser: Browser, site: Site, tmp_path: Path
) -> None:
    folder = shutil.copytree(site.folder, tmp_path / "copy")
    file = folder / QUESTION / "index.html"
    file.write_text(set_policy(file.read_text("utf-8"), from_files=from_files), "utf-8")
    reader = Reader(browser, Site(folder, f"{folder.as_uri()}/"))
    page = reader(f"{QUESTION}index.html")
    use(page)
    loaded = page.evaluate("[...document.fonts].filter(font => font.status === 'loaded').map(font => font.family)")
    page.context.close()
    assert "KaTeX_Main" in loaded
    assert reader.errors == reader.foreign == []


@pytest.mark.parametrize(
    ("attack", "blocked"),
    [
        (
            "document.body.append(Object.assign(document.createElement('script'), { text: 'hacked = 1' }))",
            "script-src-elem",
        ),
        ("document.body.setAttribute('onclick', 'hacked = 1'), document.body.click()", "script-src-attr"),
        ("setTimeout('hacked = 1')", "script-src"),
        ("document.head.append(Object.assign(document.createElement('script'), { src: FOREIGN }))", "script-src-elem"),
        (
            "document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: FOREIGN }))",
            "style-src-elem",
        ),
        ("new Image().src = FOREIGN", "img-src"),
        ("fetch(FOREIGN).catch(() => {})", "connect-src"),
        ("document.body.append(Object.assign(document.createElement('iframe'), { src: FOREIGN }))", "frame-src"),
        ("document.head.append(Object.assign(document.createElement('base'), { href: FOREIGN }))", "base-uri"),
        (
            "document.body.appendChild(Object.assign(document.createElement('form'), { action: FOREIGN })).submit()",
            "form-action",
        ),
    ],
)
def test_what_a_stranger_puts_into_a_page_is_blocked(attack: str, blocked: str, visit: Reader) -> None:
    page = visit(HOME)
    page.evaluate(LISTEN)
    page.evaluate(f"() => {{ {attack.replace('FOREIGN', repr('https://example.com/'))} }}")
    page.wait_for_function("() => window.broken.length")
    assert [broken.split()[0] for broken in page.evaluate("window.broken")] == [blocked]
    assert page.evaluate("window.hacked") is None
    # A request that was stopped is recorded as well, and told to developers; nothing else was wrong.
    assert [error for error in visit.errors if "Content Security Policy" not in error] == []
    visit.errors.clear()
    visit.foreign.clear()

"""The offline archive, unzipped and opened from the file system."""

import datetime
import re
import zipfile
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html
from playwright.sync_api import Browser, expect

from kb.offline import NAME, write_archive
from tests.browser.addresses import BOARD, NOTEBOOK, QUESTION
from tests.browser.conftest import Reader, reading
from tests.browser.test_palette import BUTTON, brightness
from tests.browser.test_reading import count_visible
from tests.browser.test_search import box, results, search
from tests.serving import Site

pytestmark = pytest.mark.browser
INDEX = "index.html"


@pytest.fixture(scope="module", params=["plain", "下载 的 # 100% 文件"])
def archive(request: pytest.FixtureRequest, site: Site, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The archive of the built site, unzipped into folders of different names."""
    folder = tmp_path_factory.mktemp("offline") / request.param
    path = folder.with_name(f"{NAME}.zip")
    write_archive(site.folder, path, datetime.date(2026, 1, 31))
    with zipfile.ZipFile(path) as opened:
        opened.extractall(folder)
    return Site(folder / NAME, f"{(folder / NAME).as_uri()}/")


@pytest.fixture
def visit(browser: Browser, archive: Site) -> Iterator[Reader]:
    with reading(browser, archive) as reader:
        yield reader


def test_every_link_names_a_file(archive: Site) -> None:
    links = 0
    for page in archive.folder.rglob("*.html"):
        for element, _, address, _ in html.parse(str(page)).getroot().iterlinks():
            parts = urlsplit(address.partition("url=")[2] if element.tag == "meta" else address)
            if parts.path and not parts.scheme:
                links += 1
                assert (page.parent / unquote(parts.path)).is_file(), f"{page}: {address}"
    assert links > 1000


def test_home_leads_to_board_question_and_notebook(visit: Reader) -> None:
    page = visit(INDEX)
    page.evaluate("window.stillHere = true")
    page.locator(f"article a[href$='{BOARD}{INDEX}']").click()
    page.locator(f"article a[href$='gelu/{INDEX}']").first.click()
    expect(page.locator("h1")).to_have_text("什么是 GELU 激活函数？")
    expect(page).to_have_url(visit.site.url + QUESTION + INDEX)
    assert page.evaluate("window.stillHere === undefined"), "instant navigation fetches, which files cannot do"
    assert count_visible(page, "figure svg.plot") == page.locator("figure svg.plot").count() > 0
    assert count_visible(page, ".katex-html") > 5
    fonts = page.evaluate("document.fonts.ready.then(fonts => [...fonts].map(font => [font.family, font.status]))")
    assert "loaded" in (states := {status for family, status in fonts if "KaTeX" in family})
    assert "error" not in states
    page.get_by_role("link", name="Notebook 已执行").click()
    expect(page).to_have_url(visit.site.url + NOTEBOOK + INDEX)
    assert count_visible(page, "figure svg.plot") > 0
    page.locator(".md-header .md-logo").click()
    expect(page).to_have_url(visit.site.url + INDEX)


def test_search_leads_to_the_section(visit: Reader) -> None:
    page = visit(INDEX)
    search(page, "激活函数")
    first = results(page).first
    expect(first).to_have_attribute("href", re.compile(rf"^{re.escape(visit.site.url + QUESTION + INDEX)}#."))
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.startswith(visit.site.url + QUESTION + INDEX))
    expect(box(page)).to_be_hidden()
    section = unquote(urlsplit(page.url).fragment)
    expect(page.locator(f"[id='{section}']")).to_be_in_viewport()
    expect(page.locator("article mark[data-search]").first).to_be_attached()


def test_palette_choice_holds_on_other_pages(visit: Reader) -> None:
    page = visit(INDEX, scheme="light")
    page.locator(BUTTON).click()
    page.locator(BUTTON).click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.goto(visit.site.url + QUESTION + INDEX)
    assert brightness(page) < 60

"""The site works wherever its files lie: at a root, below a path it was not built for, on a plain file server."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from lxml import html
from playwright.sync_api import Browser, expect

from scripts.browsing import serve_folder
from tests.browser.addresses import BOARD, HOME, NOTEBOOK, QUESTION
from tests.browser.conftest import Reader, reading
from tests.browser.test_reading import count_visible
from tests.browser.test_search import box, first_address, results, search
from tests.serving import SUB_PATH, Site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=["", "a/b/"], ids=["root", "sub-path"])
def elsewhere(request: pytest.FixtureRequest, site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The built site on a plain file server, at an address it does not know."""
    folder = site.folder
    if request.param:
        folder = tmp_path_factory.mktemp("server")
        (folder / "a").mkdir()
        (folder / request.param).symlink_to(site.folder)
    with serve_folder(folder) as root:
        yield Site(site.folder, root + request.param)


@pytest.fixture
def visit_elsewhere(browser: Browser, elsewhere: Site) -> Iterator[Reader]:
    with reading(browser, elsewhere) as reader:
        yield reader


def test_links_lead_on(visit_elsewhere: Reader) -> None:
    here = visit_elsewhere.site.url
    page = visit_elsewhere(HOME)
    page.locator(f"article a[href$='{BOARD}']").click()
    expect(page).to_have_url(here + BOARD)
    page.locator("article a[href$='gelu/']").first.click()
    expect(page).to_have_url(here + QUESTION)
    assert count_visible(page, "figure svg.plot") == page.locator("figure svg.plot").count() > 0
    assert count_visible(page, ".katex-html") > 5
    page.get_by_role("link", name="Notebook 已执行").click()
    expect(page).to_have_url(here + NOTEBOOK)
    page.locator(".md-header .md-logo").click()
    expect(page).to_have_url(here)


def test_search_leads_to_the_question(visit_elsewhere: Reader) -> None:
    page = visit_elsewhere(NOTEBOOK)
    search(page, "激活函数")
    results(page).first.click()
    page.wait_for_url(f"{visit_elsewhere.site.url}{QUESTION}?*")
    expect(box(page)).to_be_hidden()
    expect(page.locator("article mark[data-search]").first).to_be_attached()


def test_only_the_error_page_knows_where_the_site_lies(site: Site) -> None:
    own = urlsplit(site.url)
    rooted: dict[str, set[str]] = {}
    for path in site.folder.rglob("*.html"):
        for element, _, address, _ in html.parse(str(path)).getroot().iterlinks():
            parts = urlsplit(address)
            if element.get("rel") != "canonical" and parts.netloc in ("", own.netloc) and parts.path.startswith("/"):
                rooted.setdefault(path.name, set()).add(parts.path)
    assert set(rooted) == {"404.html"}
    assert all(address.startswith(f"/{SUB_PATH}/") for address in rooted["404.html"])


def test_the_error_page_works_at_any_depth(visit: Reader) -> None:
    page = visit("no/such/page/")
    assert len(visit.errors) == 1 and "404" in visit.errors.pop()
    expect(page.locator("h1")).to_have_text("没有这一页")
    search(page, "激活函数")
    assert first_address(page) == visit.site.url + QUESTION
    page.keyboard.press("Escape")
    page.locator("article").get_by_role("link", name="首页").click()
    expect(page).to_have_url(visit.site.url)

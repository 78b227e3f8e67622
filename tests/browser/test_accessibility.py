"""axe-core finds nothing serious: on one page of each kind in every dress, on all pages as a telephone shows them."""

import pytest

from scripts.axe import serious_faults
from tests.browser.addresses import BOARD, HOME, NOTEBOOK, QUESTION, QUESTIONS
from tests.browser.conftest import Reader

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("url", [HOME, QUESTION, BOARD, NOTEBOOK, QUESTIONS])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_serious(url: str, scheme: str, width: int, visit: Reader) -> None:
    page = visit(url, width=width, scheme=scheme, reduced_motion="reduce")
    assert serious_faults(page) == []


def test_axe_finds_nothing_serious_on_any_page(visit: Reader) -> None:
    page = visit(HOME, width=360, reduced_motion="reduce")
    faults = {}
    for url in addresses(visit):
        page.goto(visit.site.url + url)
        faults[url] = serious_faults(page)
    assert len(faults) > 50
    assert {url: found for url, found in faults.items() if found} == {}


def addresses(visit: Reader) -> list[str]:
    """All pages, by their addresses below the root, but for those that only lead on to another."""
    pages = {path: path.read_text("utf-8") for path in visit.site.folder.rglob("*.html")}
    names = (path.relative_to(visit.site.folder) for path, text in pages.items() if 'http-equiv="refresh"' not in text)
    return sorted(name.as_posix().removesuffix("index.html") for name in names)

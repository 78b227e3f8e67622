"""The sidebar lists a page's neighbours: no page grows with the number of pages in its section."""

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page

from hooks.sidebar import NEIGHBOURS, on_page_context, on_post_page


def section(count: int, config: MkDocsConfig) -> Section:
    """A section with a page of its own and `count` further pages."""
    names = ["a/index.md", *(f"a/{number:03d}.md" for number in range(count))]
    pages = [Page(name, File(name, "docs", "site", use_directory_urls=True), config) for name in names]
    made = Section("甲", list(pages))
    for page in pages:
        page.parent = made
    return made


@pytest.mark.parametrize("at", [0, 1, 50, 199, 200])
def test_a_long_section_is_shortened_around_the_page_and_whole_again(at: int) -> None:
    config = MkDocsConfig()
    config.load_dict({"site_name": "站"})
    config.validate()
    long = section(200, config)
    whole = list(long.children)
    page = whole[at]
    assert isinstance(page, Page)
    on_page_context({}, page, config, Navigation([long], [page]))
    index, *near, every = long.children
    assert index is whole[0]
    assert len(near) == NEIGHBOURS
    first = whole.index(near[0])
    assert near == whole[first : first + NEIGHBOURS]
    assert page in long.children
    assert isinstance(every, Link)
    assert (every.title, every.url) == ("全部 200 页", "a/")
    on_post_page("", page, config)
    assert long.children == whole


def test_a_short_section_is_left_whole() -> None:
    config = MkDocsConfig()
    config.load_dict({"site_name": "站"})
    config.validate()
    short = section(NEIGHBOURS, config)
    page = short.children[3]
    assert isinstance(page, Page)
    on_page_context({}, page, config, Navigation([short], [page]))
    assert len(short.children) == NEIGHBOURS + 1
    assert not any(isinstance(child, Link) for child in short.children)

"""Lists a page's neighbours in the sidebar when its section is long: a page must not grow with the number of pages."""

from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Link, Navigation
from mkdocs.structure.pages import Page

NEIGHBOURS = 25


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    """Shorten the page's section while its template is filled in."""
    section = page.parent
    if section and len(section.children) > NEIGHBOURS + 1:
        config.extra["whole_section"] = section.children
        section.children = shortened(section.children, page)


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> None:
    """Give the section back what was left out."""
    whole = config.extra.pop("whole_section", None)
    if whole and page.parent:
        page.parent.children = whole


def shortened(pages: list[StructureItem], page: Page) -> list[StructureItem]:
    """The section's own page, which lists all, those nearest to `page`, and a link to the list."""
    index, last = pages[0], len(pages) - NEIGHBOURS
    start = min(max(pages.index(page) - NEIGHBOURS // 2, 1), last)
    every = Link(f"全部 {len(pages) - 1} 页", index.url) if isinstance(index, Page) else None
    return [index, *pages[start : start + NEIGHBOURS], *([every] if every else [])]

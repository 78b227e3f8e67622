"""A real browser that reads the built site; nothing may leave the site's host, nor end up as an error."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, ViewportSize

from tests.serving import Site


@dataclass
class Reader:
    """Opens pages of the site, and keeps a record of what a reader must never meet.

    Attributes:
        browser: The browser.
        site: The site.
        foreign: Requests to other hosts.
        errors: What the console and the page's scripts complained about.
        pages: The pages opened so far.
    """

    browser: Browser
    site: Site
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)

    def __call__(self, url: str, width: int = 1280, scheme: Any = "light", **options: Any) -> Page:
        """Open the page at an address below the site's root, in a window and browser state of its own."""
        window = ViewportSize(width=width, height=900)
        page = self.browser.new_page(viewport=window, color_scheme=scheme, locale="zh-CN", **options)
        page.set_default_timeout(10_000)
        page.on("request", self._record)
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(self.site.url + url)
        self.pages.append(page)
        return page

    def _record(self, request: Request) -> None:
        if not request.url.startswith((self.site.url, "data:", "blob:")):
            self.foreign.append(request.url)


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Reader]:
    with reading(browser, site) as reader:
        yield reader


@contextmanager
def reading(browser: Browser, site: Site) -> Iterator[Reader]:
    """A reader of a site; fails at the end when anything left the site or became an error."""
    reader = Reader(browser, site)
    yield reader
    for page in reader.pages:
        page.context.close()
    assert reader.foreign == []
    assert reader.errors == []

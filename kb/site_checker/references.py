"""Every URL that a file of the site holds."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import chain
from typing import Any

from lxml import etree  # type: ignore[import-untyped, unused-ignore]

from kb.site_checker.documents import Document

URL_ATTRIBUTES = etree.XPath(
    "//@href[not(parent::base)] | //@src | //@poster | //object/@data | //svg//@*[name()='xlink:href']"
)
SOURCE_SETS = etree.XPath("//@srcset | //@imagesrcset")
CSS_TEXTS = etree.XPath("//style/text() | //@style[contains(., 'url(')] | //svg//@*[contains(., 'url(')]")
SCRIPTS = etree.XPath("//script[not(@src)]")
SHARED_ADDRESSES = etree.XPath(
    "//meta[@property='og:url' or @property='og:image' or @name='twitter:image']/@content", smart_strings=False
)

NAVIGATING_TAGS = frozenset({"a", "area"})
NAVIGATING_RELATIONS = frozenset({"alternate", "author", "help", "license", "me", "next", "prev", "search"})
EXECUTED_TYPES = frozenset({"", "module", "text/javascript", "importmap"})

CANDIDATE = re.compile(r"(\S*[^\s,])(?:\s+[\d.]+[wxh])*\s*(?:,|$)")
CSS_TOKEN = re.compile(
    r"/\*.*?\*/"
    r"|(?:url\(\s*|@import\s+)(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')"
    r"|url\(\s*(?P<bare>[^)\"'\s]+)",
    re.DOTALL | re.IGNORECASE,
)
# A string that begins with an absolute URL: what import, fetch and every loader function are given.
SCRIPT_URL = re.compile(r"[\"'`]((?:https?:)?//[\w-]+(?:\.[\w-]+)+[^\"'`\s]*)")
XML_NAMESPACES = "http://www.w3.org/"

MATERIAL_BUNDLE = "assets/javascripts/bundle.*.min.js"
MATERIAL_LAZY_URLS = (
    # Only in browsers without ResizeObserver, that is older than 2020.
    "https://unpkg.com/resize-observer-polyfill",
    # Only on pages with `pre.mermaid`, which TRIGGERS reports.
    "https://unpkg.com/mermaid@11/",
    # Only on pages with a `source` component, which TRIGGERS reports.
    "https://api.github.com/",
)
TRIGGERS = (
    (etree.XPath("//pre[contains(concat(' ', @class, ' '), ' mermaid ')]"), "https://unpkg.com/mermaid@11/"),
    (etree.XPath("//*[@data-md-component='source'][contains(@href, '//github.com/')]"), "https://api.github.com/"),
)


@dataclass(frozen=True)
class Reference:
    """A URL as written in a file.

    Attributes:
        url: Relative or absolute.
        own_host: Whether it must stay on the site's own host: the browser fetches it unasked, or it names the site.
        note: What causes the request, where the URL alone does not tell.
    """

    url: str
    own_host: bool = True
    note: str = ""


def document_references(document: Document) -> Iterator[Reference]:
    """All URLs of a page or SVG image, in its attributes, styles, metadata and inline scripts."""
    root = document.root
    for value in URL_ATTRIBUTES(root):
        yield Reference(str(value), not _only_navigates(value.getparent()))
    for value in SOURCE_SETS(root):
        yield from map(Reference, CANDIDATE.findall(value))
    yield from map(Reference, SHARED_ADDRESSES(root))
    yield from chain.from_iterable(map(css_references, CSS_TEXTS(root)))
    for script in SCRIPTS(root):
        if script.get("type", "").lower() in EXECUTED_TYPES:
            yield from script_references(document.path, script.text or "")
    if document.refresh_url is not None:
        yield Reference(document.refresh_url, own_host=False)
    for elements, url in TRIGGERS:
        for element in elements(root)[:1]:
            yield Reference(url, note=f"Material 见到这个 <{element.tag}> 就会请求它")


def _only_navigates(element: Any) -> bool:
    """Whether the browser follows this element's URL only when the reader asks for it."""
    if element.tag != "link":
        return element.tag in NAVIGATING_TAGS
    relations = set(element.get("rel", "").lower().split())
    return bool(relations) and relations <= NAVIGATING_RELATIONS


def css_references(text: str) -> Iterator[Reference]:
    """All `url()` and `@import` addresses of a style sheet or a style attribute."""
    for match in CSS_TOKEN.finditer(text):
        if match.lastgroup:
            yield Reference(match[match.lastgroup])


def script_references(path: str, text: str) -> Iterator[Reference]:
    """All absolute URLs that begin a string of a script, but namespaces and what Material's bundle may hold.

    Args:
        path: The script, relative to the site.
        text: Its source.
    """
    allowed = MATERIAL_LAZY_URLS if fnmatchcase(path, MATERIAL_BUNDLE) else ()
    for url in SCRIPT_URL.findall(text):
        if not url.startswith((XML_NAMESPACES, *allowed)):
            yield Reference(url)


def xml_references(source: bytes) -> Iterator[Reference]:
    """All links of a sitemap (own host only) or of an RSS or Atom feed.

    Raises:
        lxml.etree.XMLSyntaxError: The file is not well-formed.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for element in etree.fromstring(source, parser).iter("{*}*"):
        text, name = (element.text or "").strip(), etree.QName(element).localname
        is_permalink = name == "guid" and element.get("isPermaLink") != "false"
        if text and (is_permalink or name in ("loc", "link", "comments")):
            yield Reference(text, own_host=name == "loc")
        for attribute in ("href", "url", "src"):
            if value := element.get(attribute):
                yield Reference(value, own_host=False)


def search_index_references(source: bytes) -> Iterator[Reference]:
    """All page addresses of the search catalogue; they are relative to the home page.

    Raises:
        ValueError: The file is not a call with JSON arguments.
    """
    _, catalogue = json.loads(f"[{source.decode().strip().removeprefix('kbSearch(').removesuffix(')')}]")
    for url in catalogue["pages"]["url"]:
        yield Reference(url or "./")

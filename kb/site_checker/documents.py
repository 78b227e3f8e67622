"""The HTML and SVG files of a site, parsed once."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lxml import etree, html  # type: ignore[import-untyped, unused-ignore]

PARSER = html.HTMLParser(encoding="utf-8", huge_tree=True)
META_WITH_ACTION = etree.XPath("//meta[@http-equiv]")
# Plain strings: a smart one keeps its whole page in memory.
ANCHORS = etree.XPath("//@id | //a/@name", smart_strings=False)
REFRESH_URL = re.compile(r"url\s*=\s*[\"']?([^\"']+)", re.IGNORECASE)


@dataclass(frozen=True)
class Document:
    """A parsed HTML page or SVG image.

    Attributes:
        path: The file, relative to the site, with `/` separators.
        source: Its bytes.
        root: Its root element. SVG is parsed as HTML too: names are lower-case and carry no namespace.
    """

    path: str
    source: bytes
    root: Any

    @cached_property
    def anchors(self) -> frozenset[str]:
        """Everything a fragment can point at."""
        return frozenset(ANCHORS(self.root))

    @cached_property
    def refresh_url(self) -> str | None:
        """Where a `<meta http-equiv="refresh">` leads, if there is one."""
        for meta in META_WITH_ACTION(self.root):
            match = REFRESH_URL.search(meta.get("content", ""))
            if meta.get("http-equiv").lower() == "refresh" and match:
                return match[1].strip()
        return None

    @property
    def is_content(self) -> bool:
        """Whether readers find and read it: neither the error page nor a redirect."""
        return self.path != "404.html" and self.refresh_url is None


def parse(path: str, source: bytes) -> Document:
    """Parse a page or an SVG image, as forgiving as a browser; an empty file becomes an empty page."""
    try:
        root = html.document_fromstring(source, parser=PARSER)
    except etree.ParserError:
        root = html.Element("html")
    return Document(path, source, root)

"""The sections of a page, as the search engine sees them: plain text under each heading."""

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree  # type: ignore[import-untyped, unused-ignore]

HEADINGS = {"h1", "h2", "h3"}
# Marks of the page, not its text: footnotes repeat the references, the other names are indexed by themselves.
SKIPPED_CLASSES = {"headerlink", "footnote", "footnote-ref", "kb-aliases", "kb-run"}
SKIPPED_TAGS = {"script", "style", "svg"}
INLINE = {"a", "abbr", "b", "code", "em", "i", "kbd", "mark", "small", "span", "strong", "sub", "sup"}
SPACE = re.compile(r"\s+")


@dataclass
class Section:
    """A heading and what stands below it, up to the next heading.

    Attributes:
        anchor: The heading's id; empty for what comes before the first heading.
        heading: Its text.
        text: The text below it.
        questions: Titles of the folded blocks in it.
    """

    anchor: str
    heading: str
    text: str = ""
    questions: list[str] = field(default_factory=list)


def sections(content: str) -> list[Section]:
    """Cut the HTML of a page's content at its headings; empty sections are left out."""
    # Plain elements: lxml.html's own take twice as long.
    root = etree.fromstring(f"<div>{content}</div>", etree.HTMLParser())
    found = [Section("", "")]
    _collect(root, found)
    for section in found:
        section.text = SPACE.sub(" ", section.text).strip()
    return [section for section in found if section.text or section.heading]


def _collect(element: Any, found: list[Section]) -> None:
    for child in element:
        if isinstance(child.tag, str) and not _is_skipped(child):
            _collect_element(child, found)
        if child.tail:
            found[-1].text += child.tail


def _collect_element(child: Any, found: list[Section]) -> None:
    if child.tag in HEADINGS:
        found.append(Section(child.get("id", ""), _plain(child)))
        return
    if child.tag == "summary":
        found[-1].questions.append(_plain(child))
    gap = "" if child.tag in INLINE else " "
    found[-1].text += gap + (child.text or "")
    _collect(child, found)
    found[-1].text += gap


def _is_skipped(element: Any) -> bool:
    classes = element.get("class")
    return element.tag in SKIPPED_TAGS or bool(classes and not SKIPPED_CLASSES.isdisjoint(classes.split()))


def _plain(element: Any) -> str:
    bare = [Section("", "", text=element.text or "")]
    _collect(element, bare)
    return SPACE.sub(" ", "".join(section.text for section in bare)).strip()

"""The sections of a page, as the search engine sees them: plain text under each heading."""

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree  # type: ignore[import-untyped, unused-ignore]

HEADINGS = {"h1", "h2", "h3"}
# Marks of the page, not its text: footnotes repeat the references, the other names are indexed by themselves.
SKIPPED_CLASSES = {"headerlink", "footnote", "footnote-ref", "kb-aliases", "kb-run"}
SKIPPED_TAGS = ("script", "style", "svg")
INLINE = ("a", "abbr", "b", "code", "em", "i", "kbd", "mark", "small", "span", "strong", "sub", "sup")
SPACE = re.compile(r"\s+")
# Plain elements: lxml.html's own take twice as long.
PARSER = etree.HTMLParser(remove_comments=True, remove_pis=True)


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
    root = etree.fromstring(f"<div>{content}</div>", PARSER)
    _keep_blocks(root)
    found = [Section("", "")]
    _collect(root, found)
    for section in found:
        section.text = _plain(section.text)
    return [section for section in found if section.text or section.heading]


def _keep_blocks(root: Any) -> None:
    """Leave only text and what sets it apart: the rest is most of a page, and lxml itself drops it fastest."""
    for element in root.iter():
        if not SKIPPED_CLASSES.isdisjoint(element.get("class", "").split()):
            element.tag = SKIPPED_TAGS[0]
    etree.strip_elements(root, *SKIPPED_TAGS, with_tail=False)
    etree.strip_tags(root, *INLINE)


def _collect(element: Any, found: list[Section]) -> None:
    for child in element:
        if child.tag in HEADINGS:
            found.append(Section(child.get("id", ""), _text(child)))
        else:
            if child.tag == "summary":
                found[-1].questions.append(_text(child))
            found[-1].text += f" {child.text or ''}"
            _collect(child, found)
        found[-1].text += f" {child.tail or ''}"


def _text(element: Any) -> str:
    return _plain(" ".join(element.itertext()))


def _plain(text: str) -> str:
    return SPACE.sub(" ", text).strip()

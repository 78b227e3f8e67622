"""Rules on the structure of one page: ids, names of pictures, head and headings."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from lxml import etree  # type: ignore[import-untyped, unused-ignore]

from kb.site_checker.documents import Document
from kb.site_checker.faults import Fault, Rule

IDS = etree.XPath("//@id", smart_strings=False)
ID_REFERENCES = etree.XPath("//@aria-labelledby | //@aria-describedby | //@for")
PICTURES = etree.XPath("//img | //svg[@role='img'] | //figure")
CAPTIONS = etree.XPath("string(./title | ./figcaption | .//caption)")
INNER_PICTURES = etree.XPath(".//img | .//svg[@role='img']")
IN_CONTENT = etree.XPath("boolean(ancestor::article)")
HEADINGS = etree.XPath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")
DESCRIPTION = etree.XPath("string(/html/head/meta[@name='description']/@content)")
POLICIES = etree.XPath("count(/html/head/meta[@http-equiv='Content-Security-Policy'])")
NBCONVERT_ALT = "No description has been provided"


def title_of(document: Document) -> str:
    """The text of `<title>`, with single spaces; empty if there is none."""
    return " ".join((document.root.findtext("head/title") or "").split())


def id_faults(document: Document) -> Iterator[Fault]:
    """Empty and repeated ids, and attributes that name an id which is not there."""
    ids = Counter(IDS(document.root))
    for name, count in ids.items():
        if not name.strip():
            yield Fault(document.path, Rule.EMPTY_ID, f"{count} 处")
        elif count > 1:
            yield Fault(document.path, Rule.DUPLICATE_ID, f"{name} 出现 {count} 次")
    for value in ID_REFERENCES(document.root):
        for name in value.split() or [""]:
            if name not in ids:
                tag = value.getparent().tag
                yield Fault(document.path, Rule.DANGLING_REFERENCE, f'<{tag} {value.attrname}="{value}">')


def picture_faults(document: Document) -> Iterator[Fault]:
    """Images, drawings and figures without a text that stands for them, or with nbconvert's default."""
    for element in PICTURES(document.root):
        if NBCONVERT_ALT in _name_of(element):
            yield Fault(document.path, Rule.DEFAULT_ALT, _show(element))
        elif not _is_named(element):
            yield Fault(document.path, Rule.MISSING_ALT, _show(element))


def _name_of(element: Any) -> str:
    """The text a screen reader says for a picture; a reference to other elements is as good as one."""
    given = (element.get(name, "") for name in ("alt", "aria-label", "aria-labelledby"))
    return next((text for text in given if text.strip()), "") or str(CAPTIONS(element)).strip()


def _is_named(element: Any) -> bool:
    if _name_of(element):
        return True
    if element.tag == "figure":
        return any(map(_name_of, INNER_PICTURES(element)))
    hidden = element.get("aria-hidden") == "true" or element.get("role") in ("presentation", "none")
    decorates_theme = element.get("alt") == "" and not IN_CONTENT(element)
    return hidden or decorates_theme


def _show(element: Any) -> str:
    """A picture as an author finds it again."""
    for name in ("src", "id", "class"):
        if value := element.get(name):
            return f'<{element.tag} {name}="{value[:80]}">'
    return f"<{element.tag}>（第 {element.sourceline} 行）"


def head_faults(document: Document) -> Iterator[Fault]:
    """A page without language or title; a content page without description."""
    if not document.root.get("lang", "").strip():
        yield Fault(document.path, Rule.MISSING_LANG, "<html>")
    if not title_of(document):
        yield Fault(document.path, Rule.MISSING_TITLE, "<head>")
    if document.is_content and not DESCRIPTION(document.root).strip():
        yield Fault(document.path, Rule.MISSING_DESCRIPTION, "<head>")


def policy_faults(document: Document) -> Iterator[Fault]:
    """A page, be it the error page or a redirect, without a Content-Security-Policy or with more than one."""
    if POLICIES(document.root) != 1:
        yield Fault(document.path, Rule.POLICY_COUNT, "<head>")


def heading_faults(document: Document) -> Iterator[Fault]:
    """On a content page: not exactly one h1, and headings more than one level below the one before."""
    if not document.is_content:
        return
    headings = HEADINGS(document.root)
    h1_count = sum(heading.tag == "h1" for heading in headings)
    if h1_count != 1:
        yield Fault(document.path, Rule.H1_COUNT, f"有 {h1_count} 个")
    levels = [0, *(int(heading.tag[1]) for heading in headings)]
    for (before, level), heading in zip(pairwise(levels), headings, strict=True):
        if level > before + 1:
            text = " ".join(heading.text_content().split())[:40].rstrip("¶")
            yield Fault(document.path, Rule.HEADING_SKIP, f"h{before or '0'} 之后是 h{level}「{text}」")

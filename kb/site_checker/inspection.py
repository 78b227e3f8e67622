"""Reads every file of a site once, then checks what the files say about each other."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from lxml import etree  # type: ignore[import-untyped, unused-ignore]

from kb.errors import ContentError
from kb.site_checker import leftovers, markup, references
from kb.site_checker.documents import Document, parse
from kb.site_checker.faults import Fault, Rule
from kb.site_checker.links import Addresses, Outside, Target, target_faults
from kb.site_checker.references import Reference

PAGE_RULES: tuple[Callable[[Document], Iterator[Fault]], ...] = (
    markup.id_faults,
    markup.picture_faults,
    markup.head_faults,
    markup.policy_faults,
    markup.heading_faults,
    leftovers.prose_faults,
    leftovers.jupyter_faults,
    leftovers.weight_faults,
)


@dataclass(frozen=True)
class Report:
    """What an inspection found.

    Attributes:
        faults: Sorted by file, rule and detail, without repetition.
        pages: HTML pages read.
        links: References to places on the site that were followed.
        anchors: Those of them that name a fragment.
    """

    faults: list[Fault]
    pages: int
    links: int
    anchors: int

    def __str__(self) -> str:
        verdict = f"{len(self.faults)} 处错误" if self.faults else "没有错误"
        return f"检查了 {self.pages} 个页面、{self.links} 个站内链接、{self.anchors} 个锚点：{verdict}"


@dataclass(frozen=True)
class Reading:
    """What is kept of a file once it is read.

    Attributes:
        references: The URLs it holds.
        faults: What is wrong with it alone.
        anchors: What a fragment can point at; None for files without fragments.
        title: The title of a content page.
    """

    references: Iterable[Reference] = ()
    faults: list[Fault] = field(default_factory=list)
    anchors: frozenset[str] | None = None
    title: str = ""


def inspect_site(site: Path, *, base_url: str) -> Report:
    """Check a built site.

    Args:
        site: Its folder.
        base_url: Where the folder is published; may be a sub-path.

    Raises:
        ContentError: The folder holds no page, or the base URL is not absolute.
    """
    addresses = Addresses(base_url)
    if addresses.base.scheme not in ("http", "https") or not addresses.base.netloc:
        raise ContentError(site, f"base_url {base_url} 不是完整的网址", "写成 https://example.org/kb/ 的样子")
    files = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    pages = sum(file.endswith(".html") for file in files)
    if not pages:
        raise ContentError(site, "目录里没有网页", "先运行 make build")
    readings = {file: read_file(site, file) for file in files}
    targets, faults = _follow(readings, addresses)
    faults |= {fault for reading in readings.values() for fault in reading.faults}
    faults |= set(_duplicate_titles(readings))
    ordered = sorted(faults, key=lambda fault: (fault.page, fault.rule.name, fault.detail))
    return Report(ordered, pages, len(targets), sum(bool(target.fragment) for target in targets))


def read_file(site: Path, file: str) -> Reading:
    """Read one file of a site; a kind that holds no URLs is not opened."""
    path = PurePosixPath(file)
    if SEARCH_DATA.match(file):
        return Reading()
    reader = NAMED_READERS.get(path.name) or READERS.get(path.suffix)
    if reader is None:
        return Reading()
    try:
        return reader(file, (site / file).read_bytes())
    except (etree.XMLSyntaxError, ValueError) as error:
        return Reading(faults=[Fault(file, Rule.BROKEN_FILE, str(error))])


def _read_page(file: str, source: bytes) -> Reading:
    document = parse(file, source)
    faults = [fault for rule in PAGE_RULES for fault in rule(document)]
    title = markup.title_of(document) if document.is_content else ""
    return Reading(_distinct(references.document_references(document)), faults, document.anchors, title)


def _read_svg(file: str, source: bytes) -> Reading:
    document = parse(file, source)
    found = _distinct(references.document_references(document))
    return Reading(found, list(markup.id_faults(document)), document.anchors)


def _read_css(file: str, source: bytes) -> Reading:
    text = source.decode()
    return Reading(_distinct(references.css_references(text)), list(leftovers.stylesheet_faults(file, text)))


def _read_script(file: str, source: bytes) -> Reading:
    return Reading(_distinct(references.script_references(file, source.decode())))


def _read_xml(_file: str, source: bytes) -> Reading:
    return Reading(_distinct(references.xml_references(source)))


def _read_search_index(_file: str, source: bytes) -> Reading:
    # Its locations are relative to the home page, not to the index itself.
    return Reading([*references.search_index_references(source)])


READERS = {
    ".html": _read_page,
    ".svg": _read_svg,
    ".css": _read_css,
    ".js": _read_script,
    ".mjs": _read_script,
    ".xml": _read_xml,
}
# Scripts only in form: they hold the pages' text, in which any address may stand.
SEARCH_DATA = re.compile(r"search/[0-9a-f]{12}/")
NAMED_READERS = {"catalogue.js": _read_search_index}


def _distinct(found: Iterable[Reference]) -> list[Reference]:
    return list(dict.fromkeys(found))


def _follow(readings: dict[str, Reading], addresses: Addresses) -> tuple[list[Target], set[Fault]]:
    """Follow every reference: the places on the site they lead to, and what is wrong with them."""
    anchors = {file: reading.anchors for file, reading in readings.items()}
    targets: list[Target] = []
    faults: set[Fault] = set()
    for file, reading in readings.items():
        seen_in = "index.html" if PurePosixPath(file).name in NAMED_READERS else file
        for reference in reading.references:
            target = addresses.resolve(reference.url, seen_in=seen_in)
            if isinstance(target, Target):
                targets.append(target)
                faults.update(target_faults(file, reference, target, anchors))
            elif target is Outside.OTHER_HOST and reference.own_host:
                note = f"（{reference.note}）" if reference.note else ""
                faults.add(Fault(file, Rule.THIRD_PARTY, reference.url + note))
    return targets, faults


def _duplicate_titles(readings: dict[str, Reading]) -> Iterator[Fault]:
    """Every content page whose title an earlier page has."""
    pages: defaultdict[str, list[str]] = defaultdict(list)
    for file, reading in readings.items():
        if reading.title:
            pages[reading.title].append(file)
    for title, (first, *others) in pages.items():
        for other in others:
            yield Fault(other, Rule.DUPLICATE_TITLE, f"「{title}」与 {first} 相同")

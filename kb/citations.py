"""Sources from `references.bib` and the citations `[@key, place]` in pages."""

import difflib
import re
from dataclasses import dataclass, field
from pathlib import Path

from pybtex.database import Entry, parse_string
from pybtex.exceptions import PybtexError

from kb.errors import ContentError
from kb.text import read_text, replace_outside_code

CITATION = re.compile(r"\[@(?P<key>[^\],\s]+)(?:,\s*(?P<place>[^\]]+))?\]")
# A footnote's mark stands against the word before it, whatever space the source has.
SPACED_CITATION = re.compile(" ?" + CITATION.pattern)
NEIGHBOURS = re.compile(r"(\[\^cite-\d+\])(?=\[\^cite-)")
# The footnotes extension puts the notes where its place marker stands.
NOTES_HEADING = '<p class="kb-sources">引文出处</p>\n\n///Footnotes Go Here///'


@dataclass(frozen=True)
class Source:
    """One entry of the bibliography, ready to be shown."""

    key: str
    title: str
    people: str
    year: str
    url: str
    detail: str

    def markdown(self, place: str | None = None) -> str:
        """The source as one line of Markdown, with the place cited."""
        lead = f"{self.people}，" if self.people else ""
        tail = "，".join(part for part in (self.detail, self.year, place) if part)
        return f"{lead}[{self.title}]({self.url})，{tail}"


def load_sources(path: Path) -> dict[str, Source]:
    """Read the bibliography.

    Raises:
        ContentError: The file is malformed, a key stands twice, or an entry lacks title, year or address.
    """
    try:
        entries = parse_string(read_text(path), "bibtex").entries
    except PybtexError as error:
        raise ContentError(path, f"BibTeX 写错了（{error}）", "改正这一条的括号、逗号或重复的键") from error
    return {key: _source(path, key, entry) for key, entry in entries.items()}


def _source(path: Path, key: str, entry: Entry) -> Source:
    fields = entry.fields
    eprint = fields.get("eprint")
    url = fields.get("url") or (f"https://arxiv.org/abs/{eprint}" if eprint else "")
    for name, value in (("title", fields.get("title")), ("year", fields.get("year")), ("url 或 eprint", url)):
        if not value:
            raise ContentError(path, f"来源 {key} 缺少 {name}", "补上这一项", field=key)
    details = [f"arXiv:{eprint}" if eprint else "", fields.get("version", ""), fields.get("note", "")]
    detail = "，".join(_plain(part) for part in details if part)
    return Source(key, _plain(fields["title"]), _people(entry), fields["year"], url, detail)


def _people(entry: Entry) -> str:
    persons = entry.persons.get("author", [])
    names = [_plain(" ".join(person.last_names) or str(person)) for person in persons]
    if not names:
        return _plain(entry.fields.get("organization", ""))
    shown = [name for name in names if name != "others"][:2]
    return "、".join(shown) + (" 等" if len(names) > len(shown) else "")


def _plain(text: str) -> str:
    return re.sub(r"[{}]", "", text).replace("\\&", "&").replace("\\_", "_").strip()


@dataclass
class Citations:
    """The citations of one page, in order of first use; equal ones share a footnote.

    Attributes:
        path: The page, for error messages.
        sources: The bibliography.
    """

    path: Path
    sources: dict[str, Source]
    notes: dict[tuple[str, str | None], str] = field(default_factory=dict)

    def footnote(self, match: re.Match[str], line: int) -> str:
        """Turn a citation into a footnote reference.

        Raises:
            ContentError: The key is not in the bibliography.
        """
        source, place = self._resolve(match, line)
        label = self.notes.setdefault((source.key, place), f"cite-{len(self.notes) + 1}")
        return f"[^{label}]"

    def full(self, match: re.Match[str], line: int) -> str:
        """Turn a citation into the whole reference, as the list of sources shows it."""
        source, place = self._resolve(match, line)
        return source.markdown(place)

    def definitions(self) -> str:
        """The footnotes of all citations used, as Markdown."""
        return "\n\n".join(
            f"[^{label}]: {self.sources[key].markdown(place)}" for (key, place), label in self.notes.items()
        )

    def _resolve(self, match: re.Match[str], line: int) -> tuple[Source, str | None]:
        key, place = match["key"], match["place"]
        if key not in self.sources:
            close = difflib.get_close_matches(key, self.sources, n=1)
            hint = f"改成 {close[0]}，或" if close else ""
            raise ContentError(
                self.path, f"references.bib 里没有 {key}", f"{hint}把这个来源加进 references.bib", line=line
            )
        return self.sources[key], place.strip() if place else None


def render_citations(body: str, citations: Citations, offset: int = 0) -> str:
    """Render every citation of a page: footnotes in the text, whole references under 参考资料.

    Args:
        body: The page's Markdown.
        citations: Collects what is cited; holds the bibliography.
        offset: Lines before the body, for error messages.

    Raises:
        ContentError: A key is not in the bibliography.
    """
    head, marker, tail = body.partition("\n## 参考资料\n")
    above = offset + head.count("\n") + marker.count("\n")
    head = replace_outside_code(head, SPACED_CITATION, lambda match, line: citations.footnote(match, line + offset))
    head = NEIGHBOURS.sub(r"\1<sup>·</sup>", head)
    tail = replace_outside_code(tail, CITATION, lambda match, line: citations.full(match, line + above))
    if not citations.notes:
        return head + marker + tail
    return "\n\n".join((head + marker + tail, NOTES_HEADING, citations.definitions()))

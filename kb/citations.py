"""Sources from `references.bib` and the citations `[@key, place]` in pages."""

import difflib
import html
import re
from collections.abc import Callable
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
CODE = re.compile("`([^`]+)`")
NOTES_HEADING = '<p class="kb-sources">引文出处</p>'
# A citation is one character of private use while Python-Markdown works: to Markdown that is plain text. The
# footnotes extension would take more time than all the rest of a page.
FIRST_MARK = 0xE000
MARKS = re.compile("[\ue000-\uf8ff]+")


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

    def html(self, place: str | None = None) -> str:
        """The same as HTML."""
        lead = f"{self.people}，" if self.people else ""
        tail = "，".join(part for part in (self.detail, self.year, place) if part)
        return f'{_escape(lead)}<a href="{html.escape(self.url)}">{_escape(self.title)}</a>，{_escape(tail)}'


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


def _escape(text: str) -> str:
    return CODE.sub(r"<code>\1</code>", html.escape(text, quote=False))


def _plain(text: str) -> str:
    return re.sub(r"[{}]", "", text).replace("\\&", "&").replace("\\_", "_").strip()


@dataclass
class Citations:
    """The citations of one page, in order of first use; equal ones share a footnote.

    Attributes:
        path: The page, for error messages.
        sources: The bibliography.
        notes: Number of each footnote, by what it cites.
        uses: How often each footnote is referred to.
        marked: HTML of each mark.
    """

    path: Path
    sources: dict[str, Source]
    notes: dict[tuple[str, str | None], int] = field(default_factory=dict)
    uses: dict[int, int] = field(default_factory=dict)
    marked: list[str] = field(default_factory=list)

    def footnote(self, match: re.Match[str], line: int) -> str:
        """Turn a citation into a footnote reference.

        Raises:
            ContentError: The key is not in the bibliography.
        """
        return f"[^cite-{self._number(match, line)}]"

    def full(self, match: re.Match[str], line: int) -> str:
        """Turn a citation into the whole reference, as the list of sources shows it."""
        source, place = self._resolve(match, line)
        return source.markdown(place)

    def definitions(self) -> str:
        """The footnotes of all citations used, as Markdown."""
        return "\n\n".join(
            f"[^cite-{number}]: {self.sources[key].markdown(place)}" for (key, place), number in self.notes.items()
        )

    def mark_footnote(self, match: re.Match[str], line: int) -> str:
        """Turn a citation into a mark that stands for a footnote reference."""
        number = self._number(match, line)
        use = self.uses[number] = self.uses.get(number, 0) + 1
        place = f'id="{_reference_id(number, use)}"'
        return self._mark(f'<sup {place}><a class="footnote-ref" href="#fn:cite-{number}">{number}</a></sup>')

    def mark_full(self, match: re.Match[str], line: int) -> str:
        """Turn a citation into a mark that stands for the whole reference."""
        source, place = self._resolve(match, line)
        return self._mark(source.html(place))

    def show(self, page: str) -> str:
        """Put HTML for every mark of a page's HTML, and the footnotes below it."""
        body = MARKS.sub(lambda run: "<sup>·</sup>".join(self.marked[ord(mark) - FIRST_MARK] for mark in run[0]), page)
        if not self.notes:
            return body
        items = "\n".join(
            f'<li id="fn:cite-{number}">\n<p>{self.sources[key].html(place)}&#160;{self._back(number)}</p>\n</li>'
            for (key, place), number in self.notes.items()
        )
        return f'{body}\n{NOTES_HEADING}\n<div class="footnote">\n<hr />\n<ol>\n{items}\n</ol>\n</div>'

    def _mark(self, shown: str) -> str:
        self.marked.append(shown)
        return chr(FIRST_MARK + len(self.marked) - 1)

    def _back(self, number: int) -> str:
        return "".join(
            f'<a class="footnote-backref" href="#{_reference_id(number, use)}"'
            f' title="回到正文第 {use} 处引用">&#8617;</a>'
            for use in range(1, self.uses[number] + 1)
        )

    def _number(self, match: re.Match[str], line: int) -> int:
        source, place = self._resolve(match, line)
        return self.notes.setdefault((source.key, place), len(self.notes) + 1)

    def _resolve(self, match: re.Match[str], line: int) -> tuple[Source, str | None]:
        key, place = match["key"], match["place"]
        if key not in self.sources:
            close = difflib.get_close_matches(key, self.sources, n=1)
            hint = f"改成 {close[0]}，或" if close else ""
            raise ContentError(
                self.path, f"references.bib 里没有 {key}", f"{hint}把这个来源加进 references.bib", line=line
            )
        return self.sources[key], place.strip() if place else None


def mark_citations(body: str, citations: Citations, offset: int = 0) -> str:
    """Put a mark for every citation of a page; `Citations.show` puts HTML for the marks.

    Args:
        body: The page's Markdown.
        citations: Collects what is cited; holds the bibliography.
        offset: Lines before the body, for error messages.

    Raises:
        ContentError: A key is not in the bibliography, or the text holds a character that marks use.
    """
    stray = MARKS.search(body)
    if stray:
        line = body[: stray.start()].count("\n") + 1 + offset
        raise ContentError(citations.path, f"私用区字符 U+{ord(stray[0][0]):X}", "删掉它", line=line)
    return _replace(body, citations.mark_footnote, citations.mark_full, offset)


def render_citations(body: str, citations: Citations) -> str:
    """Render every citation of a page in Markdown: footnotes in the text, whole references under 参考资料.

    Args:
        body: The page's Markdown.
        citations: Collects what is cited; holds the bibliography.

    Raises:
        ContentError: A key is not in the bibliography.
    """
    rendered = NEIGHBOURS.sub(r"\1<sup>·</sup>", _replace(body, citations.footnote, citations.full, 0))
    return f"{rendered}\n\n{citations.definitions()}" if citations.notes else rendered


def _replace(
    body: str,
    footnote: Callable[[re.Match[str], int], str],
    full: Callable[[re.Match[str], int], str],
    offset: int,
) -> str:
    head, marker, tail = body.partition("\n## 参考资料\n")
    above = offset + head.count("\n") + marker.count("\n")
    head = replace_outside_code(head, SPACED_CITATION, lambda match, line: footnote(match, line + offset))
    tail = replace_outside_code(tail, CITATION, lambda match, line: full(match, line + above))
    return head + marker + tail


def _reference_id(number: int, use: int) -> str:
    return f"fnref{use if use > 1 else ''}:cite-{number}"

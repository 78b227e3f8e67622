"""Explaining a glossary term where it first stands on a page."""

import html
import re

from kb.vocabulary import Term

TAG = re.compile(r"(<[^>]+>)")
# Inside these, a term is a name, code, a link or already explained.
SILENT = {"a", "abbr", "code", "h1", "h2", "h3", "h4", "pre", "script", "style", "svg", "summary", "figcaption"}
VOID = {"br", "hr", "img", "input"}


def mark_terms(page: str, terms: list[Term], page_id: str) -> str:
    """Wrap the first occurrence of each term in `<abbr title="meaning">`.

    Args:
        page: HTML of a page's content.
        terms: The glossary.
        page_id: The page's id; a term whose own question this is stays unmarked.
    """
    forms = {
        html.escape(form, quote=False): term
        for term in terms
        if term.question != page_id
        for form in (term.term, *term.forms)
    }
    if not forms:
        return page
    pattern = re.compile("|".join(_bounded(form) for form in sorted(forms, key=len, reverse=True)))
    seen: set[str] = set()

    def explain(match: re.Match[str]) -> str:
        term = forms[match[0]]
        if term.slug in seen:
            return match[0]
        seen.add(term.slug)
        return f'<abbr title="{html.escape(term.meaning)}">{match[0]}</abbr>'

    return "".join(pattern.sub(explain, piece) if spoken else piece for piece, spoken in _pieces(page))


def _bounded(form: str) -> str:
    """A pattern for a form; Latin ones must not be part of a longer word."""
    escaped = re.escape(form)
    return rf"(?<![A-Za-z0-9_\-.]){escaped}(?![A-Za-z0-9_\-])" if form.isascii() else escaped


def _pieces(page: str) -> list[tuple[str, bool]]:
    """Cut HTML at its tags; say of each piece whether it is text that may be marked."""
    pieces: list[tuple[str, bool]] = []
    silent: list[str] = []
    for piece in TAG.split(page):
        tag = re.match(r"<(/?)([a-z0-9]+)([^>]*)", piece)
        if tag and tag[2] not in VOID:
            if tag[1] and silent and silent[-1] == tag[2]:
                silent.pop()
            elif not tag[1] and ((silent and silent[-1] == tag[2]) or tag[2] in SILENT or "arithmatex" in tag[3]):
                silent.append(tag[2])
        pieces.append((piece, not silent and not piece.startswith("<")))
    return pieces

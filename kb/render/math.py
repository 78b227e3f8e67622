"""Formulas: from the marks that arithmatex leaves in HTML to KaTeX's HTML and MathML."""

import hashlib
import html
import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from kb.cache import load, store
from kb.node import package_version
from kb.render import WORKER, Renderer

FORMULA = re.compile(
    r'<span class="arithmatex">\\\((?P<inline>.*?)\\\)</span>'
    r'|<div class="arithmatex">\\\[(?P<display>.*?)\\\]</div>',
    re.DOTALL,
)
MATHML = re.compile(r"<semantics>(.*?)<annotation", re.DOTALL)
STRAY_DOLLAR = re.compile(r'\$<span class="arithmatex">\\\((?P<tex>[^<]*)\\\)</span>\$')
DISPLAY = '<div class="math-display" tabindex="0" role="group" aria-label="公式">{}</div>'
# KaTeX's own preamble, and the combining underlines with which it marks the place.
NOISE = re.compile(r"^KaTeX parse error: |LaTeX-incompatible input and strict mode is set to 'error': |\u0332")


class MathError(ValueError):
    """A formula that KaTeX refuses.

    Args:
        tex: The formula.
        message: What is wrong with it.
    """

    def __init__(self, tex: str, message: str) -> None:
        super().__init__(f"{tex}：{message}")
        self.tex, self.message = tex, message


@dataclass(frozen=True)
class Formula:
    """A formula as TeX; `display` when it stands on a line of its own."""

    tex: str
    display: bool


def render_math(page: str, renderer: Renderer, place: Callable[[str], str] = str) -> str:
    """Replace every formula that arithmatex marked in a page.

    Args:
        page: HTML in which arithmatex (generic) has marked formulas.
        renderer: Knows KaTeX and what it rendered before.
        place: Called with each rendered formula; returns what is to stand in the page.

    Returns:
        The page with KaTeX's HTML and MathML; display formulas can be scrolled, also by keyboard.

    Raises:
        MathError: The first formula that KaTeX refuses, that holds HTML, or that stands in a sentence
            between double dollars.
    """
    stray = STRAY_DOLLAR.search(page)
    if stray:
        raise MathError(html.unescape(stray["tex"]), "$$…$$ 要单独成段，句子里用 $…$")
    formulas = list(dict.fromkeys(_formula(match) for match in FORMULA.finditer(page)))
    if not formulas:
        return page
    rendered = dict(zip(formulas, _render(formulas, renderer), strict=True))

    def show(match: re.Match[str]) -> str:
        formula = _formula(match)
        return place(DISPLAY.format(rendered[formula]) if formula.display else rendered[formula])

    return FORMULA.sub(show, page)


def readable(rendered: str) -> str:
    """The letters and signs of a rendered formula, as a search result can show them."""
    return html.unescape(re.sub(r"<[^>]*>", "", "".join(MATHML.findall(rendered))))


def _formula(match: re.Match[str]) -> Formula:
    display = match["display"] is not None
    marked = match["display"] if display else match["inline"]
    if "<" in marked:
        raise MathError(html.unescape(marked), "公式里混进了 HTML 标签")
    return Formula(html.unescape(marked).strip(), display)


def _render(formulas: list[Formula], renderer: Renderer) -> list[str]:
    """HTML of each formula of a page: from disk, else from KaTeX in one request.

    A page's formulas share one file: a file each takes longer to write than they take to typeset.
    """
    settings = package_version(renderer.packages, "katex") + WORKER.read_text("utf-8")
    key = json.dumps([settings, *((formula.tex, formula.display) for formula in formulas)])
    path = renderer.root / ".cache" / "katex" / hashlib.sha256(key.encode()).hexdigest()
    known = load(path)
    if known is None:
        known = json.dumps(_typeset(formulas, renderer))
        store(path, known)
    rendered: list[str] = json.loads(known)
    return rendered


def _typeset(formulas: list[Formula], renderer: Renderer) -> list[str]:
    request = [{"tex": formula.tex, "display": formula.display} for formula in formulas]
    results = renderer.request("math", formulas=request)
    for formula, result in zip(formulas, results, strict=True):
        if "error" in result:
            raise MathError(formula.tex, NOISE.sub("", result["error"]))
    return [result["html"] for result in results]

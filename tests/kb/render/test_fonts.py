"""Fonts keep every letter that formulas show, and little else."""

from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from kb.assets import FONTS, STYLES, styles
from kb.node import ensure_packages
from kb.render import Renderer
from kb.render.fonts import Letters, subset_fonts
from kb.render.math import render_math

ROOT = Path(__file__).parents[3]
MAIN, ITALIC, AMS = (f"{FONTS}KaTeX_{name}.woff2" for name in ("Main-Regular", "Math-Italic", "AMS-Regular"))


@pytest.fixture(scope="module")
def assets() -> dict[str, bytes]:
    return styles(ROOT / "frontend" / "styles" / "main.css", ensure_packages(ROOT))


@pytest.fixture(scope="module")
def css(assets: dict[str, bytes]) -> str:
    return assets[STYLES].decode()


@pytest.fixture(scope="module")
def fonts(assets: dict[str, bytes]) -> dict[str, bytes]:
    return {path: content for path, content in assets.items() if path.endswith(".woff2")}


def shown(renderer: Renderer, css: str, tex: str) -> dict[str, str]:
    """Letters by family, sorted, of a formula."""
    formula = render_math(f'<div class="arithmatex">\\[{tex}\\]</div>', renderer)
    return {name.removeprefix("KaTeX_"): "".join(sorted(letters)) for name, letters in letters_of(formula, css).items()}


def letters_of(formula: str, css: str) -> dict[str, set[str]]:
    """Letters by family, of a rendered formula."""
    found = Letters()
    found.add(formula)
    return found.by_family(css)


def letters(font: bytes) -> set[str]:
    return {chr(code) for code in TTFont(BytesIO(font)).getBestCmap()}


@pytest.mark.parametrize(
    ("tex", "families"),
    [
        ("x+1&lt;y", {"Main": "+1<", "Math": "xy"}),
        (r"\mathbb{E}\,\mathbf{W}\,\mathcal{L}", {"AMS": "E", "Main": "W", "Caligraphic": "L"}),
        (r"\sum\mathrm{ab}", {"Size2": "∑", "Main": "ab"}),
        (r"\boldsymbol{\theta}", {"Math": "θ"}),
        (r"\text{若}\texttt{x}", {"Main": "若", "Typewriter": "x"}),
        (r"\Bigl( \Bigr)", {"Size2": "()"}),
    ],
)
def test_letters_are_known_by_family(tex: str, families: dict[str, str], renderer: Renderer, css: str) -> None:
    found = {family: text.replace("\u200b", "") for family, text in shown(renderer, css, tex).items()}
    assert found == families


def test_pieces_of_tall_brackets_may_stand_in_any_family(renderer: Renderer, css: str) -> None:
    pieces = shown(renderer, css, r"\left\{\begin{matrix}1\\2\\3\\4\\5\end{matrix}\right.")
    assert set("⎧⎨⎩") <= set(pieces["Size4"]) & set(pieces["Main"])


def test_a_font_keeps_its_letters_and_loses_the_others(fonts: dict[str, bytes]) -> None:
    cut = subset_fonts(fonts, {"KaTeX_AMS": {"E"}, "KaTeX_Main": set("+1=若"), "KaTeX_Math": set("xy")})
    assert cut.keys() == fonts.keys()
    assert letters(cut[AMS]) == {"E"}
    assert letters(cut[MAIN]) == set("+1=")
    assert letters(cut[ITALIC]) == set("xy")
    assert len(cut[AMS]) < len(fonts[AMS]) / 10


def test_a_font_of_which_nothing_is_known_stays_whole(fonts: dict[str, bytes]) -> None:
    assert subset_fonts(fonts, {}) == fonts


def test_letters_keep_their_shape(fonts: dict[str, bytes]) -> None:
    (cut,) = subset_fonts({ITALIC: fonts[ITALIC]}, {"KaTeX_Math": {"f"}}).values()
    before, after = (TTFont(BytesIO(font)) for font in (fonts[ITALIC], cut))
    assert after["hmtx"]["f"] == before["hmtx"]["f"]
    assert after["hhea"].ascent == before["hhea"].ascent


def test_the_same_letters_give_the_same_bytes(fonts: dict[str, bytes]) -> None:
    cuts = {subset_fonts({ITALIC: fonts[ITALIC]}, {"KaTeX_Math": set(order)})[ITALIC] for order in ("abc", "cba")}
    assert len(cuts) == 1

"""KaTeX's fonts with only the letters that the site's formulas show: a fifth of their weight."""

import html
import re
from collections import defaultdict
from io import BytesIO
from pathlib import PurePosixPath

from fontTools import subset  # type: ignore[import-untyped, unused-ignore]

MAIN = "KaTeX_Main"
RULE = re.compile(r"(?:^|\})([^{}@]+)\{[^{}]*font-family:(KaTeX_\w+)")
# KaTeX writes every piece of text into a span of its own.
LETTERS = re.compile(r'<span(?: class="([^"]*)")?[^>]*>([^<]+)')


class Letters:
    """The letters that formulas show, by the classes of the piece of text they stand in."""

    def __init__(self) -> None:
        self._shown: defaultdict[str, set[str]] = defaultdict(set)

    def add(self, formula: str) -> None:
        """Note the letters of a formula as KaTeX rendered it."""
        for classes, text in LETTERS.findall(formula):
            self._shown[classes].update(text if "&" not in text else html.unescape(text))

    def by_family(self, css: str) -> dict[str, set[str]]:
        """The letters of each font family. One whose span has no class may stand in any.

        Args:
            css: KaTeX's style sheet, which says what class is set in what family.
        """
        families = _families(css)
        letters: defaultdict[str, set[str]] = defaultdict(set)
        for classes, shown in self._shown.items():
            for family in _set_in(set(classes.split()), families):
                letters[family] |= shown
        return dict(letters)


def subset_fonts(fonts: dict[str, bytes], letters: dict[str, set[str]]) -> dict[str, bytes]:
    """Cut fonts down to the letters that are shown in their family.

    Args:
        fonts: Contents of woff2 files by path; the name is `<family>-<style>.woff2`.
        letters: Letters by family.

    Returns:
        The same paths with smaller contents; a font whose family shows nothing stays as it is.
    """
    shown = {path: letters.get(PurePosixPath(path).name.partition("-")[0], set()) for path in fonts}
    return {path: _subset(font, shown[path]) if shown[path] else font for path, font in fonts.items()}


def _families(css: str) -> list[tuple[set[str], str]]:
    """The classes that a span must have to be set in a family, for every selector that names classes."""
    found = []
    for selectors, family in RULE.findall(css):
        for selector in selectors.split(","):
            compound = re.split(r"[\s>]", selector.strip())[-1]
            classes = set(re.findall(r"\.([\w-]+)", compound)) - {"katex"}
            if classes:
                found.append((classes, family))
    return found


def _set_in(classes: set[str], families: list[tuple[set[str], str]]) -> set[str]:
    if not classes:
        return {MAIN, *(family for _, family in families)}
    return {family for wanted, family in families if wanted <= classes} or {MAIN}


def _subset(font: bytes, letters: set[str]) -> bytes:
    options = subset.Options(flavor="woff2", hinting=False, notdef_outline=True)
    opened = subset.load_font(BytesIO(font), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=map(ord, letters))
    cutter.subset(opened)
    target = BytesIO()
    subset.save_font(opened, target, options)
    return target.getvalue()

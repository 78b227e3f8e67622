"""Rules on what a build should have replaced or dropped: TeX, placeholders, Jupyter's own markup."""

import re
from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped, unused-ignore]

from kb.site_checker.documents import Document
from kb.site_checker.faults import Fault, Rule

SUSPECT = " or ".join(f"contains(., '{mark}')" for mark in (r"\(", "[", "$", "{{", "Copied!"))
LITERAL = " or ".join(f"ancestor::{tag}" for tag in ("pre", "code", "script", "style", "annotation", "textarea"))
FORMULA = "contains(concat(' ', @class, ' '), ' arithmatex ')"
# The cheap test comes first: hardly any text is left for the walk up the tree.
PROSE = etree.XPath(
    f"//text()[{SUSPECT}][not({LITERAL} or ancestor::*[{FORMULA}])] | //meta/@content[{SUSPECT}] | //@alt[{SUSPECT}]",
    smart_strings=False,
)
UNRENDERED = etree.XPath(
    f"//*[{FORMULA}][not(.//math or .//*[contains(@class, 'katex')])] | //*[contains(@class, 'katex-error')]"
)
JUPYTER_ELEMENTS = etree.XPath("//*[starts-with(@class, 'jp-') or contains(@class, ' jp-')]")
BASE64_DRAWINGS = etree.XPath("//@src[starts-with(., 'data:image/svg+xml;base64')]")
STYLES = etree.XPath("//style/text()")

RAW_TEX = re.compile(r"\\[(\[]|\$\$|\$[^$\n]*[\\^_{][^$\n]*\$")
PLACEHOLDER = re.compile(r"\{\{[^{}]*\}\}|\[@[\w:-]+")
PROMPT = re.compile(r"\b(?:In|Out)\s*\[[\s\d*]*\]|Copied!")
JUPYTER_CSS = re.compile(r"\.jp-[A-Za-z]|--jp-[a-z]")

NOTEBOOK_PAGE = re.compile(r"notebooks/[^/]+/index\.html")
FIGURE = re.compile(rb"<svg\b.*?</svg>|data:[^\"')\s]+", re.DOTALL)
NOTEBOOK_BYTES = 100_000


def prose_faults(document: Document) -> Iterator[Fault]:
    """Raw TeX, unresolved placeholders and Jupyter prompts in text that readers see, outside code."""
    patterns = ((Rule.RAW_TEX, RAW_TEX), (Rule.PLACEHOLDER, PLACEHOLDER), (Rule.JUPYTER_LEFTOVER, PROMPT))
    for text in PROSE(document.root):
        for rule, pattern in patterns:
            for match in pattern.finditer(text):
                yield Fault(document.path, rule, _around(text, match))
    for element in UNRENDERED(document.root):
        yield Fault(document.path, Rule.RAW_TEX, " ".join(element.text_content().split())[:60])


def _around(text: str, match: re.Match[str]) -> str:
    """The match with a little of the text before and after it."""
    return text[max(0, match.start() - 10) : match.start() + 40].strip()


def jupyter_faults(document: Document) -> Iterator[Fault]:
    """JupyterLab's wrappers and styles, and drawings packed as base64."""
    if elements := JUPYTER_ELEMENTS(document.root):
        yield Fault(document.path, Rule.JUPYTER_LEFTOVER, f"{len(elements)} 个元素带 jp- 类")
    if drawings := BASE64_DRAWINGS(document.root):
        yield Fault(document.path, Rule.JUPYTER_LEFTOVER, f"{len(drawings)} 张 base64 的 SVG 图")
    for text in STYLES(document.root):
        yield from stylesheet_faults(document.path, text)


def stylesheet_faults(path: str, text: str) -> Iterator[Fault]:
    """JupyterLab's style rules."""
    if JUPYTER_CSS.search(text):
        yield Fault(path, Rule.JUPYTER_LEFTOVER, "样式里有 jp- 类")


def weight_faults(document: Document) -> Iterator[Fault]:
    """A notebook page that is heavy even without its figures."""
    if not NOTEBOOK_PAGE.fullmatch(document.path):
        return
    size = len(FIGURE.sub(b"", document.source))
    if size > NOTEBOOK_BYTES:
        yield Fault(document.path, Rule.HEAVY_NOTEBOOK, f"不计图有 {size} 字节，上限 {NOTEBOOK_BYTES}")

"""Which paragraphs of a page state something without saying on what it rests."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

from kb.errors import ContentError
from kb.question import Question

EVIDENCE = re.compile(r"\[@[^\]\s,]+[^\]]*\]|\{\{ [a-z0-9-]+ \}\}|(?m:^|[（(、，*])(?:经验|推测)\**[：:）)、，]")
# A numeral that is not part of a name such as INT8, E4M3, FLUX.1 or T5.
NUMERAL = re.compile(
    r"(?<![A-Za-z0-9_.])(?<![A-Za-z]-)\d+(?:\.\d+)?(?![A-Za-z0-9_])|(?<![A-Za-z0-9_.])\d+(?:\.\d+)?(?=[A-Za-z%×])"
)
UNCHECKED = {"heading", "fence", "code_block", "hr", "html_block", "admonition_title"}
CONTAINERS = {"bullet_list", "ordered_list", "list_item", "blockquote", "admonition", "root"}

_PARSER = MarkdownIt("commonmark").enable("table").use(admon_plugin).use(dollarmath_plugin)
# Most blocks have evidence, and what is in their sentences need not be parsed.
_BLOCKS = MarkdownIt("commonmark").enable("table").use(admon_plugin).use(dollarmath_plugin).disable("inline")


@dataclass(frozen=True)
class Unsupported:
    """A block of text with neither citation, nor named output, nor a mark of opinion.

    Attributes:
        line: 1-based line in the body.
        text: Its beginning.
        numeral: The first numeral in it, if any.
    """

    line: int
    text: str
    numeral: str | None


@lru_cache(maxsize=10_000)  # A preview checks everything again after each edit.
def unsupported_blocks(body: str) -> tuple[Unsupported, ...]:
    """The paragraphs, list items, tables and formulas of a Markdown text that carry no evidence.

    A paragraph ending in a full-width colon and the block it introduces share their evidence.
    """
    return tuple(_walk(SyntaxTreeNode(_BLOCKS.parse(body)), supported=False))


def check_numerals(question: Question) -> None:
    """Check that every numeral of a page stands beside its evidence.

    Raises:
        ContentError: A block holds a numeral and no evidence.
    """
    for block in unsupported_blocks(question.document.body):
        if block.numeral:
            fault = f"数字 {block.numeral} 没有依据（「{block.text}」）"
            mend = "在这一段里加 [@键, 位置] 或 {{ 命名输出 }}，或标注（经验）（推测）"
            raise ContentError(question.path, fault, mend, line=block.line + question.document.offset)


def _walk(node: SyntaxTreeNode, *, supported: bool) -> Iterator[Unsupported]:
    children = node.children
    for index, child in enumerate(children):
        around = supported or _introduced(children, index) or _introduces(children, index)
        if child.type in CONTAINERS:
            yield from _walk(child, supported=around)
        elif child.type not in UNCHECKED and not around and not EVIDENCE.search(_source(child)):
            yield _unsupported(child)


def _introduced(siblings: list[SyntaxTreeNode], index: int) -> bool:
    previous = siblings[index - 1] if index else None
    return previous is not None and _is_lead(previous) and bool(EVIDENCE.search(_source(previous)))


def _introduces(siblings: list[SyntaxTreeNode], index: int) -> bool:
    following = siblings[index + 1] if index + 1 < len(siblings) else None
    return following is not None and _is_lead(siblings[index]) and bool(EVIDENCE.search(_source(following)))


def _is_lead(node: SyntaxTreeNode) -> bool:
    return node.type == "paragraph" and re.sub(r"\[@[^\]]*\]", "", _source(node)).rstrip().endswith(("：", ":"))


def _source(node: SyntaxTreeNode) -> str:
    if node.type in ("inline", "math_block"):
        return node.content
    return "\n".join(_source(child) for child in node.children)


def _visible(node: SyntaxTreeNode) -> str:
    if node.type == "math_block":
        return node.content
    if node.type == "inline":
        return "".join(_spoken(token) for token in _PARSER.parseInline(node.content)[0].children or [])
    return "".join(_visible(child) for child in node.children)


def _spoken(token: Token) -> str:
    if token.type in ("text", "math_inline"):
        return token.content
    return " " if token.type in ("code_inline", "html_inline", "image", "softbreak", "hardbreak") else ""


def _unsupported(node: SyntaxTreeNode) -> Unsupported:
    text = _visible(node).strip()
    numeral = NUMERAL.search(text)
    line = node.map[0] + 1 if node.map else 1
    return Unsupported(line, text.replace("\n", " ")[:30], numeral[0] if numeral else None)

"""Expanding a page's own marks: named outputs and diagrams become Markdown and HTML.

Figures and diagrams leave a short mark (`<!--fragment:…-->`) that is filled when the page is otherwise
finished: after the search engine has read it, so that axis labels are not searched.
"""

import difflib
import hashlib
import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from kb.errors import ContentError
from kb.notebooks.outputs import SVG, Output
from kb.render.diagrams import DiagramError
from kb.render.fonts import Letters
from kb.render.math import readable
from kb.render.svg import theme_svg
from kb.text import replace_outside_code

OUTPUT_MARK = re.compile(r"\{\{ (?P<name>[a-z0-9-]+) \}\}")
LONE_MARK = re.compile(r"^(?P<indent> *)\{\{ (?P<name>[a-z0-9-]+) \}\}\s*$")
DIAGRAM = re.compile(r"(?ms)^(?P<indent> *)```mermaid(?P<options>[^\n]*)\n(?P<source>.*?)\n(?P=indent)```\s*$")
ALT = re.compile(r'alt="(?P<alt>[^"]+)"')
FRAGMENT = re.compile(r'(?:<span class="kb-stand-in">[^<]*</span>)?<!--fragment:([a-z0-9/-]+)-->')


@dataclass
class Fragments:
    """Pieces of HTML kept aside until the page around them is finished.

    Attributes:
        html: The pieces by key.
        letters: What the formulas of all pages so far show.
    """

    html: dict[str, str] = field(default_factory=dict)
    letters: Letters = field(default_factory=Letters)

    def put(self, key: str, content: str, words: str = "") -> str:
        """Keep a piece of HTML; return the mark that stands for it, with words for the search engine."""
        self.html[key] = content
        stand_in = f'<span class="kb-stand-in">{html.escape(words)}</span>' if words else ""
        return f"{stand_in}<!--fragment:{key}-->"

    def put_formula(self, rendered: str) -> str:
        """Keep a rendered formula; searched are its letters and signs, not its markup."""
        self.letters.add(rendered)
        key = hashlib.sha256(rendered.encode()).hexdigest()[:24]
        return self.put(f"math/{key}", rendered, readable(rendered))

    def insert(self, page: str) -> str:
        """Replace every mark in a page by what it stands for, and forget that: a mark stands in one page."""
        finished = FRAGMENT.sub(lambda match: self.html[match[1]], page)
        self.html.clear()
        return finished


@dataclass(frozen=True)
class PageContext:
    """What expanding a page's marks needs to know.

    Attributes:
        path: The page's file, for error messages.
        notebook: Slug of the page's notebook.
        outputs: What that notebook publishes.
        root: Relative address of the site's root as seen from the page, such as `../../`.
        fragments: Where heavy HTML is kept aside.
        diagram: Draws a diagram: source, alt text and a unique id in, SVG out.
    """

    path: Path
    notebook: str
    outputs: dict[str, Output]
    root: str
    fragments: Fragments
    diagram: Callable[[str, str, str], str]


def expand(text: str, context: PageContext, offset: int = 0) -> str:
    """Replace all marks of a page: diagrams, then outputs in sentences, then outputs on lines of their own.

    Args:
        text: Markdown.
        context: The page and what it may refer to.
        offset: Lines before the text in its file.

    Raises:
        ContentError: An unknown output, a figure inside a sentence, or a bad diagram.
    """

    def inline(match: re.Match[str], line: int) -> str:
        if LONE_MARK.match(match.string):
            return match[0]
        output = _find(context, match["name"], line + offset)
        if output.kind != "value":
            raise ContentError(
                context.path, f"{output.name} 是图或表，不能写在句子里", "让它单独成一段", line=line + offset
            )
        return output.content

    def lone(match: re.Match[str], line: int) -> str:
        shown = _block(_find(context, match["name"], line + offset), context)
        return "\n".join(match["indent"] + row if row else "" for row in shown.split("\n"))

    text = DIAGRAM.sub(lambda match: _diagram(match, context, offset), text)
    text = replace_outside_code(text, OUTPUT_MARK, inline)
    return replace_outside_code(text, LONE_MARK, lone)


def figure_path(notebook: str, output: Output) -> str:
    """Where a bitmap figure lies below the site's root."""
    return f"assets/figures/{notebook}-{output.name}.png"


def _find(context: PageContext, name: str, line: int) -> Output:
    if name in context.outputs:
        return context.outputs[name]
    close = difflib.get_close_matches(name, context.outputs, n=1)
    known = "、".join(sorted(context.outputs)) or "无"
    mend = f"改成 {close[0]}" if close else f"改成 notebook 里有的名字：{known}"
    raise ContentError(context.path, f"notebook 里没有命名输出 {name}", mend, line=line)


def _block(output: Output, context: PageContext) -> str:
    if output.kind == "value":
        return output.content
    caption = f"<figcaption>{html.escape(output.caption)}</figcaption>"
    if output.kind == "table":
        return f'<figure class="kb-table" id="{output.name}" markdown="1">\n\n{output.content}\n\n{caption}\n</figure>'
    picture = _svg(output, context) if output.mime == SVG else _png(output, context)
    return f'<figure class="kb-figure" id="{output.name}">{picture}{caption if output.caption else ""}</figure>'


def _svg(output: Output, context: PageContext) -> str:
    uid = f"{context.notebook}-{output.name}"
    return context.fragments.put(f"{context.notebook}/{output.name}", theme_svg(output.content, uid, output.alt))


def _png(output: Output, context: PageContext) -> str:
    width, height = output.size()
    style = ' class="kb-pixelated"' if output.pixelated else ""
    source = context.root + figure_path(context.notebook, output)
    return (
        f'<img{style} src="{source}" alt="{html.escape(output.alt)}" width="{width}" height="{height}" loading="lazy">'
    )


def _diagram(match: re.Match[str], context: PageContext, offset: int) -> str:
    line = match.string[: match.start()].count("\n") + 1 + offset
    alt = ALT.search(match["options"])
    if not alt:
        raise ContentError(context.path, "流程图没有替代文字", '写成 ```mermaid alt="图里说了什么"', line=line)
    indent = match["indent"]
    source = "\n".join(row.removeprefix(indent) for row in match["source"].split("\n"))
    uid = f"diagram-{line}"
    try:
        drawn = context.diagram(source, alt["alt"], uid)
    except DiagramError as error:
        raise ContentError(
            context.path, f"流程图画不出来（{error.message}）", "按 Mermaid 语法改正", line=line + error.line
        ) from error
    mark = context.fragments.put(f"{context.path.stem}/{uid}", drawn)
    # As many lines as before: what follows keeps its line number.
    return f'{indent}<figure class="kb-figure kb-diagram">{mark}</figure>' + "\n" * match[0].count("\n")

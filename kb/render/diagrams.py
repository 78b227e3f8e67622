"""Diagrams: Mermaid text to SVG that follows the page's colours."""

import re

from kb.node import NodeError, NodeProcess
from kb.render.svg import SVG, finish_svg, parse_svg

# beautiful-mermaid sets nodes in 13 px and labels in 11 px: enlarged, they match the text around them;
# on a small screen they shrink to `SMALLEST` of that, then the diagram scrolls.
SCALE = 1.2
SMALLEST = 0.8
WRAPPER = '<div class="diagram-scroll" tabindex="0" role="group" aria-label="流程图">{}</div>'

# beautiful-mermaid skips what it does not understand (`A-->B` without spaces loses its arrow), so only what
# it is known to draw gets through. Labels: no brackets but in quotes, never `*` (Markdown) or `\`.
_ID = r"[A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)*"
_PLAIN = r'[^"\[\](){}|*\\]+'
_SHAPES = [r"\(\[ \]\)", r"\[\( \)\]", r"\[\[ \]\]", r"\(\( \)\)", r"\{\{ \}\}", r"\[ \]", r"\( \)", r"\{ \}"]


def _shape(brackets: str) -> str:
    opening, closing = brackets.split()
    barred = r'"\[\]{}*\\' + ("()" if ")" in closing else "")
    return rf'{opening}(?:{_PLAIN}|"[^{barred}]+"){closing}'


_NODE = rf"{_ID}(?:{'|'.join(map(_shape, _SHAPES))})?"
_ARROW = r"<?(?:-->|-\.->|==>|---|-\.-|===)(?:\|[^|*\\]+\|)?"
_TOKEN = re.compile(rf"{_NODE}|{_ARROW}|&")
_GROUP = rf"{_NODE}(?:\s*&\s*{_NODE})*"
_CHAIN = re.compile(rf"{_GROUP}(?:\s*{_ARROW}\s*{_GROUP})*")
_DIRECTION = r"(?:TD|TB|LR|BT|RL)"
_BLOCK_END = re.compile("end")
_SUBGRAPH = re.compile(rf'subgraph {_ID} ?\[(?:{_PLAIN}|"[^"\[\]*\\]+")\]')
_INNER_DIRECTION = re.compile(f"direction {_DIRECTION}")
_FLOWCHART_LINES = (_SUBGRAPH, _BLOCK_END, _INNER_DIRECTION, _CHAIN)
_TEXT = r"[^*\\]+"
_SEQUENCE_BLOCK = re.compile(rf"(?:loop|alt|opt|par) {_TEXT}")
_DIVIDER = re.compile(rf"(?:else|and) {_TEXT}")
_SEQUENCE_LINES = (
    _SEQUENCE_BLOCK,
    _BLOCK_END,
    _DIVIDER,
    re.compile(rf"(?:participant|actor) \w+(?: as {_TEXT})?"),
    re.compile(rf"Note (?:left of|right of|over) \w+(?:, ?\w+)?: {_TEXT}"),
    re.compile(rf"\w+ ?(?:->>|-->>|-\)|--\)) ?[+-]?\w+ ?: {_TEXT}"),
)
_FLOWCHART = re.compile(rf"(?:graph|flowchart) {_DIRECTION}")
_SEQUENCE = re.compile("sequenceDiagram")


class DiagramError(ValueError):
    """A diagram that cannot be drawn.

    Args:
        message: What is wrong.
        line: 1-based line in the diagram.
    """

    def __init__(self, message: str, line: int) -> None:
        super().__init__(f"图的第 {line} 行：{message}")
        self.message, self.line = message, line


def render_diagram(source: str, alt: str, uid: str, process: NodeProcess) -> str:
    """Draw a Mermaid flowchart or sequence diagram.

    Args:
        source: Mermaid text.
        alt: What the diagram says.
        uid: Prefix of its ids, unique in the page.
        process: Runs `worker.mjs`.

    Returns:
        An `<svg>` in an element that scrolls, also by keyboard, where the screen is too small.

    Raises:
        DiagramError: The diagram is of another type, holds a line that would be skipped, or shows nothing.
    """
    try:
        drawn = process.request("diagram", source=check_diagram(source))
    except NodeError as error:
        raise DiagramError(str(error), 1) from error
    root = parse_svg(drawn)
    width, height = (float(root.get(name, "0")) * SCALE for name in ("width", "height"))
    for style in root.findall(f"{{{SVG}}}style"):
        root.remove(style)
    for element in root.iter():
        for name, value in element.attrib.items():
            if name.startswith("data-"):
                del element.attrib[name]
            else:
                element.set(name, re.sub(r"var\(--_?", "var(--diagram-", value))
    root.set("style", f"min-width:{width * SMALLEST:.0f}px")
    return WRAPPER.format(finish_svg(root, uid, alt, "diagram", (width, height)))


def check_diagram(source: str) -> str:
    """Check that every line of a diagram will be drawn.

    Args:
        source: Mermaid text.

    Returns:
        The same with one space between the parts of a line, as the library needs them.

    Raises:
        DiagramError: The first line that would not be drawn.
    """
    lines = [(number, line.strip()) for number, line in enumerate(source.splitlines(), start=1)]
    lines = [(number, line) for number, line in lines if line and not line.startswith("%%")]
    if not lines:
        raise DiagramError("是空的", 1)
    (first, header), body = lines[0], lines[1:]
    if _FLOWCHART.fullmatch(header):
        checked = _check_lines(body, _FLOWCHART_LINES, _SUBGRAPH)
    elif _SEQUENCE.fullmatch(header):
        checked = _check_lines(body, _SEQUENCE_LINES, _SEQUENCE_BLOCK)
    else:
        raise DiagramError("只支持以 flowchart LR（或 TD 等方向）和 sequenceDiagram 开头的图", first)
    if not checked:
        raise DiagramError("没有节点", first)
    return "\n".join([header, *checked])


def _check_lines(lines: list[tuple[int, str]], known: tuple[re.Pattern[str], ...], block: re.Pattern[str]) -> list[str]:
    checked = []
    open_blocks: list[int] = []
    for number, line in lines:
        pattern = next((pattern for pattern in known if pattern.fullmatch(line)), None)
        if pattern is None:
            raise DiagramError(f"看不懂「{line}」；标签里有括号时加双引号，连线上的字写成 -->|字|", number)
        if pattern in (_BLOCK_END, _INNER_DIRECTION, _DIVIDER) and not open_blocks:
            raise DiagramError(f"「{line}」前面没有 subgraph、alt 之类的块", number)
        if pattern is block:
            open_blocks.append(number)
        elif pattern is _BLOCK_END:
            open_blocks.pop()
        checked.append(" ".join(_TOKEN.findall(line)) if pattern is _CHAIN else line)
    if open_blocks:
        raise DiagramError("缺少对应的 end", open_blocks[-1])
    return checked

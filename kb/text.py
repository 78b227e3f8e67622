"""Reading source text, and replacing in Markdown without touching code."""

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from kb.errors import ContentError

# Backticks later in the line make it a code span.
FENCE = re.compile(r"^\s*(?P<mark>`{3,}(?!.*`)|~{3,})")
CODE_SPAN = re.compile(r"(?P<ticks>`+)(?:.+?)(?P=ticks)(?!`)")


def read_text(path: Path) -> str:
    """Read a UTF-8 file, with or without a byte order mark, with universal newlines.

    Raises:
        ContentError: The file is not UTF-8; names the line of the first bad byte.
    """
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ContentError(path, "不是 UTF-8 编码", "用 UTF-8 重新保存这个文件", line=line) from error


@lru_cache(maxsize=8)  # Several checks walk the same text in a row.
def prose_lines(text: str) -> tuple[tuple[int, str], ...]:
    """The lines of a Markdown text outside fenced code, each with its 1-based number."""
    lines, fence = [], ""
    for number, line in enumerate(text.split("\n"), start=1):
        match = FENCE.match(line)
        if match and not fence:
            fence = match["mark"]
        elif match and match["mark"].startswith(fence) and not line.strip().strip(fence[0]):
            fence = ""
        elif not fence:
            lines.append((number, line))
    return tuple(lines)


def replace_outside_code(text: str, pattern: re.Pattern[str], replacement: Callable[[re.Match[str], int], str]) -> str:
    """Replace matches of a pattern, line by line, outside fenced code and code spans.

    Args:
        text: Markdown.
        pattern: What to look for within one line.
        replacement: Called with each match and its 1-based line number.
    """
    lines = text.split("\n")
    for number, line in prose_lines(text):
        if not pattern.search(line):
            continue
        spans = [match.span() for match in CODE_SPAN.finditer(line)]

        def replace(match: re.Match[str], number: int = number, spans: list[tuple[int, int]] = spans) -> str:
            in_code = any(start <= match.start() < end for start, end in spans)
            return match[0] if in_code else replacement(match, number)

        lines[number - 1] = pattern.sub(replace, line)
    return "\n".join(lines)

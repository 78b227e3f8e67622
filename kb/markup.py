"""What Markdown of ours must not hold, in pages and in the cells of notebooks alike."""

import re
from pathlib import Path

from kb.errors import ContentError
from kb.text import CODE_SPAN, prose_lines

IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<target>[^)\s]+)")


def check_markup(text: str, path: Path, offset: int = 0, field: str | None = None) -> None:
    """Check the images and headings of a Markdown text.

    Args:
        text: Markdown.
        path: Its file, for error messages.
        offset: Lines before the text in its file.
        field: Where in the file it stands, if lines say nothing, as in a notebook.

    Raises:
        ContentError: An image without alternative text or from another host; a formula in a heading,
            which the table of contents and the title would show as TeX.
    """
    for number, line in prose_lines(text):
        bare = CODE_SPAN.sub("", line)
        fault = _heading_fault(bare) or _image_fault(bare)
        if fault:
            raise ContentError(path, *fault, line=None if field else number + offset, field=field)


def _heading_fault(line: str) -> tuple[str, str] | None:
    if line.startswith("#") and "$" in line:
        return f"标题里有公式（{line.strip()}）", "改用文字，或把公式移到正文"
    return None


def _image_fault(line: str) -> tuple[str, str] | None:
    for match in IMAGE.finditer(line):
        if not match["alt"].strip():
            return f"图片 {match['target']} 没有替代文字", "在方括号里写上图里说了什么"
        if "//" in match["target"]:
            return f"图片 {match['target']} 在别的网站上", "把图放进 docs/assets，或用 notebook 画"
    return None

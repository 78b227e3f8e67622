"""Named outputs: the figures, tables and numbers that pages show from notebooks."""

import ast
import base64
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from nbformat import NotebookNode
from PIL import Image

from kb.errors import ContentError
from kb.notebooks.source import NAME, cell_options

SVG, PNG, MARKDOWN, PLAIN = "image/svg+xml", "image/png", "text/markdown", "text/plain"


@dataclass(frozen=True)
class Output:
    """One named output.

    Attributes:
        name: Unique in its notebook.
        kind: What it is shown as.
        content: SVG text, Markdown table, number as text, or base64 PNG.
        mime: `image/svg+xml`, `image/png`, `text/markdown` or `text/plain`.
        caption: Shown below.
        alt: What a figure shows, for those who do not see it.
        pixelated: Scale up without smoothing.
    """

    name: str
    kind: Literal["figure", "table", "value"]
    content: str
    mime: str
    caption: str = ""
    alt: str = ""
    pixelated: bool = False

    def size(self) -> tuple[int, int]:
        """Width and height of a PNG in pixels."""
        width, height = Image.open(io.BytesIO(self.png())).size
        return width, height

    def png(self) -> bytes:
        """The bytes of a PNG."""
        return base64.b64decode(self.content)


def named_outputs(path: Path, executed: NotebookNode) -> dict[str, Output]:
    """Collect the named outputs of an executed notebook.

    Raises:
        ContentError: A name stands twice, a labelled cell shows nothing, or a figure has no name or alt text.
    """
    found: dict[str, Output] = {}
    for number, cell in enumerate(executed.cells, start=1):
        if cell.cell_type == "code":
            for output in cell_outputs(path, number, cell):
                if output.name in found:
                    raise ContentError(
                        path, f"命名输出 {output.name} 出现两次", f"给第 {number} 个单元格换一个名字", field="label"
                    )
                found[output.name] = output
    return found


def cell_outputs(path: Path, number: int, cell: NotebookNode) -> list[Output]:
    """The named outputs of one executed code cell.

    Raises:
        ContentError: As for `named_outputs`.
    """
    options = cell_options(path, number, cell.source)
    found = [o for bundle in _bundles(cell) for o in _read_bundle(path, number, bundle, options)]
    if "label" in options and not found:
        raise ContentError(
            path,
            f"第 {number} 个单元格有名字 {options['label']}，却没有输出",
            "最后一行返回图、表或字典",
            field="label",
        )
    return found


def _bundles(cell: NotebookNode) -> Iterator[dict[str, Any]]:
    for output in cell.outputs:
        if output.output_type in ("display_data", "execute_result"):
            yield output.data


def _read_bundle(path: Path, number: int, bundle: dict[str, Any], options: dict[str, str]) -> list[Output]:
    label = options.get("label", "")
    if SVG in bundle or PNG in bundle:
        return [_figure(path, number, bundle, options)]
    if MARKDOWN in bundle and label:
        caption = options.get("tbl-cap", "")
        if not caption:
            raise ContentError(
                path, f"表 {label} 没有说明", f"在第 {number} 个单元格加 #| tbl-cap: 说明", field="tbl-cap"
            )
        return [Output(label, "table", str(bundle[MARKDOWN]).strip(), MARKDOWN, caption)]
    if PLAIN in bundle:
        return _values(path, str(bundle[PLAIN]), label)
    return []


def _figure(path: Path, number: int, bundle: dict[str, Any], options: dict[str, str]) -> Output:
    for key, meaning in (("label", "名字"), ("fig-alt", "替代文字")):
        if not options.get(key):
            raise ContentError(path, f"第 {number} 个单元格的图没有{meaning}", f"在单元格开头加 #| {key}: …", field=key)
    mime = SVG if SVG in bundle else PNG
    pixelated = options.get("fig-pixelated") == "true"
    return Output(
        options["label"], "figure", str(bundle[mime]), mime, options.get("fig-cap", ""), options["fig-alt"], pixelated
    )


def _values(path: Path, text: str, label: str) -> list[Output]:
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return []
    if isinstance(value, dict) and value and all(isinstance(key, str) for key in value):
        for key in value:
            if not NAME.fullmatch(key):
                raise ContentError(path, f"名字 {key} 不合规则", "用小写英文、数字和连字符", field=key)
        return [Output(key, "value", str(entry), PLAIN) for key, entry in value.items()]
    return [Output(label, "value", str(value), PLAIN)] if label else []

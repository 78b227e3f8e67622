"""Named outputs: what a cell shows, under which name."""

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from kb.errors import ContentError
from kb.notebooks.outputs import MARKDOWN, PLAIN, PNG, SVG, Output, cell_outputs, named_outputs

PATH = Path("notebooks/a.ipynb")
FIGURE = "#| label: curve\n#| fig-alt: 一条线\n"
TABLE = "#| label: table\n#| tbl-cap: 甲的表\n"


def cell(source: str, *bundles: dict[str, str]) -> NotebookNode:
    """An executed cell that shows the given bundles."""
    outputs = [new_output("display_data", data=bundle) for bundle in bundles]
    node: NotebookNode = new_code_cell(source, outputs=outputs)
    return node


def fault_of(source: str, *bundles: dict[str, str]) -> ContentError:
    with pytest.raises(ContentError) as caught:
        cell_outputs(PATH, 3, cell(source, *bundles))
    return caught.value


def test_a_plot_is_a_figure() -> None:
    source = FIGURE + "#| fig-cap: 甲的曲线\nplot()"
    assert cell_outputs(PATH, 1, cell(source, {SVG: "<svg/>", PLAIN: "<Figure>"})) == [
        Output("curve", "figure", "<svg/>", SVG, caption="甲的曲线", alt="一条线")
    ]


@pytest.mark.parametrize(("option", "pixelated"), [("true", True), ("false", False)])
def test_a_bitmap_knows_its_size(option: str, pixelated: bool) -> None:
    data = io.BytesIO()
    Image.new("RGB", (6, 4)).save(data, "PNG")
    source = f"{FIGURE}#| fig-pixelated: {option}\nshow()"
    (output,) = cell_outputs(PATH, 1, cell(source, {PNG: base64.b64encode(data.getvalue()).decode()}))
    assert (output.kind, output.size(), output.png(), output.pixelated) == (
        "figure",
        (6, 4),
        data.getvalue(),
        pixelated,
    )


def test_labelled_markdown_is_a_table() -> None:
    assert cell_outputs(PATH, 1, cell(TABLE, {MARKDOWN: "| 甲 |\n| --- |\n", PLAIN: "<Markdown>"})) == [
        Output("table", "table", "| 甲 |\n| --- |", MARKDOWN, caption="甲的表")
    ]


@pytest.mark.parametrize(
    ("source", "text", "values"),
    [
        ("x", "{'gelu-at-one': '0.84', 'n': 3}", {"gelu-at-one": "0.84", "n": "3"}),
        ("x", "{'a': '1',\n 'b': '2'}", {"a": "1", "b": "2"}),
        ("#| label: total\nx", "'1,024'", {"total": "1,024"}),
        ("#| label: total\nx", "10", {"total": "10"}),
        ("x", "10", {}),
        ("x", "{}", {}),
        ("x", "{1: 2}", {}),
        ("x", "array([1, 2])", {}),
    ],
)
def test_numbers_come_from_dictionaries_or_labels(source: str, text: str, values: dict[str, str]) -> None:
    found = cell_outputs(PATH, 1, cell(source, {PLAIN: text}))
    assert {output.name: output.content for output in found} == values
    assert {output.kind for output in found} <= {"value"}


def test_unlabelled_markdown_and_printed_text_have_no_name() -> None:
    shown = cell("x", {MARKDOWN: "甲", PLAIN: "<Markdown>"})
    shown.outputs.append(new_output("stream", text="{'a': 1}"))
    assert cell_outputs(PATH, 1, shown) == []


@pytest.mark.parametrize(
    ("source", "bundles", "field", "fault"),
    [
        ("#| fig-alt: 甲\nx", [{SVG: "<svg/>"}], "label", "第 3 个单元格的图没有名字"),
        ("#| label: a\nx", [{SVG: "<svg/>"}], "fig-alt", "第 3 个单元格的图没有替代文字"),
        ("#| label: a\n#| fig-alt:\nx", [{PNG: ""}], "fig-alt", "第 3 个单元格的图没有替代文字"),
        ("#| label: a\nx", [{MARKDOWN: "甲"}], "tbl-cap", "表 a 没有说明"),
        ("#| label: a\nx", [], "label", "第 3 个单元格有名字 a，却没有输出"),
        ("#| label: a\nx", [{PLAIN: "<Figure>"}], "label", "第 3 个单元格有名字 a，却没有输出"),
        ("x", [{PLAIN: "{'甲': 1}"}], "甲", "名字 甲 不合规则"),
    ],
)
def test_a_fault_names_cell_and_option(source: str, bundles: list[dict[str, Any]], field: str, fault: str) -> None:
    error = fault_of(source, *bundles)
    assert (error.path, error.field, error.fault) == (str(PATH), field, fault)


def test_outputs_of_all_cells_are_collected() -> None:
    cells = [new_markdown_cell("# 甲"), cell(FIGURE, {SVG: "<svg/>"}), cell("x", {PLAIN: "{'a': 1}"})]
    assert list(named_outputs(PATH, new_notebook(cells=cells))) == ["curve", "a"]


@pytest.mark.parametrize(
    ("cells", "number"),
    [
        ([cell("x", {PLAIN: "{'a': 1}"}), cell("#| label: a\nx", {PLAIN: "2"})], 3),
        ([cell(FIGURE, {SVG: "<svg/>"}, {SVG: "<svg/>"})], 2),
    ],
)
def test_a_name_stands_once(cells: list[NotebookNode], number: int) -> None:
    with pytest.raises(ContentError, match="出现两次") as caught:
        named_outputs(PATH, new_notebook(cells=[new_markdown_cell("# 甲"), *cells]))
    assert caught.value.mend == f"给第 {number} 个单元格换一个名字"

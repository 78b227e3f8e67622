"""A notebook as the author wrote it: what is read, what is refused."""

import importlib.metadata
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output

from kb.errors import ContentError
from kb.notebooks.source import cell_options, read_notebook, strip_options
from tests.builders import CURVE, TOTAL, notebook_node, write, write_notebook

PATH = Path("notebooks/a.ipynb")


def fault_of(root: Path, change: Callable[[NotebookNode], object], name: str = "a") -> ContentError:
    node = notebook_node(CURVE, TOTAL)
    change(node)
    with pytest.raises(ContentError) as caught:
        read_notebook(write(root / f"{name}.ipynb", nbformat.writes(node)))
    return caught.value


def test_a_notebook_knows_its_title_code_and_data(tmp_path: Path) -> None:
    node = notebook_node(CURVE, TOTAL, title="甲的证明")
    node.metadata["data_files"] = ["a.csv"]
    write(tmp_path / "a.csv", "1")
    notebook = read_notebook(write(tmp_path / "a-b.ipynb", nbformat.writes(node)))
    assert (notebook.slug, notebook.title) == ("a-b", "甲的证明")
    assert notebook.code == [CURVE, TOTAL]
    assert notebook.data_files == [tmp_path / "a.csv"]


def test_requirements_are_the_imported_packages_with_their_versions(tmp_path: Path) -> None:
    code = (
        "import math\nimport numpy as np\nfrom PIL import Image\nfrom IPython.display import Markdown\nimport ml_dtypes"
    )
    requirements = read_notebook(write_notebook(tmp_path, "a", code, "import numpy")).requirements
    assert list(requirements) == ["ml-dtypes", "numpy", "pillow"]
    assert requirements["numpy"] == importlib.metadata.version("numpy")


@pytest.mark.parametrize("text", ["", "甲", "{}", "[]", "null", '{"nbformat": 4, "nbformat_minor": 5, "cells": []}'])
def test_what_is_no_notebook_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ContentError, match="不是有效的 notebook") as caught:
        read_notebook(write(tmp_path / "a.ipynb", text))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "change",
    [
        lambda node: node.cells.clear(),
        lambda node: node.cells.pop(0),
        lambda node: node.cells[0].update(source="没有标题"),
        lambda node: node.cells[0].update(source="## 小标题"),
    ],
)
def test_a_notebook_begins_with_its_title(tmp_path: Path, change: Callable[[NotebookNode], object]) -> None:
    assert fault_of(tmp_path, change).fault == "第一个单元格没有标题"


@pytest.mark.parametrize(
    "change",
    [
        lambda node: node.cells[2].update(execution_count=1),
        lambda node: node.cells[2].outputs.append(new_output("stream", text="甲")),
    ],
)
def test_outputs_do_not_belong_in_the_source(tmp_path: Path, change: Callable[[NotebookNode], object]) -> None:
    error = fault_of(tmp_path, change)
    assert error.fault == "第 3 个单元格带着输出或运行编号"
    assert error.mend == "运行 make format，清掉后再提交"


def test_text_cells_obey_the_rules_of_pages(tmp_path: Path) -> None:
    error = fault_of(tmp_path, lambda node: node.cells.append(new_markdown_cell("![](a.png)")))
    assert (error.field, error.fault) == ("第 4 个单元格", "图片 a.png 没有替代文字")


def test_declared_data_must_exist(tmp_path: Path) -> None:
    error = fault_of(tmp_path, lambda node: node.metadata.update(data_files=["none.csv"]))
    assert (error.field, error.fault) == ("data_files", "声明的数据文件 none.csv 不存在")


@pytest.mark.parametrize("name", ["A", "a_b", "甲"])
def test_the_name_can_stand_in_an_address(tmp_path: Path, name: str) -> None:
    assert fault_of(tmp_path, lambda node: None, name).fault == "文件名不合规则"


@pytest.mark.parametrize(
    ("source", "options"),
    [
        ("#| label: a-1\n#|fig-alt:  甲: 乙 \nx = 1\n#| label: b", {"label": "a-1", "fig-alt": "甲: 乙"}),
        ("# 注释\n#| label: a", {}),
        ("#| fig-pixelated: true", {"fig-pixelated": "true"}),
        ("", {}),
    ],
)
def test_options_stand_at_the_head_of_a_cell(source: str, options: dict[str, str]) -> None:
    assert cell_options(PATH, 1, source) == options


@pytest.mark.parametrize("key", ["lable", "fig_alt", "Label", "echo"])
def test_an_unknown_option_is_refused(key: str) -> None:
    with pytest.raises(ContentError) as caught:
        cell_options(PATH, 4, f"#| label: a\n#| {key}: b\nx = 1")
    assert (caught.value.field, caught.value.fault) == (key, f"第 4 个单元格的选项 {key} 不存在")
    assert caught.value.mend == "改成这些之一：fig-alt、fig-cap、fig-pixelated、label、tbl-cap"


@pytest.mark.parametrize("label", ["A", "a_b", "a--b", "", "甲"])
def test_a_label_is_a_plain_name(label: str) -> None:
    with pytest.raises(ContentError, match=f"第 2 个单元格的名字 {label} 不合规则"):
        cell_options(PATH, 2, f"#| label: {label}")


def test_readers_see_code_without_options() -> None:
    assert strip_options("#| label: a\n#| fig-alt: 甲\n\nx = 1\n#| 不是选项") == "x = 1\n#| 不是选项"

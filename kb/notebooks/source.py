"""A notebook as the author wrote it, before execution."""

import importlib.metadata
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from kb.errors import ContentError
from kb.markup import check_markup
from kb.memory import file_stamp, recall
from kb.text import read_text

OPTION = re.compile(r"#\| *(?P<key>[^\s:]+): *(?P<value>.*)")
IMPORT = re.compile(r"(?m)^(?:import|from) ([a-zA-Z0-9_]+)")
OPTIONS = {"label", "fig-alt", "fig-cap", "fig-pixelated", "tbl-cap"}
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Notebook:
    """A notebook file.

    Attributes:
        path: Where it was read.
        node: Its cells, in nbformat 4; never changed after reading.
    """

    path: Path
    node: NotebookNode

    @property
    def slug(self) -> str:
        """The file's name without ending."""
        return self.path.stem

    @property
    def title(self) -> str:
        """The heading of the first cell."""
        return str(self.node.cells[0].source).splitlines()[0].removeprefix("# ").strip()

    @property
    def data_files(self) -> list[Path]:
        """Data the notebook declares in its metadata (`data_files`), relative to its folder."""
        return [self.path.parent / name for name in self.node.metadata.get("data_files", [])]

    @property
    def code(self) -> list[str]:
        """The sources of its code cells."""
        return [cell.source for cell in self.node.cells if cell.cell_type == "code"]

    @property
    def requirements(self) -> dict[str, str]:
        """The packages it imports beside the standard library, with the versions it ran on."""
        modules = {name for code in self.code for name in IMPORT.findall(code)} - sys.stdlib_module_names - {"IPython"}
        owners = _module_owners()
        names = sorted({owners[module][0] for module in modules if module in owners})
        return {name.lower().replace("_", "-"): _version(name) for name in names}


def read_notebook(path: Path) -> Notebook:
    """Read and check a notebook.

    Raises:
        ContentError: It is no valid notebook, its name cannot stand in an address, it carries outputs,
            has no title, declares data that is missing, a cell option is unknown, or a text cell holds
            what `check_markup` refuses.
    """
    notebook = recall(path, file_stamp(path), lambda: _read_notebook(path))
    _check_data(notebook)
    return notebook


def _read_notebook(path: Path) -> Notebook:
    try:
        node = nbformat.reads(read_text(path), as_version=4)
        nbformat.validate(node)
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, AttributeError, KeyError) as error:
        raise ContentError(
            path, f"不是有效的 notebook（{str(error).splitlines()[0]}）", "用 Jupyter 打开并重新保存"
        ) from error
    notebook = Notebook(path, node)
    if not NAME.fullmatch(notebook.slug):
        raise ContentError(path, "文件名不合规则", "用小写英文、数字和连字符")
    _check_title(notebook)
    for number, cell in enumerate(node.cells, start=1):
        if cell.cell_type == "code":
            _check_bare(path, number, cell)
            cell_options(path, number, cell.source)
        elif cell.cell_type == "markdown":
            check_markup(cell.source, path, field=f"第 {number} 个单元格")
    return notebook


def cell_options(path: Path, number: int, source: str) -> dict[str, str]:
    """The `#| key: value` lines at the head of a code cell.

    Raises:
        ContentError: An option is unknown, or a label is not a proper name.
    """
    options: dict[str, str] = {}
    for line in source.splitlines():
        if not (match := OPTION.fullmatch(line.strip())):
            break
        if match["key"] not in OPTIONS:
            mend = f"改成这些之一：{'、'.join(sorted(OPTIONS))}"
            raise ContentError(path, f"第 {number} 个单元格的选项 {match['key']} 不存在", mend, field=match["key"])
        options[match["key"]] = match["value"].strip()
    if not NAME.fullmatch(options.get("label", "ok")):
        raise ContentError(
            path, f"第 {number} 个单元格的名字 {options['label']} 不合规则", "用小写英文、数字和连字符", field="label"
        )
    return options


def strip_options(source: str) -> str:
    """A code cell's source without its option lines."""
    lines = source.splitlines()
    while lines and OPTION.fullmatch(lines[0].strip()):
        lines.pop(0)
    return "\n".join(lines).strip("\n")


@cache
def _module_owners() -> Mapping[str, list[str]]:
    """Which packages bring which top-level modules; reading this takes a second."""
    return importlib.metadata.packages_distributions()


@cache
def _version(name: str) -> str:
    return importlib.metadata.version(name)


def _check_data(notebook: Notebook) -> None:
    for data in notebook.data_files:
        if not data.is_file():
            fault = f"声明的数据文件 {data.name} 不存在"
            raise ContentError(notebook.path, fault, "放到 notebook 旁边，或从元数据里删掉", field="data_files")


def _check_title(notebook: Notebook) -> None:
    cells = notebook.node.cells
    if not cells or cells[0].cell_type != "markdown" or not str(cells[0].source).startswith("# "):
        raise ContentError(notebook.path, "第一个单元格没有标题", "用一个 Markdown 单元格开头，第一行写「# 标题」")


def _check_bare(path: Path, number: int, cell: NotebookNode) -> None:
    if cell.get("outputs") or cell.get("execution_count"):
        raise ContentError(path, f"第 {number} 个单元格带着输出或运行编号", "运行 make format，清掉后再提交")

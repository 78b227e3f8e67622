"""The page of a notebook: options gone, named outputs as marks, the rest as it was."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from kb.notebooks.execution import Execution
from kb.notebooks.outputs import MARKDOWN, PLAIN, SVG
from kb.notebooks.page import intro, page_notebook, texts
from kb.notebooks.source import Notebook, read_notebook
from tests.builders import GELU, notebook_node, question

PATH = Path("notebooks/a.ipynb")


def shown(bundle: dict[str, str]) -> NotebookNode:
    output: NotebookNode = new_output("display_data", data=bundle)
    return output


def render(source: str, *outputs: NotebookNode) -> tuple[str, list[str]]:
    """The code that readers see, and the text or Markdown of each output."""
    cells = [new_markdown_cell("# 甲"), new_code_cell(source, outputs=list(outputs))]
    page = page_notebook(PATH, new_notebook(cells=cells), "说明")
    nbformat.validate(page)
    code = page.cells[1]
    return code.source, [output.get("text") or output.data[MARKDOWN] for output in code.outputs]


def test_the_intro_stands_below_the_title() -> None:
    page = page_notebook(PATH, notebook_node(title="甲"), "说明")
    assert page.cells[0].source == "# 甲\n\n说明\n\n它证明甲。"


def test_text_stays_and_raw_cells_go() -> None:
    cells = [new_markdown_cell("# 甲"), new_raw_cell("不显示"), new_markdown_cell("乙 $x$")]
    page = page_notebook(PATH, new_notebook(cells=cells), "说明")
    assert [cell.source for cell in page.cells] == ["# 甲\n\n说明", "乙 $x$"]
    assert [cell.id for cell in page.cells] == [cells[0].id, cells[2].id]


def test_named_figures_and_tables_become_marks() -> None:
    figure = "#| label: curve\n#| fig-alt: 一条线\nplot()"
    assert render(figure, shown({SVG: "<svg/>"})) == ("plot()", ["{{ curve }}"])
    table = "#| label: table\n#| tbl-cap: 表\nshow()"
    assert render(table, shown({MARKDOWN: "| 甲 |"})) == ("show()", ["{{ table }}"])


def test_named_numbers_are_listed() -> None:
    assert render("x", shown({PLAIN: "{'a': '1', 'b-c': 2}"})) == ("x", ["a: 1\nb-c: 2"])


def test_the_rest_is_shown_as_it_is() -> None:
    printed = new_output("stream", text="打印\n")
    assert render("x", printed, shown({PLAIN: "array([1])"})) == ("x", ["打印\n", "array([1])"])
    assert render("x", shown({MARKDOWN: "**甲**", PLAIN: "<Markdown>"})) == ("x", ["**甲**"])
    assert render("#| label: total\nx", printed, shown({PLAIN: "10"}))[1] == ["total: 10", "打印\n"]


def test_the_source_is_not_changed() -> None:
    node = notebook_node("#| label: a\n1")
    node.cells[1].outputs = [shown({PLAIN: "1"})]
    before = nbformat.writes(node)
    page_notebook(PATH, node, "说明")
    assert nbformat.writes(node) == before


def test_the_intro_says_how_to_run_it() -> None:
    text = intro(Notebook(PATH, notebook_node("import numpy as np")), None)
    assert text.startswith('??? note kb-run "下载并运行"')
    assert "(a/a.ipynb)" in text
    assert "pip install jupyterlab numpy==" in text and "jupyter lab a.ipynb" in text


def test_the_intro_links_the_question_it_proves() -> None:
    text = intro(Notebook(PATH, notebook_node()), question(GELU, title="什么是甲？"))
    assert text.startswith(f"这本 notebook 证明了[什么是甲？](../{GELU}.md)里的数字。\n\n??? note")


def test_texts_are_made_anew_when_something_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    path.write_text(nbformat.writes(notebook_node(title="甲")), "utf-8")
    notebook = read_notebook(path)
    run = Execution(notebook, notebook.node, None)
    page, download = texts(run, None)
    assert "# 甲" in page and "下载 a.ipynb" in page and "证明了" not in page
    assert nbformat.reads(download, as_version=4) == notebook.node
    # What has not changed is not looked at again.
    assert texts(Execution(notebook, new_notebook(), None), None) == (page, download)
    assert "证明了" in texts(run, question(GELU))[0]
    path.write_text(nbformat.writes(notebook_node(title="乙")), "utf-8")
    changed = read_notebook(path)
    assert "# 乙" in texts(Execution(changed, changed.node, None), None)[0]

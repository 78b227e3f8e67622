"""The page that an executed notebook becomes: a notebook that holds only what its page shows."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from kb.memory import Packed, file_stamp, recall
from kb.notebooks.execution import Execution, execution_key
from kb.notebooks.outputs import MARKDOWN, PLAIN, cell_outputs
from kb.notebooks.source import Notebook, strip_options
from kb.question import Question


def texts(execution: Execution, question: Question | None) -> tuple[str, str]:
    """The text of a notebook's page and that of its download.

    Made anew only when the notebook, what it depends on, or its question has changed.

    Args:
        execution: The run.
        question: The question it belongs to, if any.
    """
    notebook = execution.notebook

    def make() -> Packed[tuple[str, str]]:
        page = page_notebook(notebook.path, execution.node, intro(notebook, question))
        return Packed((nbformat.writes(page), nbformat.writes(execution.node)))

    stamp = file_stamp(notebook.path), execution_key(notebook), question
    return recall(("texts", notebook.path), stamp, make).unpack()


def page_notebook(path: Path, executed: NotebookNode, intro: str) -> NotebookNode:
    """Turn an executed notebook into what is rendered.

    Option comments are dropped; a named figure or table becomes the mark `{{ name }}` that pages use
    too, so that it is shown in one way everywhere; named numbers are listed as text.

    Args:
        path: The source, for error messages.
        executed: The notebook with outputs.
        intro: Markdown put below the title, such as how to run it.
    """
    cells = []
    for number, cell in enumerate(executed.cells, start=1):
        if cell.cell_type == "markdown":
            cells.append(new_markdown_cell(cell.source, id=cell.id))
        elif cell.cell_type == "code":
            cells.append(_code_cell(path, number, cell))
    title, _, rest = cells[0].source.partition("\n")
    cells[0].source = "\n\n".join(part for part in (title, intro, rest.strip()) if part)
    page: NotebookNode = new_notebook(cells=cells, metadata=executed.metadata)
    return page


def intro(notebook: Notebook, question: Question | None) -> str:
    """Markdown below a notebook's title: the question it proves, and how to run it oneself."""
    proves = f"这本 notebook 证明了[{question.meta.title}](../{question.src})里的数字。\n\n" if question else ""
    packages = " ".join(f"{name}=={version}" for name, version in notebook.requirements.items())
    return (
        f'{proves}??? note kb-run "下载并运行"\n\n'
        f"    [下载 {notebook.slug}.ipynb]({notebook.slug}/{notebook.slug}.ipynb)（带输出），然后：\n\n"
        f"    ```bash\n    python -m pip install jupyterlab {packages}\n"
        f"    jupyter lab {notebook.slug}.ipynb\n    ```"
    )


def _code_cell(path: Path, number: int, cell: NotebookNode) -> NotebookNode:
    named = cell_outputs(path, number, cell)
    values = [output for output in named if output.kind == "value"]
    shown = [_markdown(f"{{{{ {output.name} }}}}") for output in named if output not in values]
    if values:
        shown.append(_stream("\n".join(f"{output.name}: {output.content}" for output in values)))
    for output in cell.outputs:
        if output.output_type == "stream":
            shown.append(_stream(output.text))
        elif not named and MARKDOWN in output.get("data", {}):
            shown.append(_markdown(output.data[MARKDOWN]))
        elif not named and PLAIN in output.get("data", {}):
            shown.append(_stream(output.data[PLAIN]))
    code: NotebookNode = new_code_cell(strip_options(cell.source), outputs=shown, id=cell.id)
    return code


def _markdown(text: str) -> NotebookNode:
    output: NotebookNode = new_output("display_data", data={MARKDOWN: text})
    return output


def _stream(text: str) -> NotebookNode:
    output: NotebookNode = new_output("stream", name="stdout", text=text)
    return output

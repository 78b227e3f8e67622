"""Notebooks run once, from the cache afterwards, and tell which cell fails."""

import ast
import os
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from kb.errors import ContentError
from kb.notebooks import execution
from kb.notebooks.execution import execute, execute_all, execution_key, kernel_fingerprint, kernel_versions
from kb.notebooks.source import Notebook, read_notebook
from kb.render.plot import kernel_environment
from tests.builders import notebook_node, write, write_notebook


def read(root: Path, *code: str, slug: str = "a") -> Notebook:
    return read_notebook(write_notebook(root, slug, *code))


def fault_of(notebook: Notebook, cache: Path, timeout: int = 60) -> ContentError:
    with pytest.raises(ContentError) as caught:
        execute(notebook, cache, timeout)
    return caught.value


def test_a_notebook_runs_once(tmp_path: Path, cache: Path) -> None:
    notebook = read(tmp_path, "x = 2", "print(x)\nx + 1")
    first, second = (execute(notebook, cache) for _ in range(2))
    assert first.seconds and second.seconds is None
    assert first.node == second.node
    stream, result = first.node.cells[2].outputs
    assert (stream.text, result.data["text/plain"]) == ("2\n", "3")
    assert [cell.execution_count for cell in first.node.cells[1:]] == [1, 2]
    assert not notebook.node.cells[1].outputs


def test_another_text_needs_no_new_run_but_other_code_does(tmp_path: Path, cache: Path) -> None:
    execute(read(tmp_path, "1"), cache)
    notebook = read(tmp_path, "1")
    notebook.node.cells[0].source = "# 另一个标题"
    again = execute(notebook, cache)
    assert again.seconds is None and again.node.cells[0].source == "# 另一个标题"
    assert execute(read(tmp_path, "2"), cache).seconds


def test_the_cache_keeps_the_last_run_of_each_notebook(tmp_path: Path, cache: Path) -> None:
    for code in ("1", "2"):
        execute_all([read(tmp_path, code), read(tmp_path, code, slug="a-b")], cache)
    assert len(list(cache.iterdir())) == 2
    assert execute(read(tmp_path, "2", slug="a-b"), cache).seconds is None


@pytest.mark.parametrize("damage", ["", "[", "[[]]", "half"])
def test_a_damaged_cache_is_run_anew(tmp_path: Path, cache: Path, damage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    outputs = [[nbformat.v4.new_output("stream", text="新")], []]
    monkeypatch.setattr(execution, "_run", lambda notebook, cache_dir, timeout: outputs)
    notebook = read(tmp_path, "1", "2")
    execute(notebook, cache)
    (stored,) = cache.iterdir()
    whole = stored.read_text("utf-8")
    stored.write_text(whole[: len(whole) // 2] if damage == "half" else damage, "utf-8")
    assert execute(notebook, cache).seconds is not None
    assert stored.read_text("utf-8") == whole


def test_the_key_covers_code_data_and_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    node = notebook_node("1")
    node.metadata["data_files"] = ["a.csv"]
    write(tmp_path / "a.csv", "1")
    notebook = Notebook(tmp_path / "a.ipynb", node)
    keys = {execution_key(notebook)}
    write(tmp_path / "a.csv", "2")
    keys.add(execution_key(notebook))
    node.cells[1].source = "2"
    keys.add(execution_key(notebook))
    monkeypatch.setattr(execution, "kernel_fingerprint", lambda: "另一个 numpy")
    keys.add(execution_key(notebook))
    assert len(keys) == 4
    assert execution_key(notebook) in keys


def test_the_fingerprint_covers_what_kernel_packages_need() -> None:
    assert {name for name, version in kernel_versions().items() if version in kernel_fingerprint()} == {
        "Python",
        *execution.KERNEL_PACKAGES,
    }
    assert "'ipython'" in kernel_fingerprint() and "'contourpy'" in kernel_fingerprint()


def test_declared_data_lies_beside_the_running_notebook(tmp_path: Path, cache: Path) -> None:
    node = notebook_node("from pathlib import Path\nsorted(p.name for p in Path().iterdir())")
    node.metadata["data_files"] = ["a.csv"]
    write(tmp_path / "a.csv", "1")
    write(tmp_path / "b.csv", "2")
    path = write(tmp_path / "a.ipynb", nbformat.writes(node))
    outputs = execute(read_notebook(path), cache).node.cells[1].outputs
    assert outputs[0].data["text/plain"] == "['a.csv']"


def test_no_trace_of_the_run_is_kept(tmp_path: Path, cache: Path) -> None:
    executed = execute(read(tmp_path, "print(1)", "2"), cache).node
    assert all(not cell.metadata for cell in executed.cells)
    assert [output.get("execution_count") for output in executed.cells[2].outputs] == [None]


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (["x = 1", "1 / 0", "x"], "第 3 个单元格出错：ZeroDivisionError: division by zero"),
        (["x = 1", "x ="], "第 3 个单元格出错：SyntaxError: invalid syntax"),
        (["assert 1 == 2, '不等'"], "第 2 个单元格出错：AssertionError: 不等"),
        (["x = 1", "import os\nos._exit(1)"], "第 3 个单元格使内核退出"),
    ],
)
def test_a_failing_cell_is_named(tmp_path: Path, cache: Path, code: list[str], fault: str) -> None:
    error = fault_of(read(tmp_path, *code), cache)
    assert error.fault.startswith(fault)
    assert error.path == str(tmp_path / "notebooks" / "a.ipynb")
    assert not list(cache.glob("*"))


def test_a_hanging_cell_is_named(tmp_path: Path, cache: Path) -> None:
    error = fault_of(read(tmp_path, "x = 1", "while True: pass"), cache, timeout=1)
    assert error.fault == "第 3 个单元格运行超过 1 秒"


def test_a_kernel_that_does_not_start_is_started_again(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts = []
    start = NotebookClient.async_start_new_kernel

    async def lose_the_port(client: NotebookClient, **options: Any) -> None:
        starts.append(client)
        if len(starts) == 1:
            raise RuntimeError("Kernel died before replying to kernel_info")
        await start(client, **options)

    monkeypatch.setattr(NotebookClient, "async_start_new_kernel", lose_the_port)
    assert execute(read(tmp_path, "1"), cache).seconds
    assert len(starts) == 2


def test_a_cell_that_cannot_be_interrupted_is_stopped_too(tmp_path: Path, cache: Path) -> None:
    stubborn = "import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nprint(1)\nwhile True: time.sleep(1)"
    error = fault_of(read(tmp_path, stubborn), cache, timeout=1)
    assert error.fault == "第 2 个单元格运行超过 1 秒"


ENVIRONMENT = """
import os, sys, tempfile
from pathlib import Path
Path.home().joinpath("left-behind").write_text("x")
dict(names=sorted(os.environ), home=os.environ["HOME"], folder=os.getcwd(), temporary=tempfile.gettempdir(),
     python=sys.executable)
"""
# What IPython, Jupyter and matplotlib put there themselves once the kernel runs.
OF_THE_KERNEL = {"CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "GIT_PAGER", "JPY_PARENT_PID", "LC_CTYPE", "PAGER"} | {
    "PYDEVD_USE_FRAME_EVAL",
    "TERM",
}


def test_a_cell_sees_no_secret_and_works_in_a_folder_of_its_own(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY", "KB_SECRET", "VIRTUAL_ENV", "USER"):
        monkeypatch.setenv(name, "geheim")
    executed = execute(read(tmp_path, ENVIRONMENT), cache).node
    seen = ast.literal_eval(executed.cells[1].outputs[0].data["text/plain"])
    assert set(seen["names"]) - OF_THE_KERNEL == {*kernel_environment(cache.parent), "TMPDIR"}
    assert seen["home"] == seen["folder"] == seen["temporary"]
    assert seen["python"] == sys.executable
    folder = Path(seen["folder"])
    assert not folder.is_relative_to(tmp_path) and not folder.is_relative_to(Path.cwd()) and not folder.exists()


def test_a_damaged_kernel_environment_is_written_anew(tmp_path: Path, cache: Path) -> None:
    settings = [path for path in (cache.parent / "kernel").rglob("*") if path.is_file()]
    assert {path.suffix for path in settings} == {"", ".py", ".json"}
    for path in settings:
        path.write_text("坏了", "utf-8")
    figure = "import matplotlib.pyplot as plt\nplt.plot([0, 1]);"
    (output,) = execute(read(tmp_path, figure), cache).node.cells[1].outputs
    assert "image/svg+xml" in output.data


def test_a_kernel_that_does_not_start_is_told_as_such(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = {"PATH": os.environ["PATH"], "PYTHONHOME": str(tmp_path)}
    monkeypatch.setattr(execution, "kernel_environment", lambda cache: broken)
    error = fault_of(read(tmp_path, "1"), cache)
    assert error.fault.startswith("内核没有启动（") and error.path.endswith("a.ipynb")


def test_one_failing_notebook_of_several_is_named(tmp_path: Path, cache: Path) -> None:
    notebooks = [read(tmp_path, "1", slug="good"), read(tmp_path, "1 / 0", slug="bad")]
    with pytest.raises(ContentError, match=r"bad\.ipynb"):
        execute_all(notebooks, cache)

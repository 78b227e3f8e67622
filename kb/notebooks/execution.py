"""Executing notebooks, only when their code, packages or declared data changed."""

import hashlib
import importlib.metadata
import json
import os
import platform
import re
import shutil
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from packaging.requirements import Requirement

from kb.cache import load, store
from kb.errors import ContentError
from kb.notebooks.source import Notebook
from kb.render.plot import kernel_environment

CELL_TIMEOUT = 120
KERNEL_PACKAGES = ("ipykernel", "matplotlib", "ml-dtypes", "mplfonts", "numpy", "pillow")
# Raised when what is stored in the cache, or how notebooks are run, changes.
CACHE_VERSION = "2"
KEY_LENGTH = 32


@dataclass(frozen=True)
class Execution:
    """An executed notebook.

    Attributes:
        notebook: The source.
        node: Cells with outputs; free of times and other traces of the run.
        seconds: How long it ran, or None when the outputs came from the cache.
    """

    notebook: Notebook
    node: NotebookNode
    seconds: float | None


def execute_all(notebooks: Iterable[Notebook], cache_dir: Path, timeout: int = CELL_TIMEOUT) -> list[Execution]:
    """Execute notebooks side by side, on all cores, or take their outputs from the cache.

    Args:
        notebooks: What to execute.
        cache_dir: Where outputs are kept, by the hash of everything they depend on.
        timeout: Seconds that one cell may take.

    Raises:
        ContentError: A cell fails or hangs; names notebook, cell and error.
    """
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(lambda notebook: execute(notebook, cache_dir, timeout), notebooks))


def execute(notebook: Notebook, cache_dir: Path, timeout: int = CELL_TIMEOUT) -> Execution:
    """Execute one notebook, or take its outputs from the cache.

    Raises:
        ContentError: A cell fails or hangs.
    """
    cached = cache_dir / f"{notebook.slug}-{execution_key(notebook)[:KEY_LENGTH]}.json"
    known = load(cached)
    if known is not None:
        return Execution(notebook, _with_outputs(notebook, json.loads(known)), None)
    start = time.perf_counter()
    outputs = _run(notebook, cache_dir, timeout)
    _store_outputs(cached, notebook.slug, outputs)
    return Execution(notebook, _with_outputs(notebook, outputs), time.perf_counter() - start)


def execution_key(notebook: Notebook) -> str:
    """SHA-256 over all that the outputs depend on: code, kernel packages, declared data."""
    data = [hashlib.sha256(path.read_bytes()).hexdigest() for path in notebook.data_files]
    parts = [CACHE_VERSION, kernel_fingerprint(), *data, *notebook.code]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def kernel_versions() -> dict[str, str]:
    """Versions of Python and of the packages that notebooks import."""
    return {"Python": platform.python_version()} | {name: importlib.metadata.version(name) for name in KERNEL_PACKAGES}


@cache
def kernel_fingerprint() -> str:
    """Python's version and those of the kernel's packages with all they need, and how figures are set."""
    pending, versions = list(KERNEL_PACKAGES), {}
    while pending:
        name = re.sub(r"[-_.]+", "-", pending.pop()).lower()
        if name in versions:
            continue
        try:
            distribution = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        versions[name] = distribution.version
        needs = (Requirement(text) for text in distribution.requires or [])
        pending += [need.name for need in needs if not need.marker or need.marker.evaluate({"extra": ""})]
    settings = (Path(__file__).parents[1] / "render" / "plot.py").read_bytes()
    return f"{platform.python_version()} {sorted(versions.items())} {hashlib.sha256(settings).hexdigest()}"


def _run(notebook: Notebook, cache_dir: Path, timeout: int) -> list[list[NotebookNode]]:
    node = nbformat.from_dict(notebook.node)
    started = [0]
    with tempfile.TemporaryDirectory(prefix="kb-notebook-") as folder:
        for path in notebook.data_files:
            shutil.copy(path, folder)
        client = NotebookClient(
            node,
            extra_arguments=["--log-level=40"],  # The kernel warns of its unencrypted loopback sockets.
            timeout=timeout,
            kernel_name="python3",
            record_timing=False,
            resources={"metadata": {"path": folder}},
            on_cell_execute=lambda cell, cell_index: started.append(cell_index + 1),
        )
        try:
            # What a cell leaves at home or among the temporary files goes with the folder.
            _execute(client, kernel_environment(cache_dir.parent) | {"HOME": folder, "TMPDIR": folder})
        except (CellExecutionError, CellTimeoutError, RuntimeError) as error:
            raise _failure(notebook, started[-1], error, timeout) from error
    return [_clean(cell.outputs) for cell in node.cells if cell.cell_type == "code"]


def _execute(client: NotebookClient, environment: dict[str, str]) -> None:
    try:
        client.execute(env=environment)
    except DeadKernelError:
        raise
    except RuntimeError:  # The kernel did not start: it chose a port that another program took first.
        client.execute(env=environment)


def _failure(notebook: Notebook, number: int, error: Exception, timeout: int) -> ContentError:
    if isinstance(error, CellExecutionError):
        fault = f"第 {number} 个单元格出错：{error.ename}: {error.evalue}"
        return ContentError(notebook.path, fault, "在 Jupyter 里从头运行一遍并改正")
    if isinstance(error, CellTimeoutError):
        return ContentError(notebook.path, f"第 {number} 个单元格运行超过 {timeout} 秒", "缩小规模，或改正死循环")
    if number == 0:
        return ContentError(notebook.path, f"内核没有启动（{error}）", "看上面内核的报错；不行就删掉 .venv 再装一次")
    return ContentError(notebook.path, f"第 {number} 个单元格使内核退出", "检查内存用量和 exit 调用")


def _clean(outputs: list[NotebookNode]) -> list[NotebookNode]:
    for output in outputs:
        output.pop("execution_count", None)
        if output.output_type == "execute_result":
            output["execution_count"] = None
    return outputs


def _with_outputs(notebook: Notebook, outputs: list[list[NotebookNode]]) -> NotebookNode:
    node: NotebookNode = nbformat.from_dict(notebook.node)
    code = [cell for cell in node.cells if cell.cell_type == "code"]
    for number, (cell, produced) in enumerate(zip(code, outputs, strict=True), start=1):
        cell.outputs = nbformat.from_dict(produced)
        cell.execution_count = number
    return node


def _store_outputs(path: Path, slug: str, outputs: list[list[NotebookNode]]) -> None:
    for stale in path.parent.glob(f"{slug}-{'?' * KEY_LENGTH}.json"):
        stale.unlink(missing_ok=True)
    store(path, json.dumps(outputs, ensure_ascii=False, sort_keys=True))

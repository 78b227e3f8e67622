"""A project that shares the repository's npm packages but has a cache of its own, and a real figure."""

from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from kb.node import ensure_packages
from kb.render import Renderer
from kb.render.plot import kernel_environment

type Execute = Callable[[str, Path], list[nbformat.NotebookNode]]

ROOT = Path(__file__).parents[3]
PLOT = """
import matplotlib.pyplot as plt
figure, axes = plt.subplots()
axes.plot([0, 1, 2], [0, 1, 4], label="平方 $x^2$")
axes.plot([0, 2], [0, 2], color="black", label="黑线")
axes.bar([0, 1], [1, 2], color="white")
axes.set_xlabel("输入（横轴）")
axes.grid()
axes.legend()
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    ensure_packages(ROOT)
    for name in ("package.json", "package-lock.json", "node_modules"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


@pytest.fixture
def renderer(project: Path) -> Iterator[Renderer]:
    with Renderer(project) as process:
        yield process


@pytest.fixture(scope="session")
def execute() -> Execute:
    """Executes one cell under the settings for figures; returns its outputs."""

    def run(code: str, cache: Path) -> list[nbformat.NotebookNode]:
        cell: dict[str, object] = {
            "cell_type": "code",
            "source": code,
            "metadata": {},
            "outputs": [],
            "execution_count": None,
            "id": "cell",
        }
        notebook = nbformat.from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]})  # type: ignore[no-untyped-call]
        NotebookClient(notebook, kernel_name="python3", record_timing=False).execute(env=kernel_environment(cache))
        outputs: list[nbformat.NotebookNode] = notebook.cells[0].outputs
        return outputs

    return run


@pytest.fixture(scope="session")
def figures(execute: Execute, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The same figure, drawn in two kernels with two caches."""
    return [execute(PLOT, tmp_path_factory.mktemp("cache"))[-1].data["image/svg+xml"] for _ in range(2)]

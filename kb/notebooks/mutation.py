"""Whether notebooks prove their numbers: change one of them, and something must notice."""

import os
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kb.errors import ContentError
from kb.notebooks.execution import execute
from kb.notebooks.mutants import Mutant, find_mutants, mutated, sample
from kb.notebooks.outputs import Output, named_outputs
from kb.notebooks.source import Notebook, read_notebook

MUTANTS = 8
# A notebook may run for a minute in all; a mutant that hangs is one that fails.
TIMEOUT = 60
# Some changes keep the meaning: a sum of more terms than needed, a limit that is not reached, 0 / 2
# instead of 0 * 2. Three such in eight are chance, more are gaps.
SHARE = 0.6


@dataclass(frozen=True)
class Trial:
    """One mutant and what came of it.

    Attributes:
        mutant: The change.
        outcome: Execution failed, a named output differed, or neither.
    """

    mutant: Mutant
    outcome: Literal["failed", "changed", "unnoticed"]


@dataclass(frozen=True)
class Verdict:
    """A notebook with the trials of its mutants.

    Attributes:
        notebook: The notebook as its author wrote it.
        trials: In the order of the text.
    """

    notebook: Notebook
    trials: Sequence[Trial]

    @property
    def survivors(self) -> list[Mutant]:
        """The changes that nothing noticed."""
        return [trial.mutant for trial in self.trials if trial.outcome == "unnoticed"]

    @property
    def is_proof(self) -> bool:
        """Whether there was something to change, and enough of it was noticed."""
        tried = len(self.trials)
        return bool(tried) and tried - len(self.survivors) >= SHARE * tried


def choose_notebooks(folder: Path, slug: str) -> list[Notebook]:
    """The notebook of that slug, or all when it is empty.

    Raises:
        ContentError: There is no such notebook, or one cannot be read.
    """
    paths = {path.stem: path for path in sorted(folder.glob("*.ipynb"))}
    if slug and slug not in paths:
        raise ContentError("NOTEBOOK", f"没有 {slug} 这本 notebook", f"改成这些之一：{'、'.join(paths)}")
    return [read_notebook(path) for name, path in paths.items() if slug in ("", name)]


def probe(notebook: Notebook, cache_dir: Path, count: int = MUTANTS, timeout: int = TIMEOUT) -> Verdict:
    """Execute mutants of a notebook, on all cores.

    Args:
        notebook: The notebook.
        cache_dir: Where the build keeps outputs; those of mutants do not get there.
        count: How many mutants at most.
        timeout: Seconds that one cell of a mutant may take.

    Raises:
        ContentError: The notebook fails as it is.
    """
    executed = execute(notebook, cache_dir).node
    expected = named_outputs(notebook.path, executed)
    mutants = sample(find_mutants(notebook), count, notebook.slug)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        trials = pool.map(lambda mutant: _try(notebook, mutant, expected, cache_dir.parent, timeout), mutants)
    return Verdict(notebook, list(trials))


def describe(verdict: Verdict) -> str:
    """What the author is told: how many changes were noticed, and where those are that were not."""
    slug, tried = verdict.notebook.slug, len(verdict.trials)
    if not tried:
        return f"{slug}：没有可以改动的常数或算式，证明不了数字"
    failed, changed = (sum(trial.outcome == outcome for trial in verdict.trials) for outcome in ("failed", "changed"))
    head = f"{slug}：改动 {tried} 处，发觉 {failed + changed} 处（执行失败 {failed}，命名输出改变 {changed}）"
    mend = [] if verdict.is_proof else [f"  发觉不足 {SHARE:.0%}：给这些数字加 assert，或用命名输出给出它们"]
    return "\n".join([head, *(_place(verdict.notebook, mutant) for mutant in verdict.survivors), *mend])


def _try(notebook: Notebook, mutant: Mutant, expected: dict[str, Output], kernel_parent: Path, timeout: int) -> Trial:
    # Beside the real cache, so that the kernel is set up in the same way.
    with tempfile.TemporaryDirectory(prefix="mutant-", dir=kernel_parent) as folder:
        try:
            executed = execute(mutated(notebook, mutant), Path(folder), timeout).node
            found = named_outputs(notebook.path, executed)
        except ContentError:
            return Trial(mutant, "failed")
    return Trial(mutant, "unnoticed" if found == expected else "changed")


def _place(notebook: Notebook, mutant: Mutant) -> str:
    line = notebook.node.cells[mutant.cell - 1].source.splitlines()[mutant.line - 1].strip()
    change = f"{mutant.before} 改成 {mutant.after}"
    return f"  第 {mutant.cell} 个单元格第 {mutant.line} 行：{change}，没有发觉：{line}"

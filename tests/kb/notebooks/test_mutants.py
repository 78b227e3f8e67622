"""Mutants: which places of a notebook are changed, and that nothing else is."""

import ast
from pathlib import Path

import nbformat
import pytest

from kb.notebooks.mutants import Mutant, find_mutants, mutated, sample
from kb.notebooks.source import Notebook
from tests.builders import notebook_node

FIGURE = "#| label: curve\n#| fig-alt: 一条线\n"


def notebook(*code: str) -> Notebook:
    return Notebook(Path("notebooks/a.ipynb"), notebook_node(*code))


def changes(*code: str) -> list[str]:
    return [f"{mutant.before} → {mutant.after}" for mutant in find_mutants(notebook(*code))]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("x = 3", ["3 → 4"]),
        ("x = 1_000", ["1_000 → 1001"]),
        ("x = 0x7F", ["0x7F → 128"]),
        ("x = -3", ["3 → 4"]),
        ("x = 1.702", ["1.702 → 1.8722"]),
        ("x = 10.0", ["10.0 → 11.0"]),
        ("x = 1e-6", ["1e-6 → 1.1e-06"]),
        ("x = 0.0", ["0.0 → 0.1"]),
        ("x: int = 3", ["3 → 4"]),
        ("T = {'甲': 3}", ["3 → 4"]),
        ("a = b + c", ["+ → -"]),
        ("a = b - c", ["- → +"]),
        ("a = b * c", ["* → /"]),
        ("a = b / c", ["/ → *"]),
        ("a = b ** c", ["** → *"]),
        ("a = (b  # 不是 * 号\n) / (c)", ["/ → *"]),
        ("a = b ** -c", ["** → *"]),
        ("a += b", ["+ → -"]),
        ("a **= b", ["** → *"]),
        ("f = lambda x: x * 2", ["* → /", "2 → 3"]),
        ("def f(x, k=1.5):\n    return x - k", ["1.5 → 1.65", "- → +"]),
        ("for i in range(9):\n    y = i / n", ["9 → 10", "/ → *"]),
        ("if a:\n    b = 1\nelse:\n    b = 2", ["1 → 2", "2 → 3"]),
    ],
)
def test_constants_and_formulas_are_changed(source: str, found: list[str]) -> None:
    assert changes(source) == found


@pytest.mark.parametrize(
    "source",
    [
        "assert x == 3 + y * 2, 4",
        "def f(x):\n    assert x > 1",
        "for x, y in ((1, 2), (2, 4)):\n    assert 2 * x == y",
        "rng = np.random.default_rng(20240901)",
        "np.random.seed(1)",
        "SEED = 7",
        "def f(x, seed=1):\n    return x",
        "def f(x, *, seed=1):\n    return x",
        "f(seed=3)\nx",
        "for seed in (1, 2):\n    f(seed)",
        "x = [f(seed) for seed in (1, 2)]",
        'plt.rcParams["font.size"] = 11',
        "fig, ax = plt.subplots(figsize=(7, 3.6))",
        "ax.plot(x, lw=2)\nfig.tight_layout();",
        "axes[0].barh(x, 2 * y)\nx",
        'print(f"{2 * x}", 3)\nx',
        'x = f"{x * 1e4:.1f}×10⁻⁴"',
        "x = round(y, 4)",
        "x = y[0, 1:3]",
        "x = y.mean(axis=1)",
        'x = ["---"] * 3 + [f(y)]',
        'x = "甲" + y',
        "def table(rows):\n    return Markdown(rows[0] * (len(rows) - 1))",
        "x = True",
        "x = 1j",
        "x = a @ b % c // d",
        '{"total": 2 * x}',
        "x + 1",
        "%matplotlib inline\nx = 1",
        "",
    ],
)
def test_seeds_styling_formats_and_assertions_are_left_alone(source: str) -> None:
    assert changes(source) == []


def test_drawing_and_plotting_grids_are_left_alone_in_figures() -> None:
    drawing = "x = np.linspace(0, 8, 400)\nfig, ax = plt.subplots()\nstyle = (0, (8, 2))\nax.plot(x, x * 2)"
    assert changes(FIGURE + drawing) == []
    assert changes(FIGURE + "k = 3\n" + drawing) == ["3 → 4"]
    assert changes("x = np.linspace(0, 8, 400)") == ["0 → 1", "8 → 9", "400 → 401"]


def test_a_mutant_knows_its_cell_and_line() -> None:
    node = notebook_node("x = 1", FIGURE + "\n\ny = (a\n    + b)")
    assert [(mutant.cell, mutant.line) for mutant in find_mutants(Notebook(Path("a.ipynb"), node))] == [(2, 1), (3, 6)]


def test_exactly_one_place_changes() -> None:
    source = '# 注释：1 + 1\nx = {"甲": 1 + 2}  # 尾注\ny = 3'
    original = notebook("a = 0", source)
    before = nbformat.writes(original.node)
    results = [mutated(original, mutant).code for mutant in find_mutants(original)]
    assert results == [
        ["a = 1", source],
        ["a = 0", source.replace("1 + 2", "2 + 2")],
        ["a = 0", source.replace("1 + 2", "1 - 2")],
        ["a = 0", source.replace("1 + 2", "1 + 3")],
        ["a = 0", source.replace("y = 3", "y = 4")],
    ]
    assert nbformat.writes(original.node) == before


def test_every_mutant_of_the_real_notebooks_is_python_that_differs_in_one_place() -> None:
    for path in sorted((Path(__file__).parents[3] / "notebooks").glob("*.ipynb")):
        real = Notebook(path, nbformat.read(path, as_version=4))
        mutants = find_mutants(real)
        assert mutants
        for mutant in mutants:
            source, changed = (
                real.node.cells[mutant.cell - 1].source,
                mutant.apply(real.node.cells[mutant.cell - 1].source),
            )
            assert changed != source
            assert len(changed) - len(source) == len(mutant.after) - len(mutant.before)
            assert ast.dump(ast.parse(changed)) != ast.dump(ast.parse(source))


def test_what_a_switch_turns_off_is_left_alone() -> None:
    assert changes("if MEASURE:\n    x = 2", "if y:\n    x = 3") == ["3 → 4"]


def points(*cells: int) -> list[Mutant]:
    """As many mutants in each cell as told."""
    return [Mutant(cell, line, 0, 1, "1", "2") for cell, n in enumerate(cells, start=2) for line in range(1, n + 1)]


def test_a_sample_is_spread_over_the_cells() -> None:
    assert [mutant.cell for mutant in sample(points(50, 1, 3), 6, "a")] == [2, 2, 3, 4, 4, 4]
    assert len({mutant.cell for mutant in sample(points(*[5] * 12), 8, "a")}) == 8


def test_a_sample_depends_on_the_slug_alone() -> None:
    many = points(30, 30, 30)
    assert sample(many, 8, "a") == sample(many, 8, "a")
    assert sample(many, 8, "a") != sample(many, 8, "b")


def test_a_change_of_one_cell_keeps_the_sample_of_the_others() -> None:
    before, after = (sample(points(n, 9, 9), 6, "a") for n in (9, 20))
    assert [mutant for mutant in before if mutant.cell > 2] == [mutant for mutant in after if mutant.cell > 2]


def test_a_small_notebook_is_sampled_whole() -> None:
    few = points(2, 3)
    assert sample(few, 8, "a") == few
    assert sample([], 8, "a") == []

"""A notebook that does not notice changes of its own numbers is no proof, and is told where."""

from pathlib import Path

import pytest

from kb.errors import ContentError
from kb.notebooks.mutants import Mutant
from kb.notebooks.mutation import Trial, Verdict, choose_notebooks, describe, probe
from kb.notebooks.source import Notebook, read_notebook
from tests.builders import notebook_node, write_notebook


def read(root: Path, *code: str) -> Notebook:
    return read_notebook(write_notebook(root, "a", *code))


def outcomes(verdict: Verdict) -> list[str]:
    return [trial.outcome for trial in verdict.trials]


def verdict(noticed: int, tried: int) -> Verdict:
    """What came of a notebook that notices some of its changes."""
    mutant = Mutant(3, 2, 0, 1, "1", "2")
    trials = [Trial(mutant, "failed" if number < noticed else "unnoticed") for number in range(tried)]
    return Verdict(Notebook(Path("notebooks/a.ipynb"), notebook_node("x = 0", "# 注释\ny = 1 ")), trials)


def test_assertions_and_named_outputs_notice(tmp_path: Path, cache: Path) -> None:
    found = probe(read(tmp_path, "x = 2", "assert x == 2", "y = 3", '{"y": y}'), cache)
    assert outcomes(found) == ["failed", "changed"]
    assert found.is_proof and found.survivors == []
    assert describe(found) == "a：改动 2 处，发觉 2 处（执行失败 1，命名输出改变 1）"


def test_a_notebook_that_asserts_and_names_nothing_is_reported(tmp_path: Path, cache: Path) -> None:
    found = probe(read(tmp_path, "x = 2\ny = 2 * x", "print(y)"), cache)
    assert outcomes(found) == ["unnoticed"] * 3
    assert not found.is_proof
    assert describe(found).splitlines()[1:] == [
        "  第 2 个单元格第 1 行：2 改成 3，没有发觉：x = 2",
        "  第 2 个单元格第 2 行：2 改成 3，没有发觉：y = 2 * x",
        "  第 2 个单元格第 2 行：* 改成 /，没有发觉：y = 2 * x",
        "  发觉不足 60%：给这些数字加 assert，或用命名输出给出它们",
    ]


def test_an_assertion_that_holds_for_any_number_notices_nothing(tmp_path: Path, cache: Path) -> None:
    assert outcomes(probe(read(tmp_path, "x = 2", "assert x > 0"), cache)) == ["unnoticed"]


def test_a_hanging_mutant_is_noticed(tmp_path: Path, cache: Path) -> None:
    found = probe(read(tmp_path, "x = 2", "while x > len('甲乙'): pass"), cache, timeout=2)
    assert outcomes(found) == ["failed"]


def test_an_output_that_changes_its_name_is_noticed(tmp_path: Path, cache: Path) -> None:
    assert outcomes(probe(read(tmp_path, "x = 2", '{f"at-{x}": "甲"}'), cache)) == ["changed"]


def test_a_notebook_without_numbers_proves_nothing(tmp_path: Path, cache: Path) -> None:
    found = probe(read(tmp_path, "print(1)"), cache)
    assert not found.is_proof
    assert describe(found) == "a：没有可以改动的常数或算式，证明不了数字"


def test_no_more_are_tried_than_told(tmp_path: Path, cache: Path) -> None:
    found = probe(read(tmp_path, "x = [1, 2, 3]", '{"x": x}'), cache, count=2)
    assert len(found.trials) == 2


def test_the_real_cache_keeps_the_real_outputs_only(tmp_path: Path, cache: Path) -> None:
    notebook = read(tmp_path, "x = 2", "assert x == 2")
    probe(notebook, cache)
    before = {path: path.stat().st_mtime_ns for path in cache.iterdir()}
    probe(notebook, cache)
    assert {path: path.stat().st_mtime_ns for path in cache.iterdir()} == before
    assert len(before) == 1
    assert sorted(path.name for path in cache.parent.iterdir()) == ["kernel", "notebooks"]


def test_a_notebook_that_fails_unchanged_is_an_error(tmp_path: Path, cache: Path) -> None:
    with pytest.raises(ContentError, match="ZeroDivisionError"):
        probe(read(tmp_path, "x = 1 / 0"), cache)


@pytest.mark.parametrize(("noticed", "tried", "is_proof"), [(5, 8, True), (4, 8, False), (1, 1, True), (0, 0, False)])
def test_most_must_be_noticed(noticed: int, tried: int, is_proof: bool) -> None:
    assert verdict(noticed, tried).is_proof is is_proof


def test_survivors_of_a_proof_are_told_without_reproach() -> None:
    assert describe(verdict(7, 8)).splitlines() == [
        "a：改动 8 处，发觉 7 处（执行失败 7，命名输出改变 0）",
        "  第 3 个单元格第 2 行：1 改成 2，没有发觉：y = 1",
    ]


def test_one_or_all_notebooks_are_chosen(tmp_path: Path) -> None:
    for slug in ("b", "a"):
        write_notebook(tmp_path, slug, "x = 1")
    folder = tmp_path / "notebooks"
    assert [notebook.slug for notebook in choose_notebooks(folder, "")] == ["a", "b"]
    assert [notebook.slug for notebook in choose_notebooks(folder, "b")] == ["b"]


def test_an_unknown_notebook_is_answered_with_those_that_exist(tmp_path: Path) -> None:
    for slug in ("b", "a"):
        write_notebook(tmp_path, slug, "x = 1")
    with pytest.raises(ContentError) as caught:
        choose_notebooks(tmp_path / "notebooks", "c")
    assert str(caught.value) == "NOTEBOOK：没有 c 这本 notebook。改法：改成这些之一：a、b。"

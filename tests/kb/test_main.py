"""The commands behind `make`: what they print, and with which code they end."""

from pathlib import Path

import pytest

from kb import __main__ as commands
from tests.builders import write_notebook


@pytest.fixture
def project(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project the commands work on, whose one notebook is called gelu."""
    monkeypatch.setattr(commands, "ROOT", root)
    return root


def test_a_notebook_that_notices_is_a_proof(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["mutate", "gelu"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "gelu：改动 1 处，发觉 1 处（执行失败 1，命名输出改变 0）",
        "1 本 notebook，0 本不算证明",
    ]


def test_one_notebook_that_proves_nothing_fails_the_command(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_notebook(project, "mute", "print(1)")
    assert commands.main(["mutate"]) == 1
    assert capsys.readouterr().out.splitlines()[1:] == [
        "mute：没有可以改动的常数或算式，证明不了数字",
        "2 本 notebook，1 本不算证明",
    ]


def test_an_unknown_notebook_is_answered_with_those_that_exist(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.main(["mutate", "relu"]) == 1
    assert capsys.readouterr().err == "NOTEBOOK：没有 relu 这本 notebook。改法：改成这些之一：gelu。\n"

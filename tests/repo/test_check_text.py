"""The typography check: what it finds, and where it keeps its hands off."""

import json
from pathlib import Path

import pytest

from scripts.check_text import main, text_faults


def found(suffix: str, text: str) -> list[tuple[int, str]]:
    return [(fault.line, fault.new) for fault in text_faults(suffix, text)]


def test_prose_and_folded_answers_are_checked_with_their_lines() -> None:
    page = '---\ntitle: 好\n---\n\n用ReLU激活\n\n??? question "问"\n\n    答案里的GELU,也要\n'
    assert found(".md", page) == [(5, "用 ReLU 激活"), (9, "答案里的 GELU，也要")]


def test_front_matter_lists_keep_their_commas() -> None:
    assert found(".md", "---\ntags: [激活, 数值]\naliases: [中文abc]\n---\n") == [(3, "中文 abc")]


def test_a_quoted_claim_stays_as_it_was_published() -> None:
    page = "---\nerrata:\n  - claim: 原文abc\n    correction: 改成abc\n---\n"
    assert found(".md", page) == [(4, "改成 abc")]


def test_names_and_code_are_left_alone() -> None:
    assert found(".md", "看 {{ gelu-at-one }} 与 [@a2020, §2]，`nn.GELU` 和 $x=1$。\n\n```python\nx=1\n```\n") == []


def test_data_files_and_notebooks_are_checked() -> None:
    cell = {"cell_type": "markdown", "metadata": {}, "id": "a", "source": ["用numpy算"]}
    book = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    assert [new for _, new in found(".ipynb", json.dumps(book, ensure_ascii=False, indent=1))] == ["用 numpy 算"]
    assert found(".yml", "- {slug: llm, title: 大模型LLM}\n") == [(1, "大模型 LLM")]


def test_faults_are_printed_and_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "a.md"
    page.write_text("用ReLU\n", "utf-8")
    assert main([str(tmp_path)]) == 1
    assert capsys.readouterr().out == f"{page}:1：「用ReLU」改成「用 ReLU」\n"

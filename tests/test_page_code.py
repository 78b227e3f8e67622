"""Every Python block in a page runs by itself; where it shows output (`#> …`), that is what it prints."""

import subprocess
import sys
from pathlib import Path

import pytest
from pytest_examples import CodeExample, find_examples

DOCS = Path(__file__).parents[1] / "docs"
BLOCKS = list(find_examples(DOCS))


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: f"{block.path.relative_to(DOCS)}:{block.start_line}")
def test_block_prints_what_it_shows(block: CodeExample, tmp_path: Path) -> None:
    command = [sys.executable, "-X", "utf8", "-c", block.source]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    shown = [line.strip()[2:].strip() for line in block.source.splitlines() if line.strip().startswith("#>")]
    printed = [line.strip() for line in done.stdout.splitlines()]
    assert not shown or printed == shown


def test_pages_hold_blocks() -> None:
    assert {block.path.stem for block in BLOCKS} >= {"gelu", "int8-vs-fp8"}

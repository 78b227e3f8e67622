"""An author is told what a partial rebuild leaves as it was."""

import shutil
from pathlib import Path

import pytest

from tests.builders import GELU
from tests.building import MKDOCS, build

STALE = "停在上一次完整构建"


@pytest.mark.build
def test_a_partial_rebuild_says_what_is_stale(tmp_path: Path, built: Path) -> None:
    root = shutil.copytree(built, tmp_path / "project", symlinks=True)
    whole = build(root, MKDOCS)
    assert whole.returncode == 0, whole.stdout
    assert STALE not in whole.stdout
    page = root / "docs" / f"{GELU}.md"
    page.write_text(page.read_text("utf-8").replace("甲在前。", "甲在乙前。"), "utf-8")
    partial = build(root, ("mkdocs", "build", "--dirty"))
    assert partial.returncode == 0, partial.stdout
    (told,) = (line for line in partial.stdout.splitlines() if STALE in line)
    assert "只重建了改动的 1 页" in told
    for stale in ("导航", "列表", "搜索", "重启 make serve"):
        assert stale in told

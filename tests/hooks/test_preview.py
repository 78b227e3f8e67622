"""What a partial rebuild leaves as it was is said; the search of a preview follows."""

import re
import shutil
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from scripts.refresh import Preview, served
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


@pytest.mark.build
def test_the_search_of_a_preview_follows_an_edit(tmp_path: Path, built: Path) -> None:
    root = shutil.copytree(built, tmp_path / "project", symlinks=True)
    page = root / "docs" / f"{GELU}.md"
    with served([sys.executable, "-m", "mkdocs", "serve", "--dirty", "--livereload"], root) as preview:
        wait_for_text(preview, "甲在前。")
        page.write_text(page.read_text("utf-8").replace("甲在前。", "甲在乙前。"), "utf-8")
        wait_for_text(preview, "甲在乙前。")


def wait_for_text(preview: Preview, text: str) -> None:
    """Wait until a text stands in the search index that a preview serves."""
    until = time.monotonic() + 120
    while text not in indexed_text(f"{preview.root}kb/search/"):
        assert preview.process.poll() is None and time.monotonic() < until, preview.log.read_text("utf-8")
        time.sleep(0.2)


def indexed_text(address: str) -> str:
    """The texts of all pages in an index; empty while there is none."""
    try:
        catalogue = fetch(f"{address}catalogue.js")
        version, pages = re.search(r'"version":"(\w+)"', catalogue), re.search(r'"url":\[([^]]*)\]', catalogue)
        assert version and pages
        return "".join(fetch(f"{address}{version[1]}/texts/{at}.js") for at in range(pages[1].count(",") + 1))
    except OSError:
        return ""


def fetch(url: str) -> str:
    """What a server answers."""
    with urllib.request.urlopen(url) as answer:
        return str(answer.read().decode())

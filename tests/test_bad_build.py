"""Bad input that only a whole build can see, one fault a test."""

import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell

from kb.publish import base_url
from kb.site_checker import Rule, check_site
from tests.builders import CELLS, GELU, line_of, notebook_node, page_text, write, write_page
from tests.building import build

pytestmark = pytest.mark.build


def message(root: Path) -> str:
    done = build(root)
    assert done.returncode != 0, done.stdout
    assert "Traceback" not in done.stdout
    return done.stdout


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Path:
    return shutil.copytree(built, tmp_path / "project", symlinks=True)


def write_detail(root: Path, text: str) -> Path:
    """Write the page with another text in its longest section."""
    return write_page(root, GELU, page_text({"详解": text}, notebook="gelu"))


def write_cell(root: Path, text: str) -> None:
    """Write the notebook with one more text cell."""
    node = notebook_node(*CELLS)
    node.cells.append(new_markdown_cell(text, id="more"))
    write(root / "notebooks" / "gelu.ipynb", nbformat.writes(node))


def test_the_site_without_fault_passes_the_checker(built: Path) -> None:
    assert check_site(built / "site", base_url=base_url(built / "site")) == []


def test_bad_tex(root: Path) -> None:
    path = write_detail(root, "甲。\n\n$$\n\\frac{a\n$$")
    text = message(root)
    assert f"{GELU}.md:{line_of(path, 'frac')}：公式 " in text
    assert "改法：按 KaTeX 支持的 TeX 语法改正。" in text


@pytest.mark.parametrize("target", ["none.md", "../../about.md#none", "#none"])
def test_link_that_leads_nowhere(root: Path, target: str) -> None:
    write_detail(root, f"看[这里]({target})。")
    text = message(root)
    assert f"{GELU}.md" in text and f"'{target}'" in text


@pytest.mark.parametrize("target", ["../none.md", "../about.md#none", "#none"])
def test_link_of_a_notebook_that_leads_nowhere(root: Path, target: str) -> None:
    write_cell(root, f"看[这里]({target})。")
    text = message(root)
    assert "notebooks/gelu.ipynb" in text and f"'{target}'" in text


def test_page_outside_the_navigation(root: Path) -> None:
    write(root / "docs" / "extra.md", "# 多出来的\n")
    text = message(root)
    assert "docs/extra.md：不在导航里。改法：" in text


def test_resource_of_another_host(root: Path) -> None:
    url = "https://example.com/a.png"
    write_detail(root, f'<img src="{url}" alt="图">')
    assert build(root).returncode == 0
    site = root / "site"
    (fault,) = check_site(site, base_url=base_url(site))
    assert (fault.page, fault.rule) == (f"{GELU}/index.html", Rule.THIRD_PARTY)
    assert url in str(fault) and Rule.THIRD_PARTY.mend in str(fault)


def test_signs_of_markup_in_data_are_text(root: Path) -> None:
    tag = "<b>甲 & 乙"
    erratum = {"claim": f"claim {tag}", "correction": f"correction {tag}", "kind": "事实", "check": f"check {tag}"}
    write_page(root, GELU, page_text(notebook="gelu", description=f"description {tag}", errata=[erratum]))
    done = build(root)
    assert done.returncode == 0, done.stdout
    for page, fields in {GELU: ["claim", "correction", "check"], "general/deep-learning": ["description"]}.items():
        shown = (root / "site" / page / "index.html").read_text("utf-8").partition("<article")[2]
        for field in fields:
            assert f"{field} &lt;b&gt;甲 &amp; 乙" in shown and f"{field} {tag}" not in shown

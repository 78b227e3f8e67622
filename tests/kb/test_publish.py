"""The published site is replaced by a checked build, or not at all."""

from pathlib import Path

import pytest

from kb.publish import base_url, build_site, swap
from tests.builders import write

THEME = """<!doctype html><html lang="zh"><head><title>{{ page.title }}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<meta name="description" content="{{ config.site_description }}"><link rel="canonical" href="{{ page.canonical_url }}">
</head><body><article>{{ page.content }}</article></body></html>"""
CONFIG = """site_name: 站
site_url: https://example.org/kb/
site_description: 一句话
theme: {name: null, custom_dir: theme}
plugins: []
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A MkDocs project of one page, and a site that was published before."""
    write(tmp_path / "mkdocs.yml", CONFIG)
    write(tmp_path / "theme" / "main.html", THEME)
    write(tmp_path / "docs" / "index.md", "# 新\n")
    write(tmp_path / "site" / "index.html", "旧")
    return tmp_path


def test_a_good_build_replaces_the_site(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert build_site(root, root / "site") == 0
    assert "<h1 id=" in (root / "site" / "index.html").read_text("utf-8")
    assert list((root / ".cache").iterdir()) == []
    assert "1 页，检查通过" in capfd.readouterr().out


def test_a_warning_leaves_the_site(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write(root / "docs" / "index.md", "# 新\n\n[没有](none.md)\n")
    assert build_site(root, root / "site") != 0
    assert (root / "site" / "index.html").read_text("utf-8") == "旧"
    printed = "".join(capfd.readouterr())
    assert "'none.md'" in printed and "strict mode" in printed


def test_a_fault_of_the_checker_leaves_the_site(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write(root / "docs" / "index.md", '# 新\n\n<img src="https://example.com/a.png" alt="图">\n')
    assert build_site(root, root / "site") == 1
    assert (root / "site" / "index.html").read_text("utf-8") == "旧"
    assert "https://example.com/a.png" in capfd.readouterr().err


def test_leftovers_of_a_killed_build_do_not_matter(root: Path) -> None:
    write(root / ".cache" / "site-next" / "stale.html", "坏")
    write(root / ".cache" / "site-old" / "stale.html", "坏")
    assert build_site(root, root / "site") == 0
    assert not (root / "site" / "stale.html").exists()


def test_the_first_site_has_none_to_replace(tmp_path: Path) -> None:
    write(tmp_path / "next" / "index.html", "新")
    swap(tmp_path / "next", tmp_path / "site")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert (tmp_path / "site" / "index.html").read_text("utf-8") == "新"


@pytest.mark.parametrize(
    ("head", "url"),
    [('<link rel="canonical" href="https://example.org/kb/">', "https://example.org/kb/"), ("", "")],
)
def test_a_site_knows_its_address(tmp_path: Path, head: str, url: str) -> None:
    write(tmp_path / "index.html", f"<html><head>{head}</head></html>")
    assert base_url(tmp_path) == url

"""The published site is replaced by a checked build, or not at all."""

import datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from kb.publish import base_url, build_site, content_date, swap
from tests.builders import GELU, INT8, page_text, write, write_data, write_page

THEME = """<!doctype html><html lang="zh"><head><title>{{ page.title }}</title>
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


def test_a_good_build_can_offer_an_archive(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write_data(root)
    write(root / "docs" / "about.md", "# 关于\n\n[首页](index.md)<!--offline-->\n")
    assert build_site(root, root / "site", offline=True) == 0
    assert "离线版是 kb-offline.zip：0.0 MB" in capfd.readouterr().out
    with ZipFile(root / "site" / "kb-offline.zip") as archive:
        assert 'href="../index.html"' in archive.read("kb-offline/about/index.html").decode()
    assert build_site(root, root / "site") == 0
    assert not (root / "site" / "kb-offline.zip").exists()


def test_the_content_is_as_new_as_its_newest_question(tmp_path: Path) -> None:
    write_data(tmp_path)
    write_page(tmp_path, GELU)
    write_page(tmp_path, INT8, page_text(reviewed=datetime.date(2026, 3, 1)))
    assert content_date(tmp_path) == datetime.date(2026, 3, 1)


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

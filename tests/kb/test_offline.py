"""The offline archive: links name files, the bytes depend on the site alone, the size is told outside."""

import datetime
import hashlib
import json
import os
from pathlib import Path
from zipfile import ZipFile

import pytest

from kb.errors import ContentError
from kb.offline import FOREWORD, add_archive, file_address, name_files, write_archive
from tests.builders import DAY, write

ABOUT = '<p>离线版。<!--offline--></p><a href="../">首页</a>'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A built site of a few files."""
    site = tmp_path / "site"
    for name, text in {
        "index.html": '<a href="a/">甲</a>',
        "404.html": '<a href="/kb/">首页</a>',
        "about/index.html": ABOUT,
        "a/index.html": '<a href="../">首页</a>',
        "assets/site.js": 'open("a/")',
        "assets/site.js.map": "{}",
        "sitemap.xml": "<urlset/>",
    }.items():
        write(site / name, text)
    return site


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("a/b/", "a/b/index.html"),
        (".", "./index.html"),
        ("./", "./index.html"),
        ("..", "../index.html"),
        ("../../", "../../index.html"),
        ("../a/#%E7%94%B2", "../a/index.html#%E7%94%B2"),
        ("../?q=a&amp;h=b#c", "../index.html?q=a&amp;h=b#c"),
    ],
)
def test_a_link_to_a_folder_names_its_page(address: str, named: str) -> None:
    assert file_address(address) == named


@pytest.mark.parametrize(
    "address",
    ["", "#a", "?q=a/", "a.html", "../rss.xml#a/", "https://example.org/a/", "//example.org/", "mailto:a@b.c"],
)
def test_other_links_stay(address: str) -> None:
    assert file_address(address) == address


@pytest.mark.parametrize(
    ("page", "named"),
    [
        ('<a title="a > b" href="a/">', '<a title="a > b" href="a/index.html">'),
        ("<a class=x\n href='..'>", "<a class=x\n href='../index.html'>"),
        ('<link rel="next" href="../b/">', '<link rel="next" href="../b/index.html">'),
        (
            '<meta http-equiv="refresh" content="0; url=../a/">',
            '<meta http-equiv="refresh" content="0; url=../a/index.html">',
        ),
        ('<abbr href="a/">', '<abbr href="a/">'),
        ('<a data-href="a/">', '<a data-href="a/">'),
        ('<code>&lt;a href="a/"&gt;</code>', '<code>&lt;a href="a/"&gt;</code>'),
    ],
)
def test_only_addresses_of_a_page_change(page: str, named: str) -> None:
    assert name_files(page) == named


def test_the_archive_holds_what_a_reader_needs_in_one_folder(site: Path, tmp_path: Path) -> None:
    write_archive(site, tmp_path / "a.zip", DAY)
    with ZipFile(tmp_path / "a.zip") as archive:
        assert archive.testzip() is None
        assert [name.removeprefix("kb-offline/") for name in archive.namelist()] == [
            FOREWORD,
            "a/index.html",
            "about/index.html",
            "assets/site.js",
            "index.html",
        ]
        assert archive.read("kb-offline/a/index.html") == b'<a href="../index.html">\xe9\xa6\x96\xe9\xa1\xb5</a>'
        assert archive.read("kb-offline/assets/site.js") == b'open("a/")'
        foreword = archive.read(f"kb-offline/{FOREWORD}").decode()
        assert "解压" in foreword and "index.html" in foreword and "2026-01-31" in foreword
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 1, 31, 0, 0, 0)}
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o100644}


def test_the_same_site_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    write_archive(site, tmp_path / "a.zip", DAY)
    for path in site.rglob("*.html"):
        path.chmod(0o600)
        os.utime(path, (1, 1))
    copy = tmp_path / "copy"
    for path in sorted(site.rglob("*.*"), reverse=True):
        write(copy / path.relative_to(site), path.read_text("utf-8"))
    write_archive(copy, tmp_path / "b.zip", DAY)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    write_archive(copy, tmp_path / "c.zip", DAY + datetime.timedelta(days=1))
    assert (tmp_path / "a.zip").read_bytes() != (tmp_path / "c.zip").read_bytes()


def test_the_site_offers_the_archive_with_size_and_date(site: Path) -> None:
    archive = add_archive(site, DAY)
    content = (site / "kb-offline.zip").read_bytes()
    facts = json.loads((site / "kb-offline.json").read_text("utf-8"))
    assert facts == {
        "file": "kb-offline.zip",
        "bytes": len(content),
        "date": "2026-01-31",
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    page = (site / "about" / "index.html").read_text("utf-8")
    assert '<a href="../kb-offline.zip" download>' in page and '<a href="../kb-offline.json">' in page
    assert str(archive) in page and "MB，内容截至 2026-01-31" in page
    with ZipFile(site / "kb-offline.zip") as opened:
        assert "kb-offline.zip" not in opened.read("kb-offline/about/index.html").decode()


def test_an_archive_does_not_hold_itself(site: Path) -> None:
    first = add_archive(site, DAY)
    write(site / "about" / "index.html", ABOUT)
    assert add_archive(site, DAY) == first


def test_a_page_without_a_place_for_the_link(site: Path) -> None:
    write(site / "about" / "index.html", "<p>关于</p>")
    with pytest.raises(ContentError, match=r"docs/about\.md：没有放离线版链接的地方。改法：.*<!--offline-->"):
        add_archive(site, DAY)

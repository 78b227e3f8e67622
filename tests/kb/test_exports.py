"""Files for machines: addresses are right, dates come from the content."""

from pathlib import Path
from urllib.parse import urljoin

import pytest
from feedgenerator import Atom1Feed, Rss201rev2Feed
from lxml import etree

from kb.exports import exported_files, feed, llms_text, markdown_copy, redirect, redirect_pages
from kb.project import Project, load_project
from tests.builders import GELU, INT8, page_text, write_page

URL = "https://example.org/kb/"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def project(root: Path) -> Project:
    write_page(root, INT8, page_text(title="什么是 <INT8>？", created="2026-02-01", reviewed="2026-03-01"))
    return load_project(root)


def test_every_page_has_a_copy_and_every_old_id_a_redirect(root: Path) -> None:
    write_page(root, INT8, page_text(formerly=["aigc/llm/int8-old", "aigc/llm/int8-older"]))
    assert set(exported_files(load_project(root), URL, "站")) == {
        "rss.xml",
        "atom.xml",
        "llms.txt",
        "aigc/llm/int8-old/index.html",
        "aigc/llm/int8-older/index.html",
    }


def test_rss_lists_the_newest_first_with_dates_of_the_content(project: Project) -> None:
    channel = etree.fromstring(feed(project, URL, "站", Rss201rev2Feed, "rss.xml").encode()).find("channel")
    assert [item.findtext("title") for item in channel.findall("item")] == ["什么是 <INT8>？", "什么是 GELU？"]
    assert [item.findtext("link") for item in channel.findall("item")] == [f"{URL}{INT8}/", f"{URL}{GELU}/"]
    assert channel.findtext("item/pubDate") == "Sun, 01 Feb 2026 00:00:00 +0800"
    assert channel.findtext("lastBuildDate") == "Sun, 01 Mar 2026 00:00:00 +0800"
    assert (channel.findtext("title"), channel.findtext("link")) == ("站", URL)


def test_atom_tells_when_an_entry_was_last_checked(project: Project) -> None:
    root = etree.fromstring(feed(project, URL, "站", Atom1Feed, "atom.xml").encode())
    assert root.xpath("string(a:updated)", namespaces=ATOM) == "2026-03-01T00:00:00+08:00"
    assert root.xpath("string(a:entry/a:published)", namespaces=ATOM) == "2026-02-01T00:00:00+08:00"
    assert root.xpath("string(a:entry/a:updated)", namespaces=ATOM) == "2026-03-01T00:00:00+08:00"
    assert root.xpath("string(a:link[@rel='self']/@href)", namespaces=ATOM) == f"{URL}atom.xml"


def test_exports_are_the_same_every_time(project: Project) -> None:
    assert exported_files(project, URL, "站") == exported_files(project, URL, "站")


def test_language_models_get_a_line_a_question(project: Project) -> None:
    assert llms_text(project, URL, "站").split("\n")[3:] == [
        "",
        "## 通用板块 · 深度学习基础",
        "",
        f"- [什么是 GELU？]({URL}{GELU}/index.md.txt): 甲排在乙前面。",
        "",
        "## 通用板块 · 模型部署基础",
        "",
        f"- [什么是 <INT8>？]({URL}{INT8}/index.md.txt): 甲排在乙前面。",
        "",
    ]


def test_a_copy_is_markdown_alone(root: Path) -> None:
    write_page(
        root,
        GELU,
        page_text({"详解": "和是 {{ total }}[@one2020, §2]。\n\n{{ table }}\n\n写 `{{ total }}`。"}, notebook="gelu"),
    )
    project = load_project(root)
    copy = markdown_copy(project, project.catalogue.questions[GELU])
    assert copy.startswith("# 什么是甲？\n\n> 甲排在乙前面。\n\n## 面试速答\n")
    assert "和是 10[^cite-1]。\n\n| 名字 | 值 |\n| --- | --- |\n| 甲 | 1 |\n\n写 `{{ total }}`。" in copy
    assert "（图：一条上升的折线）" in copy
    assert "\n[^cite-1]: Wang，[On One](https://arxiv.org/abs/2001.00001)，arXiv:2001.00001，2020，§2\n" in copy
    assert "<" not in copy and "///" not in copy


def test_a_notebook_moves_with_its_question(root: Path) -> None:
    write_page(root, GELU, page_text(title="甲", notebook="gelu", formerly=["aigc/llm/gelu", "aigc/llm/gauss"]))
    pages = redirect_pages(load_project(root))
    assert set(pages) == {f"{old}/index.html" for old in ("aigc/llm/gelu", "aigc/llm/gauss", "notebooks/gauss")}
    assert '<a href="../../notebooks/gelu/">甲的证明</a>' in pages["notebooks/gauss/index.html"]


def test_a_redirect_leads_from_the_old_address_to_the_new() -> None:
    page = redirect("aigc/llm/old", GELU, "甲 & 乙")
    html = etree.fromstring(page.encode(), etree.HTMLParser(encoding="utf-8"))
    targets = {
        html.xpath("string(//link[@rel='canonical']/@href)"),
        html.xpath("substring-after(//meta[@http-equiv='refresh']/@content, 'url=')"),
        html.xpath("string(//a/@href)"),
    }
    assert {urljoin(f"{URL}aigc/llm/old/", target) for target in targets} == {f"{URL}{GELU}/"}
    assert html.xpath("string(//a)") == "甲 & 乙"

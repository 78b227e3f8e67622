"""The files of the search index."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kb.errors import ContentError
from kb.project import load_project
from kb.search import index
from kb.search.index import SearchPage, build_index, lists, question_page, synonyms
from kb.search.sections import Section
from kb.vocabulary import Term
from tests.builders import GELU

ROOT = Path(__file__).parents[3]
LISTS = {"boards": ["板块"], "difficulties": ["基础"], "tagNames": ["标签"], "suggestions": []}
PAGE = SearchPage("a/", "甲函数", "question", "一句话", [Section("x", "详解", "正文", [])], ["别名"], tags=[0], board=0)


def content(script: str) -> tuple[str, object]:
    name, value = json.loads(f"[{script.strip().removeprefix('kbSearch(').removesuffix(')')}]")
    return name, value


@pytest.fixture
def index_files(tmp_path: Path) -> Callable[..., dict[str, str]]:
    """Indexes pages; returns the content of each file by its path."""

    def build(*pages: SearchPage) -> dict[str, str]:
        folder = tmp_path / "search"
        build_index(pages, LISTS, folder, ROOT)
        return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.js")}

    return build


def test_the_catalogue_names_the_folder_of_all_other_files(index_files: Callable[..., dict[str, str]]) -> None:
    files = index_files(PAGE)
    _, catalogue = content(files["catalogue.js"])
    assert isinstance(catalogue, dict)
    assert set(files) == {"catalogue.js"} | {
        f"{catalogue['version']}/{name}.js" for name in ("tables", "terms/0", "texts/0", "words")
    }
    assert catalogue["pages"]["url"] == ["a/"]
    assert catalogue["boards"] == ["板块"]


def test_every_file_says_which_it_is(index_files: Callable[..., dict[str, str]]) -> None:
    for path, script in index_files(PAGE).items():
        assert f"/{path}".endswith(f"/{content(script)[0]}.js")


def test_same_pages_same_files(index_files: Callable[..., dict[str, str]]) -> None:
    assert index_files(PAGE) == index_files(PAGE)


def test_other_text_other_folder(index_files: Callable[..., dict[str, str]]) -> None:
    other = SearchPage("a/", "甲函数", "question", "一句话", [Section("x", "详解", "别的", [])])
    assert set(index_files(PAGE)) != set(index_files(other))


def test_terms_are_sorted_across_shards(index_files: Callable[..., dict[str, str]]) -> None:
    pages = [
        SearchPage(f"{n}/", f"题 {n}", "question", "", [Section("", "", f"词{n} word{n} " * 20)]) for n in range(900)
    ]
    files = index_files(*pages)
    shards = [content(text) for path, text in files.items() if "/terms/" in path]
    assert len(shards) > 1
    terms = [
        line.split("\t")[0] for _, text in sorted(shards, key=lambda s: int(s[0][6:])) for line in str(text).split("\n")
    ]
    assert terms == sorted(terms)


def test_a_question_brings_what_results_and_filters_need(root: Path) -> None:
    project = load_project(root)
    question = project.catalogue.questions[GELU]
    page = question_page(question, project, [])
    named = lists(project)
    assert (page.url, page.title, page.kind) == (question.url, question.meta.title, "question")
    assert named["boards"][page.board]
    assert named["difficulties"][page.difficulty] == question.meta.difficulty
    assert [named["tagNames"][tag] for tag in page.tags] == question.meta.tags


def test_glossary_gives_other_words_for_a_title(root: Path) -> None:
    project = load_project(root)
    term = Term(term="误差函数", slug="erf", meaning="积分", english="error function", forms=["erf"])
    project = replace(project, glossary=[term])
    assert synonyms("误差函数是什么？", project) == ["erf", "error function"]
    assert synonyms("erf 是什么？", project) == ["误差函数", "error function"]
    assert synonyms("无关", project) == []


def test_a_failing_indexer_stops_with_its_message(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "broken.mjs"
    broken.write_text("throw new Error('坏了')", "utf-8")
    monkeypatch.setattr(index, "INDEXER", broken)
    with pytest.raises(ContentError, match="坏了"):
        build_index([PAGE], LISTS, tmp_path / "search", ROOT)

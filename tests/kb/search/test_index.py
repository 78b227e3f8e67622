"""The files of the search index."""

import json
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


def test_the_catalogue_names_the_folder_of_all_other_files() -> None:
    files = build_index([PAGE], LISTS, ROOT)
    _, catalogue = content(files["catalogue.js"])
    assert isinstance(catalogue, dict)
    assert set(files) == {"catalogue.js"} | {
        f"{catalogue['version']}/{name}.js" for name in ("tables", "terms/0", "texts/0")
    }
    assert catalogue["pages"]["url"] == ["a/"]
    assert catalogue["boards"] == ["板块"]


def test_every_file_says_which_it_is() -> None:
    for path, script in build_index([PAGE], LISTS, ROOT).items():
        assert f"/{path}".endswith(f"/{content(script)[0]}.js")


def test_same_pages_same_files() -> None:
    assert build_index([PAGE], LISTS, ROOT) == build_index([PAGE], LISTS, ROOT)


def test_other_text_other_folder() -> None:
    other = SearchPage("a/", "甲函数", "question", "一句话", [Section("x", "详解", "别的", [])])
    assert set(build_index([PAGE], LISTS, ROOT)) != set(build_index([other], LISTS, ROOT))


def test_terms_are_sorted_across_shards() -> None:
    pages = [
        SearchPage(f"{n}/", f"题 {n}", "question", "", [Section("", "", f"词{n} word{n} " * 20)]) for n in range(900)
    ]
    files = build_index(pages, LISTS, ROOT)
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
        build_index([PAGE], LISTS, ROOT)

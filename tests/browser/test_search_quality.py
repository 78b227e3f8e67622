"""How good the search is, by the project's own queries."""

import re

import pytest
from playwright.sync_api import Browser

from kb.search.sections import sections
from scripts.search_eval import answerable, read_queries, report, score, type_queries
from tests.serving import ROOT, Site, question_ids

pytestmark = pytest.mark.browser
# The classes whose queries are names of things, which a page may well list.
NAMING = {"zh", "en", "abbr", "syn"}
FOLDER = ROOT / "tests" / "search"
QUERIES = read_queries(FOLDER / "queries.tsv")


@pytest.mark.parametrize(
    ("file", "first", "close", "empty"),
    [
        ("queries", 0.95, 0.99, 0),
        # Written from the pages alone, by people who had not seen the aliases; pages and weights are not tuned to it.
        ("unseen", 0.92, 0.98, 0.01),
    ],
)
def test_the_right_page_is_first_or_close_to_it(
    file: str, first: float, close: float, empty: float, browser: Browser, site: Site
) -> None:
    asked = answerable(read_queries(FOLDER / f"{file}.tsv"), set(question_ids()))
    assert len(asked) > 200
    answers = type_queries(browser.new_page(locale="zh-CN"), site.url, asked)
    scores = score(answers)
    reached = scores["success@1"] >= first and scores["success@3"] >= close and scores["zero"] <= empty
    assert reached, report(answers, 0)


@pytest.mark.parametrize("question_id", question_ids())
def test_aliases_are_names_not_copies_of_queries(question_id: str, site: Site) -> None:
    """What is typed in a hurry is no name: such a query may be an alias only where the page itself says it."""
    text = " ".join(section.text for section in sections((site.folder / question_id / "index.html").read_text("utf-8")))
    source = (ROOT / "docs" / f"{question_id}.md").read_text("utf-8")
    aliases = re.search(r"(?m)^aliases: \[(.*)\]$", source)
    names = [name.strip().lower() for name in aliases[1].split(",")] if aliases else []
    typed = {query.text.lower() for query in QUERIES if query.kind not in NAMING}
    assert [name for name in names if name in typed and name not in text.lower()] == []
    named = {query.text.lower() for query in QUERIES if query.kind in NAMING}
    copies = [name for name in names if name in named and name not in text.lower()]
    assert len(copies) <= len(names) / 2, copies

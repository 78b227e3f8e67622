"""How good the search is, by the project's own queries."""

import re

import pytest
from playwright.sync_api import Browser

from kb.search.sections import sections
from scripts.search_eval import Answer, answerable, read_queries, report, score, type_queries
from tests.serving import ROOT, Site, question_ids

pytestmark = pytest.mark.browser
# The classes whose queries are names of things, which a page may well list.
NAMING = {"zh", "en", "abbr", "syn"}
QUERIES = read_queries(ROOT / "tests" / "search" / "queries.tsv")


@pytest.fixture(scope="module")
def answers(browser: Browser, site: Site) -> list[Answer]:
    asked = answerable(QUERIES, set(question_ids()))
    assert len(asked) > 200
    page = browser.new_page(locale="zh-CN")
    return type_queries(page, site.url, asked)


def test_the_right_page_is_first_or_close_to_it(answers: list[Answer]) -> None:
    scores = score(answers)
    reached = scores["success@1"] >= 0.95 and scores["success@3"] >= 0.99 and scores["zero"] == 0
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

"""Types every query of a file into the built site's own search box and scores what comes first.

A file of queries has a header and lines of class, query and the ids of the pages that answer it, separated by tabs
(ids by commas). Queries whose pages the site does not have are skipped and counted.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Page, sync_playwright

from scripts.browsing import OPTIONS, browser_path, serve_folder

RESULTS = "[data-search-results] a[href]"
DONE = "[data-search-results][aria-busy=false]"


@dataclass(frozen=True)
class Query:
    """A typed query, its class, and the ids of the pages that answer it."""

    kind: str
    text: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What the search box showed: ids in rank order, and the first right rank (0 when there is none)."""

    query: Query
    found: list[str]

    @property
    def rank(self) -> int:
        """1-based rank of the first page that answers the query, or 0."""
        return next((at for at, page in enumerate(self.found, start=1) if page in self.query.answers), 0)


def read_queries(path: Path) -> list[Query]:
    """Read a file of queries.

    Raises:
        SystemExit: A line does not have three fields.
    """
    queries = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        fields = line.split("\t")
        if number == 1 or not line.strip():
            continue
        if len(fields) != 3:
            raise SystemExit(f"{path}:{number}：要有三栏（类别、查询、题目 id），用制表符隔开")
        queries.append(Query(fields[0], fields[1], tuple(fields[2].split(","))))
    return queries


def answerable(queries: list[Query], pages: set[str]) -> list[Query]:
    """The queries that at least one page of the site answers, with only those pages."""
    known = [(query, tuple(page for page in query.answers if page in pages)) for query in queries]
    return [Query(query.kind, query.text, answers) for query, answers in known if answers]


def score(answers: list[Answer]) -> dict[str, float]:
    """Shares of queries with the right page first and among the first three, mean reciprocal rank, empty answers."""
    count = len(answers) or 1
    return {
        "n": len(answers),
        "success@1": sum(answer.rank == 1 for answer in answers) / count,
        "success@3": sum(1 <= answer.rank <= 3 for answer in answers) / count,
        "MRR": sum(1 / answer.rank for answer in answers if answer.rank) / count,
        "zero": sum(not answer.found for answer in answers) / count,
    }


def type_queries(page: Page, root: str, queries: list[Query]) -> list[Answer]:
    """Open the search box with its key and type each query into it."""
    page.goto(root)
    page.keyboard.press("/")
    box = page.locator("input[type=search]")
    answers = []
    for query in queries:
        box.fill(query.text)
        page.locator(f"{DONE}[data-query={_css(query.text.strip())}]").wait_for()
        links = page.locator(RESULTS).evaluate_all("links => links.map(link => link.href)")
        answers.append(Answer(query, page_ids(links, root)))
    return answers


def page_ids(links: list[str], root: str) -> list[str]:
    """The ids of the pages that links lead to, each once, in order."""
    below = (unquote(urlsplit(link).path).removeprefix(urlsplit(root).path).strip("/") for link in links)
    return list(dict.fromkeys(below))


def evaluate(site: Path, queries: list[Query], ask: Callable[[Page, str, list[Query]], list[Answer]]) -> list[Answer]:
    """Serve a built site and ask it every query that it can answer."""
    pages = {path.parent.relative_to(site).as_posix() for path in site.rglob("index.html")}
    with serve_folder(site) as root, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=OPTIONS)
        answers = ask(browser.new_page(locale="zh-CN"), root, answerable(queries, pages))
        browser.close()
    return answers


def report(answers: list[Answer], skipped: int) -> str:
    """A table over all and per class, then every query whose page was not first."""
    kinds = defaultdict(list)
    for answer in answers:
        kinds[answer.query.kind].append(answer)
    rows = [_row("全部", answers), *(_row(kind, some) for kind, some in kinds.items())]
    misses = [
        f"{a.query.kind}\t{a.query.text}\t第 {a.rank} 位\t{' '.join(a.found[:3])}" for a in answers if a.rank != 1
    ]
    head = "类别\tn\tsuccess@1\tsuccess@3\tMRR\t零结果"
    return "\n".join([head, *rows, f"跳过 {skipped} 条：站上没有它们的题目", "", "没有排在第一的：", *misses])


def _row(name: str, answers: list[Answer]) -> str:
    values = score(answers)
    shares = (f"{value:.3f}" for key, value in values.items() if key != "n")
    return "\t".join([name, str(values["n"]), *shares])


def _css(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def main(arguments: list[str] | None = None) -> int:
    """Score a file of queries on a built site."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--site", type=Path, default=Path("site"))
    options = parser.parse_args(arguments)
    queries = read_queries(options.file)
    answers = evaluate(options.site, queries, type_queries)
    print(report(answers, len(queries) - len(answers)))
    return 0


if __name__ == "__main__":
    sys.exit(main())

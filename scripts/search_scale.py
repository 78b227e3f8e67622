"""What search costs a reader when the site has grown: bytes and milliseconds at a number of generated pages.

The index holds generated pages, the rest is the built site: run `make build` first.
Bytes are those of the gzipped files that the browser fetched, and too many of them make the command fail;
times are only printed, since they depend on the machine. So is what the index adds to the time of a whole build.
"""

import argparse
import gzip
import os
import platform
import random
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import yaml
from markdown import markdown  # type: ignore[import-untyped, unused-ignore]
from playwright.sync_api import Page, Request, sync_playwright

from kb.question import DIFFICULTIES
from kb.search.index import SearchPage, build_index
from kb.search.sections import sections
from scripts.browsing import OPTIONS, browser_path, serve_folder
from scripts.generate_pages import ROOT, Place, copy_project, generate, generated_place, page
from scripts.made_up import WORDS, Author
from scripts.usage import measure as usage

EXTENSIONS = ["tables", "toc", "pymdownx.details", "pymdownx.superfences"]
CITATION = re.compile(r"\[@[^\]]*\]")

FURTHER_QUERIES = 20
# Up to so many pages: what the first result, and any further query, may cost, in KB.
BUDGETS = {1500: {"first KB": 350, "further KB max": 100}, 5000: {"first KB": 600}}
SHARE_AT = 1500
SEARCH_HOOK = "  - hooks/search.py\n"
DONE = "[data-search-results][aria-busy=false]"
# Milliseconds from an input event to the results standing there, without the pause for further keys.
KEYSTROKE = """
async (query) => {
  const box = document.querySelector("input[type=search]");
  const results = document.querySelector("[data-search-results]");
  const start = performance.now();
  box.value = query;
  const done = new Promise((resolve) => {
    new MutationObserver((_, observer) => {
      if (results.dataset.query === query && results.ariaBusy === "false") { observer.disconnect(); resolve(); }
    }).observe(results, { attributes: true });
  });
  box.dispatchEvent(new CompositionEvent("compositionend"));
  await done;
  return performance.now() - start;
}
"""


@dataclass
class Traffic:
    """Counts the gzipped bytes of what a page fetches for search.

    Attributes:
        site: The site's folder.
        root: Its address.
        total: Bytes so far.
        fetched: The files.
    """

    site: Path
    root: str
    total: int = 0
    fetched: list[str] = field(default_factory=list)

    def record(self, request: Request) -> None:
        """Add a file of the index, or the site's own scripts."""
        path = unquote(request.url.removeprefix(self.root))
        if path.startswith("search/") or path.endswith(("/site.js", "/search.js")):
            self.total += len(gzip.compress((self.site / path).read_bytes(), 9, mtime=0))
            self.fetched.append(path)


def build(count: int, characters: int, folder: Path) -> Path:
    """A copy of the built site whose search index holds generated pages instead; returns its folder."""
    site = shutil.copytree(ROOT / "site", folder / "site", ignore=shutil.ignore_patterns("search"))
    place = generated_place()
    lists = {"boards": place.boards, "difficulties": list(DIFFICULTIES), "tagNames": place.tags, "suggestions": []}
    build_index(searched_pages(count, characters, place), lists, site / "search", ROOT)
    return site


def searched_pages(count: int, characters: int, place: Place) -> Iterator[SearchPage]:
    """Generated pages as the index takes them: read and turned into HTML like real ones, without the theme."""
    ids: list[str] = []
    for number in range(count):
        author = Author(random.Random(number), place.keys, characters)
        ids.append(f"{author.chance.choice(place.boards)}/generated-{number:05d}")
        _, head, body = page(author, ids, place, None).split("---\n", 2)
        meta = yaml.safe_load(head)
        yield SearchPage(
            f"{ids[-1]}/",
            meta["title"],
            "question",
            meta["description"],
            sections(markdown(CITATION.sub("", body), extensions=EXTENSIONS)),
            meta["aliases"],
            tags=[place.tags.index(tag) for tag in meta["tags"]],
            board=place.boards.index(ids[-1].rpartition("/")[0]),
            difficulty=DIFFICULTIES.index(meta["difficulty"]),
        )


def measure(site: Path) -> dict[str, float]:
    """Type queries into the search box and note bytes and times."""
    with serve_folder(site) as root, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=OPTIONS)
        page = browser.new_page(locale="zh-CN")
        traffic = Traffic(site, root)
        page.on("request", traffic.record)
        page.goto(root, wait_until="networkidle")
        before = list(traffic.fetched)
        assert not any(path.startswith("search/") for path in before), before
        figures = _first(page, traffic) | _further(page, traffic)
        browser.close()
    return figures


def _first(page: Page, traffic: Traffic) -> dict[str, float]:
    page.keyboard.press("/")
    page.locator(DONE).wait_for(state="attached")
    start = time.perf_counter()
    page.locator("input[type=search]").fill(WORDS["terms"][0] + WORDS["aspects"][0])
    page.locator("[data-search-results] a[href]").first.wait_for()
    milliseconds = (time.perf_counter() - start) * 1000
    page.wait_for_load_state("networkidle")
    return {"first KB": traffic.total / 1000, "first ms": milliseconds}


def _further(page: Page, traffic: Traffic) -> dict[str, float]:
    chance = random.Random(1)
    sizes, times = [], []
    for _ in range(FURTHER_QUERIES):
        query = f"{chance.choice(WORDS['terms'])} {chance.choice(WORDS['clauses'])}{chance.choice(WORDS['objects'])}"
        before = traffic.total
        times.append(page.evaluate(KEYSTROKE, query))
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(300)
        sizes.append((traffic.total - before) / 1000)
    repeated = [page.evaluate(KEYSTROKE, f"{WORDS['terms'][0]}{'吗' * n}") for n in range(1, 12)]
    return {
        "further KB median": statistics.median(sizes),
        "further KB max": max(sizes),
        "further ms median": statistics.median(times),
        "keystroke ms median": statistics.median(repeated),
    }


def index_share(count: int, characters: int, folder: Path) -> tuple[float, float]:
    """Make the site from nothing, as `make build` does, without and with an index, twice each.

    Returns:
        The mean CPU seconds without, and with.
    """
    seconds: dict[bool, list[float]] = {False: [], True: []}
    # In this order a machine that becomes slower or faster does so to both. Each has a folder of its own: deleting
    # files slows down whoever writes files next.
    for number, searchable in enumerate((False, True, True, False)):
        project = folder / str(number)
        # One notebook: a site without any is not checked through.
        generate(project, count, copy_project(project, with_pages=False), characters, notebook_every=count)
        if not searchable:
            _drop_search(project / "mkdocs.yml")
        seconds[searchable].append(usage([sys.executable, "-m", "kb", "build"], project).cpu)
    return statistics.mean(seconds[False]), statistics.mean(seconds[True])


def _drop_search(config: Path) -> None:
    text = config.read_text("utf-8")
    assert SEARCH_HOOK in text
    config.unlink()  # It links to the project's own.
    config.write_text(text.replace(SEARCH_HOOK, ""), "utf-8")


def faults(count: int, figures: dict[str, float]) -> list[str]:
    """What is over the budget for so many pages."""
    limits = next((limits for pages, limits in BUDGETS.items() if count <= pages), {})
    over = {name: limit for name, limit in limits.items() if figures[name] > limit}
    return [f"{count} 页：{name} {figures[name]:.1f}，预算 {limit}" for name, limit in over.items()]


def main(arguments: list[str] | None = None) -> int:
    """Print the figures for each number of pages; fails when bytes are over the budget."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", type=int, nargs="*", default=[100, 1500, 5000])
    parser.add_argument("--characters", type=int, default=1500)
    options = parser.parse_args(arguments)
    print(
        f"{platform.machine()}，{os.cpu_count()} 核，Python {platform.python_version()}，每页约 {options.characters} 字"
    )
    over: list[str] = []
    for count in options.counts:
        with tempfile.TemporaryDirectory() as folder:
            site = build(count, options.characters, Path(folder))
            index = sum(path.stat().st_size for path in (site / "search").rglob("*.js"))
            figures = measure(site) | {"index MB": index / 1e6}
        print(f"{count} 页：" + "，".join(f"{name} {value:.1f}" for name, value in figures.items()), flush=True)
        over += faults(count, figures)
    if SHARE_AT in options.counts:
        with tempfile.TemporaryDirectory() as folder:
            without, with_index = index_share(SHARE_AT, options.characters, Path(folder))
        print(f"{SHARE_AT} 页的构建：CPU {without:.1f} s，连索引 {with_index:.1f} s，多 {with_index / without - 1:.0%}")
    print("\n".join(over or ["没有超出预算"]))
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())

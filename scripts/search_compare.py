"""Asks four search engines the same queries on the same pages: Material's, Pagefind, MiniSearch, and this site's.

Material runs with the settings that were the best measured for it (wide separator, no stemming, light title boost,
the last-word cure for Han queries), Pagefind as it comes, MiniSearch on Han pairs and Latin words.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

import material  # type: ignore[import-untyped, unused-ignore]
from playwright.sync_api import Page

from kb.node import ensure_packages, node_executable
from scripts.search_eval import Answer, Query, evaluate, page_ids, read_queries, report, score, type_queries

MATERIAL = """
  - search:
      lang: en
      pipeline: []
      fields: {title: {boost: 10}, text: {boost: 1}, tags: {boost: 10}}
      separator: '[\\s\\u200b\\u3000\\-、。，．？！；：（）()\\[\\]【】“”\\"《》,:/_*=|+&~·]+\
|(?<=[A-Za-z0-9])(?=[\\u3400-\\u9fff])|(?<=[\\u3400-\\u9fff])(?=[A-Za-z0-9])'
"""
PAGEFIND = """
async (query) => {
  const pagefind = await import(new URL("pagefind/pagefind.js", document.baseURI));
  const { results } = await pagefind.search(query);
  return Promise.all(results.slice(0, 10).map(async (result) => new URL((await result.data()).url, location).href));
}
"""
WORKERS = Path(material.__file__).parent / "templates" / "assets" / "javascripts" / "workers"
HAN_RUN = re.compile(r"[\u3400-\u9fff]+")


def ask_material(page: Page, root: str, queries: list[Query]) -> list[Answer]:
    """Type queries into Material's box; a dummy character closes each Han run, which cures its last word."""
    page.goto(root, wait_until="networkidle")
    page.locator("#__search").dispatch_event("click")
    box = page.locator("input.md-search__input")
    answers = []
    for query in queries:
        box.fill("")
        page.wait_for_timeout(100)
        box.fill(HAN_RUN.sub(lambda run: f" {run[0]}\u3007 ", unicodedata.normalize("NFKC", query.text)).strip())
        box.press("End")
        page.wait_for_timeout(400)
        links = page.locator(".md-search-result__link").evaluate_all("links => links.map(link => link.href)")
        answers.append(Answer(query, page_ids(links, root)))
    return answers


def ask_pagefind(page: Page, root: str, queries: list[Query]) -> list[Answer]:
    """Ask Pagefind's own interface."""
    page.goto(root)
    return [Answer(query, page_ids(page.evaluate(PAGEFIND, query.text), root)) for query in queries]


def material_site(project: Path, folder: Path) -> Path:
    """Build the project with Material's search instead of the site's own."""
    copy, site = folder / "material", folder / "material-site"
    shutil.copytree(project, copy, symlinks=True, ignore=shutil.ignore_patterns(".git", ".venv", "site", "tests"))
    config = (project / "mkdocs.yml").read_text("utf-8")
    (copy / "mkdocs.yml").unlink()
    (copy / "mkdocs.yml").write_text(
        config.replace("plugins:\n", f"plugins:{MATERIAL}").replace("  - hooks/search.py\n", ""), "utf-8"
    )
    if (copy / "overrides").is_symlink():
        (copy / "overrides").unlink()
        shutil.copytree(project / "overrides", copy / "overrides")
    (copy / "overrides" / "partials" / "header.html").unlink()
    command = [str(Path(sys.executable).with_name("mkdocs")), "build", "--quiet", "--site-dir", str(site)]
    subprocess.run(command, cwd=copy, check=True, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"})
    # The site ships no scripts of Material's that it does not use.
    shutil.copytree(WORKERS, site / "assets" / "javascripts" / "workers", dirs_exist_ok=True)
    return site


def pagefind_site(site: Path, folder: Path, modules: Path) -> Path:
    """A copy of the site with Pagefind's index."""
    copy = shutil.copytree(site, folder / "pagefind-site")
    runner = modules / "pagefind" / "lib" / "runner" / "bin.cjs"
    options = ["--site", str(copy), "--root-selector", "article", "--exclude-selectors", ".headerlink"]
    subprocess.run([node_executable(), runner, *options], check=True, capture_output=True)
    return copy


def ask_minisearch(site: Path, queries: list[Query]) -> list[Answer]:
    """Ask MiniSearch on the titles and texts of the site's own index."""
    request = json.dumps({"site": str(site), "queries": [query.text for query in queries]})
    command = [node_executable(), Path(__file__).with_name("minisearch.mjs")]
    done = subprocess.run(command, input=request, capture_output=True, check=True, encoding="utf-8")
    found = json.loads(done.stdout)
    return [Answer(query, [url.strip("/") for url in urls]) for query, urls in zip(queries, found, strict=True)]


def main(arguments: list[str] | None = None) -> int:
    """Print a row an engine, then the misses of this site's own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--project", type=Path, default=Path(), help="folder of the content; its site is in site/")
    options = parser.parse_args(arguments)
    queries, site = read_queries(options.file), options.project / "site"
    packages = ensure_packages(options.project, dev=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        own = evaluate(site, queries, type_queries)
        asked = [answer.query for answer in own]
        rows = {
            "Material（调优）": evaluate(material_site(options.project, folder), queries, ask_material),
            "Pagefind 1.6": evaluate(pagefind_site(site, folder, packages), queries, ask_pagefind),
            "MiniSearch 二元组": ask_minisearch(site, asked),
            "本站": own,
        }
    for engine, answers in rows.items():
        print(engine + "\t" + "\t".join(f"{key} {value:.3f}" for key, value in score(answers).items()))
    print(report(own, len(queries) - len(own)))
    return 0


if __name__ == "__main__":
    sys.exit(main())

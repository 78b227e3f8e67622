"""Collects the text of every page, and writes the search index when the site is built."""

from functools import partial
from pathlib import Path
from typing import Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from kb.errors import ContentError
from kb.later import Later
from kb.memory import Packed
from kb.project import Project
from kb.render import renderer
from kb.search.index import SearchPage, build_index, lists, question_page
from kb.search.sections import sections

type Order = tuple[bool, int, int, str]
# By the page's source. A preview that makes only some pages anew keeps the others from before.
PAGES: dict[str, tuple[Order, Packed[SearchPage]]] = {}
# In such a preview the index is made when the author has paused: it would slow the next rebuild down.
PAUSE = 5.0
LATER: list[Later] = []


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Prepare for a preview by parts."""
    if command == "serve" and dirty:
        LATER.append(Later(PAUSE))


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    """Forget pages that are gone, and remember how many there will be."""
    for gone in PAGES.keys() - {page.file.src_uri for page in nav.pages}:
        del PAGES[gone]
    config.extra["search_count"] = len(nav.pages)


@event_priority(-100)
def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Keep the text of a page, after the formulas have become words."""
    project: Project = config.extra["project"]
    question = project.catalogue.questions.get(page.file.src_uri.removesuffix(".md"))
    found = sections(html)
    known = (
        question_page(question, project, found)
        if question
        else SearchPage(
            page.url,
            str(page.title),
            _kind(page),
            page.meta.get("description", ""),
            found,
            question=_proved(page, project),
        )
    )
    order = known.kind != "question", known.board, known.difficulty, known.url
    PAGES[page.file.src_uri] = order, Packed(known)


@event_priority(-100)
def on_post_build(config: MkDocsConfig) -> None:
    """Write the index; a partial build that does not know all pages leaves it as it was."""
    if len(PAGES) < config.extra["search_count"]:
        return
    project: Project = config.extra["project"]
    pages = [page for _, page in sorted(PAGES.values(), key=lambda known: known[0])]
    write = partial(_write_index, pages, project, Path(config.site_dir, "search"))
    if LATER:
        LATER[0].run(write)
        return
    # It has nothing left to render, and holds a hundred megabytes that the indexer can use.
    renderer(project.root).close()
    try:
        write()
    except ContentError as error:
        raise PluginError(str(error)) from error


def _write_index(pages: list[Packed[SearchPage]], project: Project, folder: Path) -> None:
    build_index((page.unpack() for page in pages), lists(project), folder, project.root)


def _kind(page: Page) -> str:
    if page.file.src_uri.startswith("notebooks/") and page.file.src_uri.endswith(".ipynb"):
        return "notebook"
    return "list" if "template" in page.meta else "page"


def _proved(page: Page, project: Project) -> str:
    """The address of the question that a notebook proves."""
    published = project.notebooks.get(Path(page.file.src_uri).stem) if _kind(page) == "notebook" else None
    return published.question.url if published and published.question else ""

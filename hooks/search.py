"""Collects the text of every page, and writes the search index when the site is built."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from kb.errors import ContentError
from kb.memory import Packed
from kb.project import Project
from kb.render import renderer
from kb.search.index import SearchPage, build_index, lists, question_page
from kb.search.sections import sections


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    """Start with no pages, and remember how many there will be."""
    config.extra["search_pages"], config.extra["search_count"] = {}, len(nav.pages)


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
    config.extra["search_pages"][page.file.src_uri] = order, Packed(known)


@event_priority(-100)
def on_post_build(config: MkDocsConfig) -> None:
    """Write the index. A partial rebuild (`serve --dirty`) knows a few pages only and leaves it as it was."""
    pages: dict[str, tuple[tuple[bool, int, int, str], Packed[SearchPage]]] = config.extra["search_pages"]
    if len(pages) < config.extra["search_count"]:
        return
    project: Project = config.extra["project"]
    # It has nothing left to render, and holds a hundred megabytes that the indexer can use.
    renderer(project.root).close()
    ordered = sorted(pages.values(), key=lambda page: page[0])
    try:
        build_index(
            (known.unpack() for _, known in ordered), lists(project), Path(config.site_dir, "search"), project.root
        )
    except ContentError as error:
        raise PluginError(str(error)) from error


def _kind(page: Page) -> str:
    if page.file.src_uri.startswith("notebooks/") and page.file.src_uri.endswith(".ipynb"):
        return "notebook"
    return "list" if "template" in page.meta else "page"


def _proved(page: Page, project: Project) -> str:
    """The address of the question that a notebook proves."""
    published = project.notebooks.get(Path(page.file.src_uri).stem) if _kind(page) == "notebook" else None
    return published.question.url if published and published.question else ""

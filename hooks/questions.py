"""Renders question pages: their own marks before Markdown, their metadata for the template."""

from functools import partial
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from kb.citations import Citations, mark_citations
from kb.errors import ContentError
from kb.glossary import mark_terms
from kb.pages import PageContext, expand
from kb.project import Project
from kb.question import Question
from kb.render import renderer
from kb.render.diagrams import render_diagram

# The rest only helps search.
SHOWN_ALIASES = 6


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str | None:
    """Render the citations, named outputs and diagrams of a question page."""
    question = _question(page, config)
    if question is None:
        return None
    project: Project = config.extra["project"]
    page.meta["template"] = "question.html"
    context = PageContext(
        path=question.path,
        notebook=question.meta.notebook or "",
        outputs=project.outputs(question),
        root="../" * page.url.count("/"),
        fragments=config.extra["fragments"],
        diagram=partial(render_diagram, process=renderer(project.root)),
    )
    offset = question.document.offset
    citations = config.extra["citations"][question.src] = Citations(question.path, project.sources)
    try:
        marked = mark_citations(question.document.body, citations, offset)
        return expand(marked, context, offset)
    except ContentError as error:
        raise PluginError(str(error)) from error


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str | None:
    """Put a question's other names above its text, explain glossary terms where they first stand, show citations."""
    question = _question(page, config)
    if question is None:
        return None
    shown = "、".join(question.meta.aliases[:SHOWN_ALIASES])
    names = f'<p class="kb-aliases">又名：{shown}</p>\n' if shown else ""
    citations: Citations = config.extra["citations"].pop(question.src)
    return names + citations.show(mark_terms(html, config.extra["project"].glossary, question.id))


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
    """Give the template the question and its review; keep previous and next within the board."""
    question = _question(page, config)
    if question:
        project: Project = config.extra["project"]
        record = project.reviews.get(question.id)
        context |= {
            "question": question,
            "review": record.review.unpack() if record else None,
            "reviewed": project.is_reviewed(question),
        }
        for name in ("previous_page", "next_page"):
            neighbour = getattr(page, name)
            if neighbour and neighbour.parent is not page.parent:
                setattr(page, name, None)
    return context


def _question(page: Page, config: MkDocsConfig) -> Question | None:
    project: Project = config.extra["project"]
    return project.catalogue.questions.get(page.file.src_uri.removesuffix(".md"))

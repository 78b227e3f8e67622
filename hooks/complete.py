"""Completes a page's content when the search engine has read it, and keeps it aside until its page is made."""

from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from kb.memory import Packed
from kb.pages import Fragments


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    """Start with no pages."""
    config.extra["complete"] = {}


@event_priority(-200)
def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put figures and formulas in their places, and keep the result aside.

    MkDocs turns all Markdown into HTML before it writes the first page.
    """
    fragments: Fragments = config.extra["fragments"]
    config.extra["complete"][page.file.src_uri] = Packed(fragments.insert(html))
    page.markdown = ""
    return ""


@event_priority(100)
def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    """Bring the content back for the template."""
    complete: Packed[str] = config.extra["complete"].pop(page.file.src_uri)
    page.content = complete.unpack()


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> None:
    """Let go of the content."""
    page.content = None

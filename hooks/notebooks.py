"""Adds the executed notebooks as pages, rendered by mkdocs-jupyter, and as downloads."""

import hashlib
import json
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from kb.cache import load, store
from kb.errors import ContentError
from kb.files import write_if_changed
from kb.notebooks.page import texts
from kb.pages import PageContext, expand, figure_path
from kb.project import Project, Published
from kb.render.diagrams import DiagramError

RENDERER = ("mkdocs-jupyter", "nbconvert")
# Where mkdocs-jupyter 0.27 leaves the function that renders a page's notebook; private, so its version is pinned.
CONTENT = "_mkdocs_jupyter_content"


@event_priority(100)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add a page, a download and the bitmap figures of each notebook, before mkdocs-jupyter looks for notebooks."""
    project: Project = config.extra["project"]
    folder = project.root / ".cache" / "pages"
    for slug, published in project.notebooks.items():
        page, download = texts(published.execution, published.question)
        write_if_changed(folder / "notebooks" / f"{slug}.ipynb", page)
        files.append(File(f"notebooks/{slug}.ipynb", str(folder), config.site_dir, config.use_directory_urls))
        files.append(File.generated(config, f"notebooks/{slug}/{slug}.ipynb", content=download))
        for output in published.outputs.values():
            if output.mime == "image/png":
                files.append(File.generated(config, figure_path(slug, output), content=output.png()))
    return files


def on_pre_page(page: Page, config: MkDocsConfig, files: Files) -> Page:
    """Keep what mkdocs-jupyter renders: with a template of one's own it caches nothing."""
    published = _published(page, config)
    if published:
        page.edit_url = f"{(config.repo_url or '').rstrip('/')}/blob/main/notebooks/{published.notebook.path.name}"
        render = getattr(page, CONTENT)
        folder = config.extra["project"].root / ".cache" / "rendered"
        setattr(page, CONTENT, lambda: _cached(folder, page, config, render))
    return page


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str | None:
    """Show the named outputs where the notebook makes them."""
    published = _published(page, config)
    if published is None:
        return None
    page.meta["template"] = "notebook.html"
    slug = published.notebook.slug
    root = "../" * page.url.count("/")
    context = PageContext(
        published.notebook.path, slug, published.outputs, root, config.extra["fragments"], _no_diagram
    )
    try:
        return expand(_carried(markdown), context)
    except ContentError as error:
        raise PluginError(str(error)) from error


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
    """Give the template the notebook."""
    context["published"] = _published(page, config)
    return context


def _published(page: Page, config: MkDocsConfig) -> Published | None:
    project: Project = config.extra["project"]
    src = Path(page.file.src_uri)
    return project.notebooks.get(src.stem) if src.suffix == ".ipynb" else None


def _carried(rendered: str) -> str:
    """The Markdown that our template put into a script element, without what others put around it."""
    return rendered.partition('<script type="text/markdown">')[2].rpartition("</script>")[0]


def _cached(folder: Path, page: Page, config: MkDocsConfig, render: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    template = config.plugins["mkdocs-jupyter"].config["custom_template"]
    parts = [
        page.file.content_bytes,
        Path(template).read_bytes(),
        *(version(name).encode() for name in RENDERER),
    ]
    path = folder / f"{hashlib.sha256(b'|'.join(parts)).hexdigest()}.json"
    known = load(path)
    if known is None:
        known = json.dumps(render())
        store(path, known)
    rendered: dict[str, Any] = json.loads(known)
    return rendered


def _no_diagram(source: str, alt: str, uid: str) -> str:
    raise DiagramError("notebook 里不画流程图，画成 matplotlib 的图", 1)

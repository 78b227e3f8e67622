"""Finishes each page after the search engine has read it: formulas, figures and diagrams go in."""

import json
from pathlib import Path

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from kb.errors import ContentError
from kb.pages import Fragments
from kb.project import Project
from kb.render import renderer
from kb.render.accessibility import make_accessible
from kb.render.code import slim_code
from kb.render.math import MathError, readable_formulas, render_math


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Leave out the white space around template tags: a fifth of a page's weight."""
    env.trim_blocks = env.lstrip_blocks = True


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Insert what was kept aside, and typeset the formulas."""
    project: Project = config.extra["project"]
    fragments: Fragments = config.extra["fragments"]
    try:
        return fragments.insert(render_math(make_accessible(slim_code(output)), renderer(project.root)))
    except MathError as error:
        fault = ContentError(
            page.file.src_uri,
            f"公式 {error.tex} 写错了（{error.message}）",
            "按 KaTeX 支持的 TeX 语法改正",
            line=_line(page, error.tex),
        )
        raise PluginError(str(fault)) from error


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Treat the 404 page, which is a template and not a page to MkDocs, like the others."""
    return make_accessible(output_content) if template_name == "404.html" else output_content


def on_post_build(config: MkDocsConfig) -> None:
    """Let search results show formulas as text; the search plugin has just written its index."""
    path = Path(config.site_dir, "search", "search_index.json")
    index = json.loads(path.read_text("utf-8"))
    for entry in index["docs"]:
        entry["text"] = readable_formulas(entry["text"], renderer(config.extra["project"].root))
    path.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), "utf-8")


def _line(page: Page, tex: str) -> int | None:
    """The line of the page's source on which a formula begins."""
    source = page.file.content_string
    start = source.find(tex.strip().split("\n")[0])
    return source[:start].count("\n") + 1 if start >= 0 else None

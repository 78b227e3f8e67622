"""Finishes each page: formulas, figures and diagrams go in after the search engine has read it; the policy is last."""

from typing import Literal

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from kb.errors import ContentError
from kb.pages import Fragments
from kb.policy import set_policy
from kb.project import Project
from kb.render import renderer
from kb.render.accessibility import make_accessible
from kb.render.code import slim_code
from kb.render.math import MathError, render_math

# How MkDocs was started.
RUN = {"command": "build"}


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Remember what the pages are made for."""
    RUN["command"] = command


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Leave out the white space around template tags, a fifth of a page's weight; keep compiled templates."""
    env.trim_blocks = env.lstrip_blocks = True
    folder = config.extra["project"].root / ".cache" / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    env.bytecode_cache = FileSystemBytecodeCache(str(folder))


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Typeset the formulas, and leave words in their place for the search engine."""
    project: Project = config.extra["project"]
    fragments: Fragments = config.extra["fragments"]
    try:
        return render_math(html, renderer(project.root), fragments.put_formula)
    except MathError as error:
        fault = ContentError(
            page.file.src_uri,
            f"公式 {error.tex} 写错了（{error.message}）",
            "按 KaTeX 支持的 TeX 语法改正",
            line=_line(page, error.tex),
        )
        raise PluginError(str(fault)) from error


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Mend what Material and Pygments leave, and set the policy."""
    return _protect(make_accessible(slim_code(output)))


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Treat the 404 page, which is a template and not a page to MkDocs, like the others."""
    return _protect(make_accessible(output_content)) if template_name == "404.html" else output_content


def _protect(page: str) -> str:
    """Set the policy, except in the preview, whose reload script is put in by the server and would be blocked."""
    return page if RUN["command"] == "serve" else set_policy(page)


def _line(page: Page, tex: str) -> int | None:
    """The line of the page's source on which a formula begins."""
    source = page.file.content_string
    start = source.find(tex.strip().split("\n")[0])
    return source[:start].count("\n") + 1 if start >= 0 else None

"""Adds the pages and files that are derived from the content: boards, tags, feeds, copies, redirects."""

from pathlib import Path
from typing import Any

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from kb.errors import ContentError
from kb.exports import exported_files, markdown_copy
from kb.files import write_if_changed
from kb.project import Project
from kb.question import Question
from kb.render import renderer
from kb.text import read_text


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the derived pages, each a front matter that names its template, and the exported files."""
    project: Project = config.extra["project"]
    pages = {src: _front_matter(meta) for src, meta in listing_pages(project).items()}
    pages["contributing.md"] = read_text(project.root / "CONTRIBUTING.md")
    folder = project.root / ".cache" / "pages"
    for src, text in pages.items():
        # Real files keep their time while they stay the same: `serve --dirty` then leaves them alone.
        write_if_changed(folder / src, text)
        files.append(File(src, str(folder), config.site_dir, config.use_directory_urls))
    for src, content in exported_files(project, config.site_url or "", config.site_name).items():
        files.append(File.generated(config, src, content=content))
    return files


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> None:
    """Write the Markdown copy beside a question; held until the end of the build, all copies would weigh too much."""
    project: Project = config.extra["project"]
    question = project.catalogue.questions.get(page.file.src_uri.removesuffix(".md"))
    if question:
        write_if_changed(Path(config.site_dir, question.url, "index.md.txt"), markdown_copy(project, question))


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    """Refuse pages that no reader could find."""
    listed = {page.file.src_path for page in nav.pages}
    for file in files.documentation_pages():
        if file.src_path not in listed and file.src_path != "404.md":
            fault = ContentError(
                Path("docs") / file.src_path,
                "不在导航里",
                "放进 docs/aigc 或 docs/general 的板块，或在 hooks/project.py 的导航里列出它",
            )
            raise PluginError(str(fault))


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    """Give the list of all questions their initials."""
    if page.file.src_uri == "questions/index.md":
        context["initials"] = by_initial(config.extra["project"])


def by_initial(project: Project) -> dict[str, list[Question]]:
    """All questions by the initial of their first telling word, in alphabetical order."""
    questions = sorted(project.catalogue.questions.values(), key=lambda question: question.meta.title)
    titles = [question.meta.title for question in questions]
    groups: dict[str, list[Question]] = {}
    for letter, question in sorted(
        zip(renderer(project.root).request("initials", texts=titles), questions, strict=True),
        key=lambda pair: pair[0],
    ):
        groups.setdefault(letter, []).append(question)
    return groups


def listing_pages(project: Project) -> dict[str, dict[str, str]]:
    """Front matter of every listing page by its path below `docs/`."""
    catalogue = project.catalogue
    pages = {}
    for listed in catalogue.boards():
        pages[f"{listed.part.part}/index.md"] = _listing("part.html", listed.part.title, listed.part.description)
        pages[f"{listed.id}/index.md"] = _listing("board.html", listed.board.title, listed.board.description)
    pages["questions/index.md"] = _listing("questions.html", "全部题目", "所有题目：按板块，也按拼音首字母。")
    pages["tags/index.md"] = _listing("tags.html", "标签", "按主题找题：每个标签的含义和题数。")
    for tag in catalogue.used_tags():
        pages[f"tags/{tag.slug}.md"] = _listing("tag.html", f"标签：{tag.name}", f"{tag.meaning}。") | {"tag": tag.name}
    return pages


def _front_matter(meta: dict[str, str]) -> str:
    return f"---\n{yaml.safe_dump(meta, allow_unicode=True, sort_keys=True)}---\n"


def _listing(template: str, title: str, description: str) -> dict[str, str]:
    return {"template": template, "title": title, "description": description}

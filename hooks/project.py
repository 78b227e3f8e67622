"""Loads the content once per build, and derives the navigation from it."""

import json
import logging
import os
import sys
from calendar import timegm
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parents[1]))  # The console script `mkdocs` does not put the project on the path.

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority

from kb.errors import ContentError
from kb.files import write_if_changed
from kb.pages import Fragments
from kb.project import Project, execution_report, load_project, publication_faults

log = logging.getLogger("mkdocs.hooks.project")


@event_priority(100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read and check all content; refuse drafts and stale reviews in a strict build."""
    root = Path(config.config_file_path).parent
    try:
        project = load_project(root)
    except ContentError as error:
        raise PluginError(str(error)) from error
    for fault in publication_faults(project):
        if config.strict:
            raise PluginError(str(fault))
        log.warning(fault)
    config.extra |= {"project": project, "fragments": Fragments(), "citations": {}}
    config.nav = navigation(project)
    # What Material stores goes by this name; by default each page works it out in an inline script of its own.
    config.extra["scope"] = urlsplit(config.site_url or "/").path
    # MkDocs stamps its compressed sitemap with the clock unless told another time.
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(timegm(project.catalogue.latest_change().timetuple())))
    # Run times differ from run to run: they are for the CI summary, never for the site.
    write_if_changed(root / ".cache" / "report.json", json.dumps(execution_report(project), indent=2))
    return config


def navigation(project: Project) -> list[Any]:
    """MkDocs' `nav`: home, a tab per part with its boards, the notebooks, and the pages about the site."""
    parts = [
        {part.title: _part(project, part.part)}
        for part in project.catalogue.parts
        if project.catalogue.boards(part.part)
    ]
    notebooks = [f"notebooks/{slug}.ipynb" for slug in project.notebooks]
    tags = [f"tags/{tag.slug}.md" for tag in project.catalogue.used_tags()]
    about = [
        "questions/index.md",
        {"标签": ["tags/index.md", *tags]},
        "errata.md",
        "whats-new.md",
        "glossary.md",
        "reading-list.md",
        "about.md",
        "architecture.md",
        "components.md",
        "contributing.md",
    ]
    return [{"首页": "index.md"}, *parts, {"Notebook": ["notebooks/index.md", *notebooks]}, {"关于本站": about}]


def _part(project: Project, part: str) -> list[Any]:
    boards = [
        {listed.board.title: [f"{listed.id}/index.md", *(question.src for question in listed.questions)]}
        for listed in project.catalogue.boards(part)
    ]
    return [f"{part}/index.md", *boards]

"""Turns pages into the files of the search index."""

import itertools
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kb.errors import ContentError
from kb.node import ensure_packages, node_executable
from kb.project import Project
from kb.question import DIFFICULTIES, Question
from kb.search.sections import Section

# V8 lets garbage grow to the size of what is alive before it looks for it. Told to look earlier, it takes a third less
# memory and a quarter more time.
SPARING = ("--max-semi-space-size=4", "--heap-growing-percent=30")
INDEXER = Path(__file__).with_name("indexer.mjs")
SUGGESTIONS = 8


@dataclass(frozen=True)
class SearchPage:
    """A page as the index knows it.

    Attributes:
        url: Address below the site's root.
        title: What a result shows.
        kind: `question`, `notebook`, `list` (boards, tags) or `page` (about the site); questions rank first.
        summary: One sentence.
        sections: Its text.
        aliases: Other names.
        synonyms: Other words for the terms in its title.
        tags: Numbers of its tags in the list of all tags.
        board: Number of its board, or -1.
        difficulty: Number of its difficulty, or -1.
        notebook: Whether a notebook belongs to it.
        question: Of a notebook: the address of the question that it proves.
    """

    url: str
    title: str
    kind: str
    summary: str
    sections: list[Section]
    aliases: list[str] = field(default_factory=list)
    synonyms: list[str] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)
    board: int = -1
    difficulty: int = -1
    notebook: int = 0
    question: str = ""


def question_page(question: Question, project: Project, sections: list[Section]) -> SearchPage:
    """A question as the index knows it."""
    meta, catalogue = question.meta, project.catalogue
    boards = [listed.id for listed in catalogue.boards()]
    tags = [tag.name for tag in catalogue.used_tags()]
    return SearchPage(
        question.url,
        meta.title,
        "question",
        meta.description,
        sections,
        aliases=meta.aliases,
        synonyms=synonyms(f"{meta.title} {' '.join(meta.aliases)}", project),
        tags=[tags.index(name) for name in meta.tags],
        board=boards.index(question.board),
        difficulty=DIFFICULTIES.index(meta.difficulty),
        notebook=int(meta.notebook is not None),
    )


def synonyms(names: str, project: Project) -> list[str]:
    """Other words for the glossary's terms that stand in a page's names."""
    forms = [[term.term, *term.forms] + ([term.english] if term.english else []) for term in project.glossary]
    return [form for group in forms if any(form in names for form in group) for form in group if form not in names]


def lists(project: Project) -> dict[str, Any]:
    """The names that pages point at by number, and the queries to suggest: names of what is asked most."""
    catalogue = project.catalogue
    asked = [q for q in catalogue.newest() if q.meta.frequency == "高" and q.meta.aliases]
    return {
        "boards": [listed.board.title for listed in catalogue.boards()],
        "difficulties": list(DIFFICULTIES),
        "tagNames": [tag.name for tag in catalogue.used_tags()],
        "suggestions": [question.meta.aliases[0] for question in asked[:SUGGESTIONS]],
    }


def build_index(pages: Iterable[SearchPage], named: dict[str, Any], folder: Path, root: Path) -> None:
    """Index pages, one after the other: neither Python nor Node ever holds all their text.

    Args:
        pages: In the order in which equals are listed.
        named: What `lists` returns.
        folder: Where the files of the index go; what was there before is deleted.
        root: The project's folder.

    Raises:
        ContentError: The indexer fails.
    """
    ensure_packages(root)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as lines:
        for value in itertools.chain([named], map(asdict, pages)):
            lines.write(json.dumps(value, ensure_ascii=False) + "\n")
        lines.seek(0)
        command: list[str | Path] = [node_executable(), *SPARING, INDEXER, folder]
        done = subprocess.run(command, stdin=lines, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise ContentError(INDEXER, f"建索引失败：{done.stderr.strip()}", "按 Node 的提示改正")

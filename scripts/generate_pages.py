"""Makes a copy of the project with many more questions, to see how it behaves when it has grown.

The pages look like real ones (front matter, sections, formulas, code, tables, citations, prerequisites, corrections,
a review; a notebook for every eighth) and weigh as much, but mean nothing.
"""

import argparse
import datetime
import random
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import yaml

from kb.question import read_question
from kb.reviews import review_path, text_hash
from scripts.made_up import Author, notebook

ROOT = Path(__file__).parents[1]
COPIED = ("docs", "notebooks", "reviews", "data", "references.bib")
LINKED = (
    "kb",
    "hooks",
    "overrides",
    "frontend",
    "scripts",
    "mkdocs.yml",
    "package.json",
    "package-lock.json",
    "requirements.txt",
    "node_modules",
    "CONTRIBUTING.md",
    "Makefile",
    ".venv",
)
# At this length a page weighs what the real ones weigh, gzipped.
CHARACTERS = 5000
NOTEBOOK_EVERY = 8
# Notebooks share so many codes: a thousand pages need a few executions, not a hundred.
CODES = 8
DAY = datetime.date(2026, 1, 1)
SHOWN = "总和是 {{ total }}，从 {{ first }} 到 {{ last }}。\n\n{{ curve }}\n\n{{ scatter }}\n\n{{ table-0 }}"


@dataclass(frozen=True)
class Place:
    """Where generated pages go and what they may name: boards, tags, citation keys."""

    boards: list[str]
    tags: list[str]
    keys: list[str]


def copy_project(target: Path, *, with_pages: bool = True) -> Place:
    """Copy the project's content and link its code; without its pages, only the lists remain.

    Returns:
        What generated pages may name.
    """
    target.mkdir(parents=True)
    for name in COPIED:
        source = ROOT / name
        shutil.copytree(source, target / name) if source.is_dir() else shutil.copy(source, target / name)
    for name in LINKED:
        (target / name).symlink_to(ROOT / name)
    if not with_pages:
        for name in ("docs/aigc", "docs/general", "reviews", "notebooks"):
            shutil.rmtree(target / name)
        for name in ("notebooks", "reviews"):
            (target / name).mkdir()
    return generated_place()


def generate(
    target: Path, count: int, place: Place, characters: int = CHARACTERS, *, notebook_every: int = NOTEBOOK_EVERY
) -> None:
    """Write pages, their reviews and notebooks.

    Args:
        target: A copy of the project.
        count: How many pages.
        place: What `copy_project` returned.
        characters: About how many Han characters a page has.
        notebook_every: Of so many pages one gets a notebook; 0 for none.
    """
    ids: list[str] = []
    for number in range(count):
        author = Author(random.Random(number), place.keys, characters)
        slug = f"generated-{number:05d}"
        ids.append(f"{author.chance.choice(place.boards)}/{slug}")
        has_notebook = notebook_every > 0 and number % notebook_every == 0
        _write(target / "docs" / f"{ids[-1]}.md", page(author, ids, place, slug if has_notebook else None))
        _write(review_path(ids[-1], target / "reviews"), review(author, ids[-1], target / "docs"))
        if has_notebook:
            code = Author(random.Random(number // NOTEBOOK_EVERY % CODES), place.keys, characters)
            _write(target / "notebooks" / f"{slug}.ipynb", str(nbformat.writes(notebook(author, slug, code))))


def page(author: Author, ids: list[str], place: Place, notebook: str | None) -> str:
    """The text of one page; `ids` ends with its own, and it may name the earlier ones."""
    chance, number = author.chance, len(ids)
    meta: dict[str, Any] = {
        "title": author.title(number),
        "description": author.sentence()[:100],
        "difficulty": chance.choice(["基础", "进阶", "深入"]),
        "frequency": chance.choice(["高", "中", "低"]),
        "tags": chance.sample(place.tags, 3),
        "aliases": author.aliases(),
        "prerequisites": sorted(chance.sample(ids[:-1], min(2, number - 1))),
        "related": chance.sample(ids[:-1], min(1, number - 1)),
        "created": DAY + datetime.timedelta(days=number % 100),
        "reviewed": DAY + datetime.timedelta(days=100 + number % 200),
        "errata": author.errata(),
    } | ({"notebook": notebook} if notebook else {})
    return f"---\n{_yaml(meta)}---\n\n{author.body(SHOWN if notebook else '')}"


def review(author: Author, question_id: str, docs: Path) -> str:
    """The record of a review of a page that is already written."""
    question = read_question(docs / f"{question_id}.md", docs)
    return _yaml(
        {
            "page": question_id,
            "text_sha256": text_hash(question),
            "reviewed": question.meta.reviewed,
            "claims": author.claims(),
        }
    )


def generated_place() -> Place:
    """Boards, tags and citation keys of this project."""
    parts = yaml.safe_load((ROOT / "data" / "boards.yml").read_text("utf-8"))
    tags = yaml.safe_load((ROOT / "data" / "tags.yml").read_text("utf-8"))
    bibliography = (ROOT / "references.bib").read_text("utf-8").splitlines()
    keys = [line.partition("{")[2].rstrip(",") for line in bibliography if line.startswith("@")]
    boards = [f"{part['part']}/{board['slug']}" for part in parts for board in part["boards"]]
    return Place(boards, [tag["name"] for tag in tags], keys)


def _yaml(data: dict[str, Any]) -> str:
    return yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Make a copy of the project with generated pages beside or instead of the real ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--characters", type=int, default=CHARACTERS)
    parser.add_argument("--without-pages", action="store_true", help="leave out the real pages")
    parser.add_argument("--notebook-every", type=int, default=NOTEBOOK_EVERY, help="0 makes no notebooks")
    options = parser.parse_args(arguments)
    place = copy_project(options.target, with_pages=not options.without_pages)
    generate(options.target, options.count, place, options.characters, notebook_every=options.notebook_every)
    return 0


if __name__ == "__main__":
    sys.exit(main())

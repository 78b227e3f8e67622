"""The closed lists in `data/`: boards, tags, glossary, reading list."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from pydantic import StringConstraints

from kb.errors import ContentError
from kb.frontmatter import StrictModel, load_data

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class Board(StrictModel):
    """A board of questions within a part."""

    slug: Slug
    title: str
    description: str


class Part(StrictModel):
    """One of the two parts of the site, with its boards in order of navigation."""

    part: Slug
    title: str
    description: str
    boards: list[Board]


class Tag(StrictModel):
    """A tag from the closed list."""

    name: str
    slug: Slug
    meaning: str


class Term(StrictModel):
    """A glossary term: other spellings that the text may use, and its meaning in one sentence."""

    term: str
    slug: Slug
    english: str | None = None
    forms: list[str] = []
    meaning: str
    question: str | None = None


class Reading(StrictModel):
    """A link of the reading list with one line on what it offers."""

    title: str
    url: str
    note: str


class ReadingGroup(StrictModel):
    """A titled group of the reading list."""

    group: str
    readings: list[Reading]


def load_parts(data: Path) -> list[Part]:
    """Parts and boards from `boards.yml`.

    Raises:
        ContentError: An entry is malformed, or a part or board stands twice.
    """
    path = data / "boards.yml"
    parts = load_data(path, list[Part])
    _check_unique(path, "part", (part.part for part in parts))
    _check_unique(path, "slug", (f"{part.part}/{board.slug}" for part in parts for board in part.boards))
    return parts


def load_tags(data: Path) -> dict[str, Tag]:
    """Tags from `tags.yml`, by name.

    Raises:
        ContentError: An entry is malformed, or a name or slug stands twice.
    """
    path = data / "tags.yml"
    tags = load_data(path, list[Tag])
    _check_unique(path, "name", (tag.name for tag in tags))
    _check_unique(path, "slug", (tag.slug for tag in tags))
    return {tag.name: tag for tag in tags}


def load_glossary(data: Path) -> list[Term]:
    """Glossary terms from `glossary.yml`.

    Raises:
        ContentError: An entry is malformed, or a slug or spelling stands twice.
    """
    path = data / "glossary.yml"
    terms = load_data(path, list[Term])
    _check_unique(path, "slug", (term.slug for term in terms))
    _check_unique(path, "term", (form for term in terms for form in (term.term, *term.forms)))
    return terms


def load_reading_list(data: Path) -> list[ReadingGroup]:
    """The reading list from `reading-list.yml`."""
    return load_data(data / "reading-list.yml", list[ReadingGroup])


def _check_unique(path: Path, field: str, names: Iterable[str]) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            raise ContentError(path, f"{name} 出现两次", "改掉或删去其中一个", field=field)

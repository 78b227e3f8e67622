"""The closed lists in `data/`: boards, tags, glossary, reading list."""

from pathlib import Path
from typing import Annotated

from pydantic import StringConstraints

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
    """Parts and boards from `boards.yml`."""
    return load_data(data / "boards.yml", list[Part])


def load_tags(data: Path) -> dict[str, Tag]:
    """Tags from `tags.yml`, by name."""
    return {tag.name: tag for tag in load_data(data / "tags.yml", list[Tag])}


def load_glossary(data: Path) -> list[Term]:
    """Glossary terms from `glossary.yml`."""
    return load_data(data / "glossary.yml", list[Term])


def load_reading_list(data: Path) -> list[ReadingGroup]:
    """The reading list from `reading-list.yml`."""
    return load_data(data / "reading-list.yml", list[ReadingGroup])

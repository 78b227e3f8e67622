"""All questions together: checks across pages, and the lists derived from them."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from kb.errors import ContentError
from kb.question import DIFFICULTIES, FREQUENCIES, Erratum, Question, read_question
from kb.vocabulary import Board, Part, Tag


@dataclass(frozen=True)
class ListedBoard:
    """A board that has questions.

    Attributes:
        id: `<part>/<board>`, also its address.
        board: Title and description.
        part: The part it belongs to.
        questions: Its questions in reading order.
    """

    id: str
    board: Board
    part: Part
    questions: list[Question]


@dataclass(frozen=True)
class Catalogue:
    """Every question of the site, checked against each other and the closed lists."""

    questions: dict[str, Question]
    parts: list[Part]
    tags: dict[str, Tag]

    def boards(self, part: str | None = None) -> list[ListedBoard]:
        """The boards that have questions, in order of navigation, of one part or of all."""
        return [
            ListedBoard(f"{owner.part}/{board.slug}", board, owner, questions)
            for owner in self.parts
            if part in (None, owner.part)
            for board in owner.boards
            if (questions := self._by_board.get(f"{owner.part}/{board.slug}"))
        ]

    def in_board(self, board: str) -> list[Question]:
        """A board's questions: easy before hard, frequent before rare."""
        return self._by_board.get(board, [])

    def named(self, ids: list[str]) -> list[Question]:
        """The questions of given ids, in their order."""
        return [self.questions[question_id] for question_id in ids]

    def with_tag(self, tag: str) -> list[Question]:
        """The questions that carry a tag, in order of their ids."""
        return self._by_tag.get(tag, [])

    def used_tags(self) -> list[Tag]:
        """The tags that at least one question carries, in the order of the closed list."""
        return [tag for tag in self.tags.values() if tag.name in self._by_tag]

    def newest(self) -> list[Question]:
        """All questions, newest first."""
        return sorted(self.questions.values(), key=lambda q: (-q.meta.created.toordinal(), q.id))

    def first_reads(self, count: int = 3) -> list[Question]:
        """A few good first pages: easy ones with a notebook and the most corrections, one a board."""
        best = [min(listed.questions, key=_welcome) for listed in self.boards()]
        return sorted(best, key=_welcome)[:count]

    def errata(self) -> list[tuple[Question, Erratum]]:
        """All corrections, in order of boards."""
        return [(q, e) for board in self.boards() for q in board.questions for e in q.meta.errata]

    def latest_change(self) -> datetime.date:
        """The newest date that any page carries; stands in for the clock in generated files."""
        return max(
            (d for q in self.questions.values() for d in (q.meta.created, q.meta.reviewed)),
            default=datetime.date(2026, 1, 1),
        )

    # Every page asks for these: looked up among all questions each time, a site would cost the square of its pages.
    @cached_property
    def _by_board(self) -> dict[str, list[Question]]:
        return _grouped(sorted(self.questions.values(), key=_reading_order), lambda question: [question.board])

    @cached_property
    def _by_tag(self) -> dict[str, list[Question]]:
        return _grouped(self.questions.values(), lambda question: question.meta.tags)


def load_catalogue(docs: Path, parts: list[Part], tags: dict[str, Tag]) -> Catalogue:
    """Read all question pages below `docs/<part>/` and check them against each other.

    Raises:
        ContentError: The first fault found, in order of paths.
    """
    found = {q.id: q for q in _read_all(docs, parts)}
    catalogue = Catalogue(found, parts, tags)
    _check_slugs(found)
    for question in found.values():
        _check_names(question, catalogue)
    _check_old_ids(found)
    _check_cycles(found)
    return catalogue


def _read_all(docs: Path, parts: list[Part]) -> Iterator[Question]:
    boards = {f"{part.part}/{board.slug}" for part in parts for board in part.boards}
    for part in parts:
        for path in sorted((docs / part.part).rglob("*.md")):
            question = read_question(path, docs)
            if question.board not in boards:
                raise ContentError(
                    path, f"没有 {question.board} 这个板块", "移到 data/boards.yml 列出的板块，或先在那里加上它"
                )
            yield question


def _grouped(questions: Iterable[Question], names: Callable[[Question], list[str]]) -> dict[str, list[Question]]:
    groups: dict[str, list[Question]] = {}
    for question in questions:
        for name in names(question):
            groups.setdefault(name, []).append(question)
    return groups


def _reading_order(question: Question) -> tuple[int, int, str]:
    meta = question.meta
    return DIFFICULTIES.index(meta.difficulty), FREQUENCIES.index(meta.frequency), question.id


def _welcome(question: Question) -> tuple[bool, int, int, str]:
    meta = question.meta
    return meta.notebook is None, DIFFICULTIES.index(meta.difficulty), -len(meta.errata), question.id


def _check_slugs(questions: dict[str, Question]) -> None:
    first: dict[str, Question] = {}
    for question in questions.values():
        other = first.setdefault(question.slug, question)
        if other is not question:
            raise ContentError(
                question.path, f"slug {question.slug} 与 {other.id} 重复", "换一个文件名，slug 在全站唯一"
            )


def _check_names(question: Question, catalogue: Catalogue) -> None:
    lines = question.document.lines
    for tag in question.meta.tags:
        if tag not in catalogue.tags:
            raise ContentError(
                question.path, f"没有「{tag}」这个标签", "改用 data/tags.yml 里的标签", line=lines["tags"], field="tags"
            )
    for field in ("prerequisites", "related"):
        for other in getattr(question.meta, field):
            if other not in catalogue.questions or other == question.id:
                fault = f"没有 {other} 这道题" if other != question.id else "引用了自己"
                raise ContentError(question.path, fault, "改成已有的另一道题的 id", line=lines[field], field=field)


def _check_old_ids(questions: dict[str, Question]) -> None:
    first: dict[str, Question] = {}
    for question in questions.values():
        for old in question.meta.formerly:
            other = first.setdefault(old, question)
            if old in questions or other is not question:
                fault = f"旧 id {old} " + ("现在是一道题" if old in questions else f"已经写在 {other.id} 里")
                line = question.document.lines["formerly"]
                raise ContentError(question.path, fault, "从 formerly 删掉它", line=line, field="formerly")


def _check_cycles(questions: dict[str, Question]) -> None:
    graph = {q.id: q.meta.prerequisites for q in questions.values()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        cycle = error.args[1]
        path = questions[cycle[0]].path
        line = questions[cycle[0]].document.lines["prerequisites"]
        raise ContentError(
            path, f"先修题成环：{' → '.join(cycle)}", "去掉环上的一条 prerequisites", line=line, field="prerequisites"
        ) from error

"""A question: one page with validated front matter and sections in a fixed order."""

import datetime
import re
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from kb.errors import ContentError
from kb.frontmatter import Document, StrictModel, read_document, validate
from kb.markup import check_markup
from kb.memory import file_stamp, recall
from kb.text import prose_lines

DIFFICULTIES = ("基础", "进阶", "深入")
FREQUENCIES = ("高", "中", "低")
SPOKEN_LIMIT = 200
DRAFT_MARK = "待写"
SECTIONS = ("面试速答", "详解", "动手验证", "常见误区", "追问", "参考资料")
ID_PATTERN = r"^(aigc|general)/[a-z0-9-]+/[a-z0-9]+(-[a-z0-9]+)*$"

QuestionId = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Erratum(StrictModel):
    """A wrong statement in circulation, what is right, and how that was checked."""

    claim: Text
    correction: Text
    kind: Literal["事实", "数值", "代码", "过时", "无出处", "缺失"]
    check: Text


class QuestionMeta(StrictModel):
    """The front matter of a question page; the keys are explained in CONTRIBUTING.md."""

    title: Text
    description: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    difficulty: Literal["基础", "进阶", "深入"]
    frequency: Literal["高", "中", "低"]
    tags: Annotated[list[Text], Field(min_length=1, max_length=5)]
    aliases: list[Text] = []
    prerequisites: list[QuestionId] = []
    related: list[QuestionId] = []
    notebook: str | None = None
    created: datetime.date
    reviewed: datetime.date
    source: Text | None = None
    errata: list[Erratum] = []
    formerly: list[QuestionId] = []


@dataclass(frozen=True)
class Question:
    """A parsed question page.

    Attributes:
        id: `<part>/<board>/<slug>`.
        meta: Validated front matter.
        document: The file it came from.
    """

    id: str
    meta: QuestionMeta
    document: Document

    @property
    def path(self) -> Path:
        """The page's file."""
        return self.document.path

    @property
    def part(self) -> str:
        """`aigc` or `general`."""
        return self.id.split("/")[0]

    @property
    def board(self) -> str:
        """`<part>/<board>`."""
        return self.id.rpartition("/")[0]

    @property
    def slug(self) -> str:
        """The last part of the id."""
        return self.id.rpartition("/")[2]

    @property
    def src(self) -> str:
        """Path below `docs/`."""
        return f"{self.id}.md"

    @property
    def url(self) -> str:
        """Address below the site's root."""
        return f"{self.id}/"

    @property
    def sections(self) -> dict[str, str]:
        """Markdown of each section by its title."""
        return _cut(self.document.body)

    @cached_property
    def is_draft(self) -> bool:
        """Whether a placeholder of the skeleton still stands in the page."""
        return DRAFT_MARK in self.document.text


def read_question(path: Path, docs: Path) -> Question:
    """Read and validate one question page.

    Args:
        path: The Markdown file.
        docs: The documentation root; the id is the path below it.

    Raises:
        ContentError: A fault in front matter, sections, images or headings.
    """
    return recall(path, file_stamp(path), lambda: _read_question(path, docs))


def _read_question(path: Path, docs: Path) -> Question:
    document = read_document(path)
    meta = validate(path, QuestionMeta, document.meta, document.lines)
    # Validated, the front matter need not be kept a second time.
    question = Question(path.relative_to(docs).with_suffix("").as_posix(), meta, replace(document, meta={}))
    check_markup(document.body, path, document.offset)
    _check_slug(question)
    _check_sections(question)
    if not question.is_draft:
        _check_section_contents(question)
    return question


def _cut(body: str) -> dict[str, str]:
    lines = body.split("\n")
    heads = _headings(body)
    ends = [line - 1 for line, _ in heads[1:]] + [len(lines)]
    return {title: "\n".join(lines[line:end]).strip() for (line, title), end in zip(heads, ends, strict=True)}


def _headings(body: str) -> list[tuple[int, str]]:
    return [(number, line[3:].strip()) for number, line in prose_lines(body) if line.startswith("## ")]


def _check_slug(question: Question) -> None:
    if not re.match(ID_PATTERN, question.id):
        raise ContentError(
            question.path, "文件名或目录不合规则", "放在 aigc/板块/ 或 general/板块/ 下，文件名用小写英文和连字符"
        )
    if question.meta.notebook not in (None, question.slug):
        fault = f"notebook 是 {question.meta.notebook}，与页面的 slug 不同"
        raise ContentError(
            question.path, fault, f"改成 {question.slug}", line=question.document.lines["notebook"], field="notebook"
        )


def _check_sections(question: Question) -> None:
    expected = [title for title in SECTIONS if title != "动手验证" or question.meta.notebook]
    order = "、".join(expected)
    offset = question.document.offset
    for position, (line, title) in enumerate(_headings(question.document.body)):
        wanted = expected[position] if position < len(expected) else None
        if title != wanted:
            fault = f"这里应该是「## {wanted}」，却是「## {title}」" if wanted else f"多出一节「## {title}」"
            raise ContentError(question.path, fault, f"二级标题依次写成：{order}", line=line + offset)
    found = len(_headings(question.document.body))
    if found < len(expected):
        last = question.document.text.count("\n") + 1
        raise ContentError(question.path, f"缺少「## {expected[found]}」一节", f"二级标题依次写成：{order}", line=last)


def _check_section_contents(question: Question) -> None:
    sections = question.sections
    spoken = len(re.sub(r"\[@[^\]]*\]|\s", "", sections["面试速答"]))
    if spoken > SPOKEN_LIMIT:
        raise ContentError(
            question.path, f"面试速答有 {spoken} 个字符，超过 {SPOKEN_LIMIT}", "删到能在一分钟内说完", field="面试速答"
        )
    follow_ups = len(re.findall(r"(?m)^\?\?\?\+? question \"", sections["追问"]))
    if follow_ups < 3:
        raise ContentError(question.path, f"追问只有 {follow_ups} 条", '至少写三条 ??? question "问题"', field="追问")
    sources = re.findall(r"(?m)^[-*] .*\[@[^\]]+\].*：\s*\S", sections["参考资料"])
    if len(sources) < 2:
        mend = "至少列两条一手来源，写成「- [@键, 位置]：它支持什么」"
        raise ContentError(question.path, f"参考资料只有 {len(sources)} 条合格式", mend, field="参考资料")

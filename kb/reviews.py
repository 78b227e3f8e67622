"""Review files: who-checked-what, bound to the text that was checked by its hash."""

import datetime
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import StringConstraints

from kb.errors import ContentError
from kb.evidence import NUMERAL
from kb.frontmatter import StrictModel, load_data
from kb.memory import Packed, file_stamp, recall
from kb.question import Question
from kb.text import read_text

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Claim(StrictModel):
    """One claim of a page: the verdict, and on what it rests.

    `computed` names an output of the notebook or the heading above a code block, `opened` the source's
    own sentence that was read, `recalled` is knowledge without a source that was opened.
    """

    claim: Text
    verdict: Literal["成立", "已改正", "已删除"]
    evidence: Literal["computed", "opened", "recalled"]
    where: Text
    finding: Text | None = None


class Review(StrictModel):
    """The record of a review by someone who did not write the page."""

    page: str
    text_sha256: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")]
    reviewed: datetime.date
    claims: list[Claim]


@dataclass(frozen=True)
class Record:
    """A review as the project keeps it: claims are long, and shown on one page only.

    Attributes:
        current: Whether the page still has the text that was reviewed.
        claims: How many claims it holds.
        review: The review.
    """

    current: bool
    claims: int
    review: Packed[Review]


def text_hash(question: Question) -> str:
    """SHA-256 of what a page states: title, description, errata and body; its aliases and links may change."""
    meta = question.meta
    stated = [meta.title, meta.description, [erratum.model_dump() for erratum in meta.errata], question.document.body]
    return hashlib.sha256(json.dumps(stated, ensure_ascii=False).encode()).hexdigest()


def load_record(question: Question, reviews: Path, outputs: set[str]) -> Record | None:
    """Read the review of a page as the project keeps it, unless that was done before; else as `load_review`."""
    path = review_path(question.id, reviews)

    def load() -> Record | None:
        review = load_review(question, reviews, outputs)
        return Record(is_current(review, question), len(review.claims), Packed(review)) if review else None

    return recall(path, (path.exists() and file_stamp(path), question, outputs), load)


def load_review(question: Question, reviews: Path, outputs: set[str]) -> Review | None:
    """Read the review of a page, or None if there is none yet.

    Args:
        question: The page.
        reviews: The folder of reviews.
        outputs: Names that the page's notebook publishes.

    Raises:
        ContentError: The file is malformed, names another page or an unknown output,
            or lets a number rest on memory.
    """
    path = review_path(question.id, reviews)
    if not path.exists():
        return None
    review = load_data(path, Review)
    if review.page != question.id:
        raise ContentError(path, f"page 写的是 {review.page}", f"改成 {question.id}", field="page")
    headings = code_headings(question.document.body)
    for number, claim in enumerate(review.claims):
        _check_claim(path, number, claim, outputs, headings)
    return review


def code_headings(body: str) -> set[str]:
    """The headings under which a page's own Python blocks stand; the tests run these."""
    sections = re.split(r"(?m)^#{2,3} +", body)[1:]
    return {section.partition("\n")[0].strip() for section in sections if "```python" in section}


def review_path(question_id: str, reviews: Path) -> Path:
    """Where the review of a question lies."""
    return reviews / f"{question_id}.yml"


def is_current(review: Review, question: Question) -> bool:
    """Whether the page still has the text that was reviewed."""
    return review.text_sha256 == text_hash(question)


def stale_error(question: Question, reviews: Path) -> ContentError:
    """The error of a page that was changed after its review."""
    mend = f"重新核对改动过的断言，再运行 make seal ID={question.id}"
    return ContentError(
        review_path(question.id, reviews), f"{question.src} 在核查之后有改动", mend, field="text_sha256"
    )


def seal(question: Question, reviews: Path, today: datetime.date) -> Path:
    """Write the page's present hash and today's date into its review; keep the rest as it is.

    Raises:
        ContentError: There is no review to seal, or it is malformed.
    """
    path = review_path(question.id, reviews)
    if not path.exists():
        raise ContentError(path, "没有核查记录", "先按 CONTRIBUTING.md 写下核查过的断言")
    load_data(path, Review)
    text = read_text(path)
    text = re.sub(r"(?m)^text_sha256:.*$", f"text_sha256: {text_hash(question)}", text, count=1)
    text = re.sub(r"(?m)^reviewed:.*$", f"reviewed: {today.isoformat()}", text, count=1)
    path.write_text(text, "utf-8")
    return path


def _check_claim(path: Path, number: int, claim: Claim, outputs: set[str], headings: set[str]) -> None:
    field = f"claims.{number}"
    if claim.evidence == "recalled" and claim.verdict != "已删除" and NUMERAL.search(claim.claim):
        raise ContentError(
            path, f"数字断言「{claim.claim[:30]}」只凭记忆", "找到来源原句或算出来，否则从页面删掉", field=field
        )
    named = outputs & set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", claim.where))
    if claim.evidence == "computed" and not named and not any(heading in claim.where for heading in headings):
        mend = "写上 notebook 里的输出名，或页面代码块上方的标题"
        raise ContentError(path, f"where 里没有命名输出：{claim.where[:40]}", mend, field=f"{field}.where")

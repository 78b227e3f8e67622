"""Everything the site is made of, read and checked in one go."""

from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from kb.catalogue import Catalogue, load_catalogue
from kb.citations import Source, load_sources
from kb.errors import ContentError
from kb.evidence import check_numerals
from kb.memory import file_stamp, recall
from kb.notebooks.execution import Execution, execute_all, kernel_versions
from kb.notebooks.outputs import Output, named_outputs
from kb.notebooks.source import Notebook, read_notebook
from kb.question import DRAFT_MARK, Question
from kb.reviews import Record, load_record, stale_error
from kb.vocabulary import ReadingGroup, Term, load_glossary, load_parts, load_reading_list, load_tags


@dataclass(frozen=True)
class Published:
    """An executed notebook with what it offers to pages.

    Attributes:
        execution: The run, or what the cache held of it.
        outputs: Its named outputs.
        question: The question it belongs to, if any.
    """

    execution: Execution
    outputs: dict[str, Output]
    question: Question | None

    @property
    def notebook(self) -> Notebook:
        """The source."""
        return self.execution.notebook

    @property
    def assertions(self) -> int:
        """How many `assert` statements its code holds."""
        lines = (line.strip() for code in self.notebook.code for line in code.splitlines())
        return sum(line.startswith("assert ") for line in lines)


@dataclass(frozen=True)
class Project:
    """The content of the site.

    Attributes:
        root: The project's folder.
        catalogue: Questions, parts, boards and tags.
        notebooks: Executed notebooks by slug.
        reviews: Reviews by question id.
        sources: The bibliography by key.
        glossary: Terms.
        reading_list: Groups of links.
    """

    root: Path
    catalogue: Catalogue
    notebooks: dict[str, Published]
    reviews: dict[str, Record]
    sources: dict[str, Source]
    glossary: list[Term]
    reading_list: list[ReadingGroup]

    def outputs(self, question: Question) -> dict[str, Output]:
        """What a question's notebook publishes; nothing when it has none."""
        return self.notebooks[question.meta.notebook].outputs if question.meta.notebook else {}

    def is_reviewed(self, question: Question) -> bool:
        """Whether a review exists and matches the page as it stands."""
        review = self.reviews.get(question.id)
        return review is not None and review.current

    @cached_property
    def claim_count(self) -> int:
        """How many claims all reviews hold."""
        return sum(review.claims for review in self.reviews.values())

    @cached_property
    def kernel_versions(self) -> dict[str, str]:
        """What the notebooks ran on."""
        return kernel_versions()


def load_project(root: Path) -> Project:
    """Read the whole content below a project folder, executing notebooks where needed.

    Raises:
        ContentError: The first fault in any file.
    """
    catalogue = load_catalogue(root / "docs", load_parts(root / "data"), load_tags(root / "data"))
    questions = catalogue.questions.values()
    for question in questions:
        if not question.is_draft:
            check_numerals(question)
    notebooks = _publish(root, {q.meta.notebook: q for q in questions if q.meta.notebook})
    bibliography = root / "references.bib"
    project = Project(
        root,
        catalogue,
        notebooks,
        reviews={},
        sources=recall(bibliography, file_stamp(bibliography), partial(load_sources, bibliography)),
        glossary=load_glossary(root / "data"),
        reading_list=load_reading_list(root / "data"),
    )
    _check_reviewed_pages(root / "reviews", catalogue)
    for question in questions:
        review = load_record(question, root / "reviews", set(project.outputs(question)))
        if review:
            project.reviews[question.id] = review
    return project


def execution_report(project: Project) -> dict[str, dict[str, float | int | None]]:
    """How each notebook fared in this build: seconds it ran (None when cached), assertions, named outputs."""
    return {
        slug: {
            "seconds": None if published.execution.seconds is None else round(published.execution.seconds, 2),
            "assertions": published.assertions,
            "outputs": len(published.outputs),
        }
        for slug, published in project.notebooks.items()
    }


def publication_faults(project: Project) -> list[ContentError]:
    """What may be previewed but not published: drafts, and pages changed after their review."""
    faults = []
    for question in project.catalogue.questions.values():
        if question.is_draft:
            faults.append(_draft_error(question))
        elif question.id in project.reviews and not project.is_reviewed(question):
            faults.append(stale_error(question, project.root / "reviews"))
    return faults + [fault for published in project.notebooks.values() for fault in _draft_cells(published.notebook)]


def _publish(root: Path, owners: dict[str, Question]) -> dict[str, Published]:
    folder = root / "notebooks"
    for slug, question in owners.items():
        if not (folder / f"{slug}.ipynb").exists():
            line = question.document.lines["notebook"]
            raise ContentError(
                question.path,
                f"没有 notebooks/{slug}.ipynb",
                "写出这本 notebook，或删掉这一项",
                line=line,
                field="notebook",
            )
    sources = [read_notebook(path) for path in sorted(folder.glob("*.ipynb"))]
    executions = execute_all(sources, root / ".cache" / "notebooks")
    return {
        execution.notebook.slug: Published(
            execution, named_outputs(execution.notebook.path, execution.node), owners.get(execution.notebook.slug)
        )
        for execution in executions
    }


def _check_reviewed_pages(reviews: Path, catalogue: Catalogue) -> None:
    for path in sorted(reviews.rglob("*.yml")):
        question_id = path.relative_to(reviews).with_suffix("").as_posix()
        if question_id not in catalogue.questions:
            raise ContentError(path, f"没有 {question_id} 这道题", "按题目的 id 改文件名，或删掉这份记录")


def _draft_error(question: Question) -> ContentError:
    line = next(n for n, text in enumerate(question.document.text.split("\n"), start=1) if DRAFT_MARK in text)
    return ContentError(question.path, f"还有「{DRAFT_MARK}」", "写完它再发布", line=line)


def _draft_cells(notebook: Notebook) -> list[ContentError]:
    return [
        ContentError(notebook.path, f"还有「{DRAFT_MARK}」", "写完它再发布", field=f"第 {number} 个单元格")
        for number, cell in enumerate(notebook.node.cells, start=1)
        if DRAFT_MARK in cell.source
    ]

"""A new question is valid from the first minute, and cannot be published as it is."""

import datetime
from pathlib import Path

import pytest

from kb.errors import ContentError
from kb.project import load_project, publication_faults
from kb.reviews import seal
from kb.skeleton import write_skeleton
from tests.builders import GELU, read_page

NEW = "general/python/generators"
DAY = datetime.date(2026, 2, 3)


def test_a_skeleton_has_page_notebook_and_review(root: Path) -> None:
    assert write_skeleton(root, NEW, DAY) == [
        root / "docs" / f"{NEW}.md",
        root / "notebooks" / "generators.ipynb",
        root / "reviews" / f"{NEW}.yml",
    ]


def test_a_skeleton_loads_but_is_a_draft(root: Path) -> None:
    write_skeleton(root, NEW, DAY)
    project = load_project(root)
    page = project.catalogue.questions[NEW]
    assert (page.meta.created, page.meta.notebook, page.is_draft) == (DAY, "generators", True)
    assert set(project.outputs(page)) == {"example"}
    assert not project.is_reviewed(page)
    assert [(Path(fault.path).suffix, fault.fault) for fault in publication_faults(project)] == [
        (".md", "还有「待写」"),
        (".ipynb", "还有「待写」"),
        (".ipynb", "还有「待写」"),
    ]


def test_a_skeletons_review_can_be_sealed(root: Path) -> None:
    write_skeleton(root, NEW, DAY)
    seal(read_page(root, NEW), root / "reviews", DAY)
    project = load_project(root)
    assert project.is_reviewed(project.catalogue.questions[NEW])


def test_every_file_ends_with_one_newline(root: Path) -> None:
    for path in write_skeleton(root, NEW, DAY):
        text = path.read_text("utf-8")
        assert text.endswith("\n") and not text.endswith("\n\n")


@pytest.mark.parametrize(
    ("question_id", "fault"),
    [
        ("general/python/Generators", "general/python/Generators 不是题目的 id"),
        ("generators", "generators 不是题目的 id"),
        ("general/cooking/soup", "没有 general/cooking 这个板块"),
        (GELU, "已经存在"),
        ("general/python/gelu", "已经存在"),
    ],
)
def test_nothing_is_written_for_a_bad_id(root: Path, question_id: str, fault: str) -> None:
    before = sorted(root.rglob("*"))
    with pytest.raises(ContentError) as caught:
        write_skeleton(root, question_id, DAY)
    assert caught.value.fault == fault
    assert sorted(root.rglob("*")) == before

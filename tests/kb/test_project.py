"""The whole project: what is loaded, and what may be previewed but not published."""

from pathlib import Path

import pytest

from kb.errors import ContentError
from kb.project import execution_report, load_project, publication_faults
from tests.builders import (
    CELLS,
    GELU,
    INT8,
    line_of,
    page_text,
    read_page,
    write_notebook,
    write_page,
    write_review,
)


def test_everything_is_loaded(root: Path) -> None:
    project = load_project(root)
    gelu, int8 = project.catalogue.questions.values()
    assert (gelu.id, int8.id) == (GELU, INT8)
    assert set(project.outputs(gelu)) == {"curve", "table", "total"}
    assert project.outputs(int8) == {}
    assert project.notebooks["gelu"].question is gelu
    assert project.notebooks["gelu"].assertions == 1
    assert set(project.sources) == {"one2020", "two2021"}
    assert [term.slug for term in project.glossary] == ["erf"]
    assert [group.group for group in project.reading_list] == ["入门"]
    assert project.claim_count == 1
    assert {"Python", "numpy"} <= set(project.kernel_versions)
    assert publication_faults(project) == []


def test_the_report_tells_what_ran_and_what_came_from_the_cache(root: Path) -> None:
    write_notebook(root, "extra", "assert 1 + 1 == 2")
    report = execution_report(load_project(root))
    assert report["gelu"] == {"seconds": None, "assertions": 1, "outputs": 3}
    seconds = report["extra"].pop("seconds")
    assert seconds is not None and seconds > 0
    assert report["extra"] == {"assertions": 1, "outputs": 0}


def test_a_notebook_may_belong_to_no_question(root: Path) -> None:
    write_notebook(root, "extra", "1")
    published = load_project(root).notebooks["extra"]
    assert (published.question, published.outputs, published.assertions) == (None, {}, 0)


def test_a_question_without_review_is_not_reviewed_but_may_be_published(root: Path) -> None:
    project = load_project(root)
    assert not project.is_reviewed(project.catalogue.questions[INT8])
    assert publication_faults(project) == []


def test_a_missing_notebook_is_told_where_it_is_named(root: Path) -> None:
    path = write_page(root, INT8, page_text(notebook="int8"))
    with pytest.raises(ContentError) as caught:
        load_project(root)
    error = caught.value
    assert (error.path, error.field) == (str(path), "notebook")
    assert (error.fault, error.line) == ("没有 notebooks/int8.ipynb", line_of(path, "notebook:"))


def test_numerals_are_checked_except_in_drafts(root: Path) -> None:
    write_page(root, INT8, page_text({"详解": "有 3 个。"}))
    with pytest.raises(ContentError, match="数字 3 没有依据"):
        load_project(root)
    write_page(root, INT8, page_text({"详解": "有 3 个，待写。"}))
    assert load_project(root).catalogue.questions[INT8].is_draft


def test_a_draft_may_be_previewed_but_not_published(root: Path) -> None:
    path = write_page(root, INT8, page_text({"详解": "待写。"}))
    (error,) = publication_faults(load_project(root))
    assert (error.path, error.line, error.fault) == (str(path), line_of(path, "待写"), "还有「待写」")


def test_a_notebook_may_be_a_draft_too(root: Path) -> None:
    path = write_notebook(root, "gelu", *CELLS[:2], CELLS[2].replace("total = ", "# 待写\ntotal = "))
    (error,) = publication_faults(load_project(root))
    assert (error.path, error.fault) == (str(path), "还有「待写」")
    assert error.field == "第 4 个单元格"


def test_a_page_changed_after_its_review_may_not_be_published(root: Path) -> None:
    write_page(root, GELU, page_text({"详解": "改了。"}, notebook="gelu"))
    project = load_project(root)
    assert not project.is_reviewed(read_page(root, GELU))
    (error,) = publication_faults(project)
    assert (error.path, error.field) == (str(root / "reviews" / f"{GELU}.yml"), "text_sha256")


def test_a_review_that_was_never_sealed_does_not_count(root: Path) -> None:
    write_review(root, GELU, text_sha256="")
    project = load_project(root)
    assert not project.is_reviewed(project.catalogue.questions[GELU])
    assert len(publication_faults(project)) == 1


def test_a_review_of_no_page_is_refused(root: Path) -> None:
    path = write_review(root, INT8, claims=[])
    path.rename(path.with_name("int4.yml"))
    with pytest.raises(ContentError, match=r"int4\.yml.*没有 general/deployment/int4 这道题"):
        load_project(root)

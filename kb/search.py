"""What the search engine needs from the content."""

import logging
from pathlib import Path

import jieba

from kb.files import write_if_changed
from kb.project import Project


def search_terms(project: Project) -> list[str]:
    """Chinese terms that must not be cut apart: glossary terms and aliases without spaces."""
    terms = {form for term in project.glossary for form in (term.term, *term.forms)}
    terms |= {alias for question in project.catalogue.questions.values() for alias in question.meta.aliases}
    return sorted(term for term in terms if " " not in term and not term.isascii())


def prepare_segmenter(project: Project, folder: Path) -> None:
    """Write the segmenter's user dictionary, `terms.txt`, one term a line; keep its cache beside it."""
    write_if_changed(folder / "terms.txt", "".join(f"{term}\n" for term in search_terms(project)))
    jieba.setLogLevel(logging.WARNING)
    jieba.dt.tmp_dir = str(folder)

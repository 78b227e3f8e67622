"""What the search engine needs from the content."""

from pathlib import Path

from kb.files import write_if_changed
from kb.project import Project


def search_terms(project: Project) -> list[str]:
    """Chinese terms that must not be cut apart: glossary terms and aliases without spaces."""
    terms = {form for term in project.glossary for form in (term.term, *term.forms)}
    terms |= {alias for question in project.catalogue.questions.values() for alias in question.meta.aliases}
    return sorted(term for term in terms if " " not in term and not term.isascii())


def write_dictionary(project: Project, folder: Path) -> Path:
    """Write the segmenter's user dictionary, one term a line; return its path."""
    path = folder / "terms.txt"
    write_if_changed(path, "".join(f"{term}\n" for term in search_terms(project)))
    return path

"""The same pages for plain Material and for zensical, to measure this site beside them.

What they get is what an author would write for them: front matter cut down to title, description and tags, a link
for a citation, an ordinary Markdown page for a notebook (its text and code; nothing is executed and nothing drawn),
a navigation of the same shape. Formulas are left to the browser. All of this is less work than this site does.
"""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import yaml

from kb.catalogue import Catalogue, load_catalogue
from kb.files import write_if_changed
from kb.question import Question
from kb.vocabulary import load_parts, load_tags

ROOT = Path(__file__).parents[1]
CONFIG = Path(__file__).with_name("plain.yml")
ZENSICAL = ROOT / "successors" / "zensical.txt"
CITATION = re.compile(r"\[@([^],]*)([^]]*)\]")


def write_plain(project: Path, target: Path) -> None:
    """Write the pages of a generated project as plain Material, and zensical, take them.

    Args:
        project: What `scripts.generate_pages` made.
        target: A new folder; gets `mkdocs.yml` and `docs/`.
    """
    docs, data = project / "docs", project / "data"
    catalogue = load_catalogue(docs, load_parts(data), load_tags(data))
    notebooks = {path.stem: notebook_page(path) for path in sorted((project / "notebooks").glob("*.ipynb"))}
    pages = {question.src: question_page(question) for question in catalogue.questions.values()}
    pages |= {f"notebooks/{slug}.md": text for slug, text in notebooks.items()}
    pages |= _index_pages(catalogue)
    for src, text in pages.items():
        write_if_changed(target / "docs" / src, text)
    shape = {"nav": navigation(catalogue, list(notebooks))}
    write_if_changed(target / "mkdocs.yml", CONFIG.read_text("utf-8") + "\n" + _yaml(shape))


def question_page(question: Question) -> str:
    """A question with the front matter that Material knows, and with links for citations."""
    meta = {"title": question.meta.title, "description": question.meta.description, "tags": question.meta.tags}
    body = CITATION.sub(r"[\1\2](https://example.org/\1)", question.document.body)
    return f"---\n{_yaml(meta)}---\n\n# {question.meta.title}\n\n{body}"


def notebook_page(path: Path) -> str:
    """The cells of a notebook as Markdown."""
    cells = nbformat.read(path, as_version=4).cells
    return "\n\n".join(
        cell.source if cell.cell_type == "markdown" else f"```python\n{cell.source}\n```" for cell in cells
    )


def navigation(catalogue: Catalogue, notebooks: list[str]) -> list[Any]:
    """A tab for each part with its boards, one for the notebooks, one for the tags, as this site has."""
    parts = [
        {
            part.title: [
                f"{part.part}/index.md",
                *(
                    {listed.board.title: [f"{listed.id}/index.md", *(question.src for question in listed.questions)]}
                    for listed in catalogue.boards(part.part)
                ),
            ]
        }
        for part in catalogue.parts
        if catalogue.boards(part.part)
    ]
    shown = {"Notebook": ["notebooks/index.md", *(f"notebooks/{slug}.md" for slug in notebooks)]}
    return [{"首页": "index.md"}, *parts, shown, {"标签": "tags.md"}]


def zensical() -> Path:
    """The locked zensical, installed when it is first asked for into an environment of its own.

    Raises:
        CalledProcessError: It could not be installed.
    """
    folder = ROOT / ".cache" / ZENSICAL.stem
    stamp, lock = folder / "lock", ZENSICAL.read_text("utf-8")
    if not stamp.exists() or stamp.read_text("utf-8") != lock:
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        install = ["install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", str(ZENSICAL)]
        subprocess.run([folder / "bin" / "python", "-m", "pip", *install], check=True, stderr=subprocess.DEVNULL)
        stamp.write_text(lock, "utf-8")
    return folder / "bin" / "zensical"


def _index_pages(catalogue: Catalogue) -> dict[str, str]:
    pages = {
        "index.md": "# 首页\n",
        "tags.md": "# 标签\n\n<!-- material/tags -->\n",
        "notebooks/index.md": "# Notebook\n",
    }
    for listed in catalogue.boards():
        pages[f"{listed.part.part}/index.md"] = f"# {listed.part.title}\n\n{listed.part.description}\n"
        pages[f"{listed.id}/index.md"] = f"# {listed.board.title}\n\n{listed.board.description}\n"
    return pages


def _yaml(data: dict[str, Any]) -> str:
    return yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)

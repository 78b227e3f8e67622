"""Whole builds in folders of their own, under the site's own hooks and templates."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat

from kb.node import ensure_packages
from tests.builders import BIB, CELLS, GELU, notebook_node, page_text, write, write_page

ROOT = Path(__file__).parents[1]
FOLDERS = ("data", "docs", "frontend", "hooks", "overrides")
FILES = ("mkdocs.yml", "CONTRIBUTING.md", "package.json", "package-lock.json")
LINKED = ("kb", "node_modules")
MKDOCS = ("mkdocs", "build", "--strict")
PUBLISH = ("kb", "build")


def write_tiny_project(root: Path) -> None:
    """Write a project of one question and one notebook that is built as the site is."""
    ensure_packages(ROOT)
    for name in FOLDERS:
        shutil.copytree(ROOT / name, root / name)
    for name in FILES:
        shutil.copy(ROOT / name, root)
    for name in LINKED:
        (root / name).symlink_to(ROOT / name)
    for part in ("aigc", "general"):
        shutil.rmtree(root / "docs" / part)
    write(root / "references.bib", BIB)
    write_page(root, GELU, page_text(notebook="gelu"))
    write(root / "notebooks" / "gelu.ipynb", nbformat.writes(notebook_node(*CELLS)))
    (root / "reviews").mkdir()


def copy_project(root: Path) -> None:
    """Copy all that the site is made of, without caches."""
    for name in (*FOLDERS, "kb", "notebooks", "reviews"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in (*FILES, "references.bib"):
        shutil.copy(ROOT / name, root)
    (root / "node_modules").symlink_to(ROOT / "node_modules")


def build(root: Path, command: tuple[str, ...] = MKDOCS, **environment: str) -> subprocess.CompletedProcess[str]:
    """Build as an author does; what he reads is in `stdout`."""
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=root,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }

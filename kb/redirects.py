"""Old addresses: where each leads now, and whether a change loses one that readers may have kept."""

import io
import re
import subprocess
import tarfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kb.errors import ContentError
from kb.frontmatter import load_yaml

PAGE = re.compile(r"docs/(?P<id>[^/]+/[^/]+/[^/]+)\.md")
NOTEBOOK = re.compile(r"notebooks/(?P<slug>[^/]+)\.ipynb")


@dataclass(frozen=True)
class Content:
    """What the addresses of questions and notebooks follow from.

    Attributes:
        pages: The old ids of each question, by its id.
        notebooks: The slugs of the notebooks, each that of its question.
    """

    pages: dict[str, list[str]]
    notebooks: frozenset[str]

    def redirects(self) -> dict[str, str]:
        """Where each old address leads. A notebook moves with its question, if that changes its slug."""
        found = {}
        for page, formerly in self.pages.items():
            for old in formerly:
                found[old] = page
                old_slug, slug = _slug(old), _slug(page)
                if slug in self.notebooks and old_slug not in self.notebooks:
                    found[f"notebooks/{old_slug}"] = f"notebooks/{slug}"
        return found

    def addresses(self) -> set[str]:
        """Every address, below the site's root, at which a reader finds something."""
        return {*self.pages, *(f"notebooks/{slug}" for slug in self.notebooks), *self.redirects()}


def lost_addresses(before: Content, now: Content) -> list[ContentError]:
    """The addresses that had a page or a redirect and have none now, each with how to mend it."""
    return [_lost(address) for address in sorted(before.addresses() - now.addresses())]


def present_content(root: Path) -> Content:
    """The content as it stands in a project's folder."""
    paths = [*root.glob("docs/*/*/*.md"), *root.glob("notebooks/*.ipynb")]
    return _content((path.relative_to(root).as_posix(), path.read_bytes()) for path in paths)


def content_at(root: Path, revision: str) -> Content:
    """The content of a project at a revision of its repository.

    Raises:
        CalledProcessError: There is no such revision.
    """
    folders = _git(root, "ls-tree", "--name-only", revision, "docs", "notebooks").decode().split()
    if not folders:
        return Content({}, frozenset())
    with tarfile.open(fileobj=io.BytesIO(_git(root, "archive", revision, *folders))) as archive:
        files = [(member.name, archive.extractfile(member)) for member in archive if member.isfile()]
        return _content((name, file.read()) for name, file in files if file)


def merge_base(root: Path, branch: str) -> str | None:
    """The revision at which the work left a branch; None without git, repository, branch or common history."""
    try:
        return _git(root, "merge-base", branch, "HEAD").decode().strip()
    except (OSError, subprocess.CalledProcessError):
        return None


def _git(root: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=True).stdout


def _content(files: Iterable[tuple[str, bytes]]) -> Content:
    pages, notebooks = {}, set()
    for name, source in files:
        if page := PAGE.fullmatch(name):
            pages[page["id"]] = _formerly(name, source)
        elif notebook := NOTEBOOK.fullmatch(name):
            notebooks.add(notebook["slug"])
    return Content(pages, frozenset(notebooks))


def _formerly(name: str, source: bytes) -> list[str]:
    """The old ids in a page's front matter. What else is wrong with a page is said elsewhere."""
    head = source.decode("utf-8-sig", "replace").replace("\r\n", "\n").removeprefix("---\n").partition("\n---\n")[0]
    if "formerly" not in head:
        return []
    try:
        meta, _ = load_yaml(Path(name), head)
    except ContentError:
        return []
    found = meta.get("formerly") if isinstance(meta, dict) else None
    return [str(old) for old in found] if isinstance(found, list) else []


def _slug(page: str) -> str:
    return PurePosixPath(page).name


def _lost(address: str) -> ContentError:
    if address.startswith("notebooks/"):
        mend = "留着这本 notebook，或在接替它的题（要有 notebook）的 formerly 里写上它原来的题的 id"
        return ContentError(f"{address}.ipynb", "这一页没有了，旧地址也没有跳转", mend)
    return ContentError(
        f"docs/{address}.md", "这一页没有了，旧地址也没有跳转", f"在接替它的题的 formerly 里写上 {address}"
    )

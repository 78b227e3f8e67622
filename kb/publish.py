"""Building the site beside the published one, checking it, and only then putting it in place."""

import ctypes
import datetime
import errno
import fcntl
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.catalogue import load_catalogue
from kb.files import remove
from kb.offline import add_archive
from kb.site_checker import check_site
from kb.vocabulary import load_parts, load_tags

AT_FDCWD, RENAME_EXCHANGE = -100, 2  # Linux' <fcntl.h>


def build_site(root: Path, site: Path, *, offline: bool = False, builder: str = "mkdocs") -> int:
    """Build strictly into a fresh folder, check the result, and swap it in.

    A failed or killed build leaves the last good site untouched.

    Args:
        root: The project's folder.
        site: Where the finished site belongs.
        offline: Whether to offer an archive of it for reading offline.
        builder: The module that builds, MkDocs or one that takes its place.

    Returns:
        0 when the site was replaced, else the number of faults or the builder's exit code.

    Raises:
        ContentError: No page has a place for the link to the archive.
        OSError: A folder cannot be written to, or a file stands where it belongs; names it.
    """
    fresh = root / ".cache" / "site-next"
    with alone(fresh.parent) as lock:
        recover(fresh, site)
        remove(fresh)
        # Not --quiet: it keeps warnings from --strict, which then passes them all.
        options = ["--strict", "--config-file", "mkdocs.yml", "--site-dir", str(fresh)]
        command = [sys.executable, "-m", builder, "build", *options]
        environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
        finished = subprocess.run(command, cwd=root, env=environment, pass_fds=[lock], check=False)
        if finished.returncode:
            return finished.returncode
        if offline:
            archive = add_archive(fresh, content_date(root))
            print(f"离线版是 {archive.file}：{archive}")
        faults = check_site(fresh, base_url=base_url(fresh))
        print(*faults, sep="\n", file=sys.stderr)
        if not faults:
            swap(fresh, site)
            print(f"网站在 {site}：{sum(1 for _ in site.rglob('index.html'))} 页，检查通过")
        return len(faults)


@contextmanager
def alone(folder: Path) -> Iterator[int]:
    """Wait until no other build works in a folder, and keep others away.

    Gives the descriptor that holds the lock: MkDocs inherits it, so that one whose parent was killed is waited for.
    """
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("另一次构建还没有结束，等它结束再开始", file=sys.stderr)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def recover(fresh: Path, site: Path) -> None:
    """Put back the old site if a build was killed between the two renames of `swap`; refuse what is no folder."""
    old = _old(fresh)
    if old.is_dir() and not site.exists():
        old.rename(site)
    remove(old)
    if site.exists() and not site.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(site))


def content_date(root: Path) -> datetime.date:
    """The newest date of a project's questions."""
    data = root / "data"
    return load_catalogue(root / "docs", load_parts(data), load_tags(data)).latest_change()


def swap(fresh: Path, site: Path) -> None:
    """Put a finished folder in the place of another; nothing half-built is ever seen."""
    if not site.exists():
        fresh.rename(site)
    elif exchange(fresh, site):
        remove(fresh)
    else:
        old = _old(fresh)
        site.rename(old)
        fresh.rename(site)
        remove(old)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, so that at no moment one is missing.

    Returns:
        Whether it was done: not every system and file system knows how.
    """
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    return rename is not None and not rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE)


def base_url(site: Path) -> str:
    """The address a built site believes to live at, from its home page's canonical link."""
    match = re.search(r'<link rel="canonical" href="([^"]+)"', (site / "index.html").read_text("utf-8"))
    return match[1] if match else ""


def _old(fresh: Path) -> Path:
    return fresh.with_name("site-old")

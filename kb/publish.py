"""Building the site beside the published one, checking it, and only then putting it in place."""

import datetime
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from kb.catalogue import load_catalogue
from kb.offline import add_archive
from kb.site_checker import check_site
from kb.vocabulary import load_parts, load_tags


def build_site(root: Path, site: Path, *, offline: bool = False) -> int:
    """Build strictly into a fresh folder, check the result, and swap it in.

    A failed or killed build leaves the last good site untouched.

    Args:
        root: The project's folder.
        site: Where the finished site belongs.
        offline: Whether to offer an archive of it for reading offline.

    Returns:
        0 when the site was replaced, else the number of faults or MkDocs' exit code.

    Raises:
        ContentError: No page has a place for the link to the archive.
    """
    fresh = root / ".cache" / "site-next"
    shutil.rmtree(fresh, ignore_errors=True)
    # Not --quiet: it keeps warnings from --strict, which then passes them all.
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(fresh)]
    finished = subprocess.run(command, cwd=root, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}, check=False)
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


def content_date(root: Path) -> datetime.date:
    """The newest date of a project's questions."""
    data = root / "data"
    return load_catalogue(root / "docs", load_parts(data), load_tags(data)).latest_change()


def swap(fresh: Path, site: Path) -> None:
    """Put a finished folder in the place of another in two renames; nothing half-built is ever seen."""
    old = fresh.with_name("site-old")
    shutil.rmtree(old, ignore_errors=True)
    if site.exists():
        site.rename(old)
    fresh.rename(site)
    shutil.rmtree(old, ignore_errors=True)


def base_url(site: Path) -> str:
    """The address a built site believes to live at, from its home page's canonical link."""
    match = re.search(r'<link rel="canonical" href="([^"]+)"', (site / "index.html").read_text("utf-8"))
    return match[1] if match else ""

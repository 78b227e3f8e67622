"""Building the site beside the published one, checking it, and only then putting it in place."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from kb.site_checker import check_site


def build_site(root: Path, site: Path) -> int:
    """Build strictly into a fresh folder, check the result, and swap it in.

    A failed or killed build leaves the last good site untouched.

    Args:
        root: The project's folder.
        site: Where the finished site belongs.

    Returns:
        0 when the site was replaced, else the number of faults or MkDocs' exit code.
    """
    fresh = root / ".cache" / "site-next"
    shutil.rmtree(fresh, ignore_errors=True)
    # Not --quiet: it keeps warnings from --strict, which then passes them all.
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(fresh)]
    finished = subprocess.run(command, cwd=root, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}, check=False)
    if finished.returncode:
        return finished.returncode
    faults = check_site(fresh, base_url=base_url(fresh))
    print(*faults, sep="\n", file=sys.stderr)
    if not faults:
        swap(fresh, site)
        print(f"网站在 {site}：{sum(1 for _ in site.rglob('index.html'))} 页，检查通过")
    return len(faults)


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

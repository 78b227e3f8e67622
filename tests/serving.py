"""The built site, served on loopback below a sub-path as on GitHub Pages, once per test session."""

import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache, partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from scripts.serving import SUB_PATH, PagesHandler

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Site:
    """A built site.

    Attributes:
        folder: Its files.
        url: Where it is served; ends with a slash.
    """

    folder: Path
    url: str


@cache
def published(temporary: Path) -> Site:
    """Build the project below the session's temporary folder and serve it until the session ends.

    The port is known before the build: instant navigation is silently off on a site that is not served at
    its own address.
    """
    folder = temporary / "published"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(PagesHandler, directory=str(folder)))
    site = Site(folder / SUB_PATH, f"http://127.0.0.1:{server.server_port}/{SUB_PATH}/")
    build(ROOT, site, TZ="America/Los_Angeles", LC_ALL="C", PYTHONHASHSEED="1")
    Thread(target=server.serve_forever, daemon=True).start()
    return site


def build(root: Path, site: Site, **environment: str) -> None:
    """Run the strict build of a project folder, as an author would; fail the test with its messages."""
    command = [str(Path(sys.executable).with_name("mkdocs")), "build", "--strict"]
    variables = {"NO_MKDOCS_2_WARNING": "1", "SITE_URL": site.url, **environment}
    done = subprocess.run(
        [*command, "--site-dir", str(site.folder)],
        cwd=root,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.fail(f"mkdocs build --strict：{done.stdout}{done.stderr}", pytrace=False)


def question_ids() -> list[str]:
    """The ids of all question pages, for parametrised tests."""
    docs = ROOT / "docs"
    pages = (path for part in ("aigc", "general") for path in (docs / part).glob("*/*.md"))
    return sorted(path.relative_to(docs).with_suffix("").as_posix() for path in pages if path.stem != "index")


def proved_ids() -> list[str]:
    """The ids of the questions that have a notebook, for parametrised tests."""
    return [question_id for question_id in question_ids() if question_id.rpartition("/")[2] in notebook_slugs()]


def notebook_slugs() -> list[str]:
    """The slugs of all notebooks, for parametrised tests."""
    return sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))

"""What the tests share: a browser, and tiny projects whose notebook has been executed once."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from kb.project import load_project
from scripts.browsing import OPTIONS, browser_path
from tests.builders import write_project
from tests.building import PUBLISH, build, write_tiny_project
from tests.serving import Site, published

NOBODY = 65534
SLOW = ("site", "browser", "build", "weekly")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run what is fast first: a slip is told in a minute, not after all builds."""
    items.sort(
        key=lambda item: max(
            (SLOW.index(mark.name) + 1 for mark in item.iter_markers() if mark.name in SLOW), default=0
        )
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browser_path(), args=OPTIONS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The whole site, built once and served until the tests end."""
    return published(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def executed_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny project with a filled cache; copy it, do not change it."""
    root = tmp_path_factory.mktemp("project")
    write_project(root)
    load_project(root)
    return root


@pytest.fixture
def root(tmp_path: Path, executed_project: Path) -> Path:
    """A copy of the tiny project to change; its notebook comes from the cache."""
    return shutil.copytree(executed_project, tmp_path / "project")


@pytest.fixture
def cache(tmp_path: Path, executed_project: Path) -> Path:
    """An empty cache of executed notebooks beside a kernel that is already set up."""
    shutil.copytree(executed_project / ".cache" / "kernel", tmp_path / ".cache" / "kernel")
    return tmp_path / ".cache" / "notebooks"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One question and one notebook, built and published once; copy it, do not change it."""
    root = tmp_path_factory.mktemp("site")
    write_tiny_project(root)
    done = build(root, PUBLISH)
    assert done.returncode == 0, done.stdout
    return root


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A folder of a user whom permissions bind, as they do not bind root."""
    root = os.geteuid() == 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if root:
            os.chown(folder, NOBODY, NOBODY)
            os.seteuid(NOBODY)
        yield folder
        for path in (folder, *folder.rglob("*")):
            if path.is_dir():
                path.chmod(0o700)
        if root:
            os.seteuid(0)

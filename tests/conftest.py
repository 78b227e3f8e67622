"""What the tests share: a browser, and a tiny project whose notebook has been executed once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from kb.project import load_project
from scripts.browsing import OPTIONS, browser_path
from tests.builders import write_project
from tests.serving import Site, published


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "build: runs a whole MkDocs build; leave out with -m 'not build'")


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

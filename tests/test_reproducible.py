"""The same content gives the same bytes: on another day, in another folder, on another machine, with or without caches."""

import datetime
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.building import PUBLISH, ROOT, build, contents, copy_project

pytestmark = [pytest.mark.build, pytest.mark.weekly]

DAY = datetime.datetime(2031, 2, 3, 4, 5, tzinfo=datetime.UTC)
HERE = {"TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}
THERE = {
    "TZ": "America/Los_Angeles",
    "LC_ALL": "C",
    "PYTHONHASHSEED": "2",
    "PYTHON_CPU_COUNT": "1",
    "PYTHONPATH": str(ROOT / "tests" / "other_machine"),
    "KB_CLOCK": str(DAY.timestamp()),
}
SAMPLES = (
    "index.html",
    "rss.xml",
    "atom.xml",
    "sitemap.xml.gz",
    "llms.txt",
    "search/catalogue.js",
    "general/deep-learning/gelu/index.html",
    "general/deep-learning/gelu/index.md.txt",
    "notebooks/gelu/index.html",
    "notebooks/gelu/gelu.ipynb",
    "assets/javascripts/site.js",
    "assets/figures/bit-depth-ramps.png",
)


def built_from_nothing(root: Path, environment: dict[str, str], edited: float) -> Path:
    copy_project(root)
    for path in root.rglob("*"):
        os.utime(path, (edited, edited), follow_symlinks=False)
    done = build(root, PUBLISH, **environment)
    assert done.returncode == 0, done.stdout
    return root


@pytest.fixture(scope="module", autouse=True)
def _no_given_date() -> None:
    """A date from outside would hide what comes from the clock."""
    assert "SOURCE_DATE_EPOCH" not in os.environ


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_from_nothing(tmp_path_factory.mktemp("here"), HERE, edited=1.6e9)


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("there") / "另一个 文件夹" / "kb"
    return built_from_nothing(root, THERE, edited=1e9)


def differing(one: Path, other: Path) -> list[str]:
    """Files that are not in both, or not the same."""
    first, second = contents(one / "site"), contents(other / "site")
    assert {*SAMPLES} <= {*first}
    return [name for name in sorted({*first, *second}) if first.get(name) != second.get(name)]


def test_the_other_machine_is_another(there: Path) -> None:
    """Its clock, zone, names and order are those of the settings; else the other tests prove nothing."""
    code = "import os, time; print(time.strftime('%F %H:%M'), os.listdir('docs')[0])"
    shown = subprocess.run(
        [sys.executable, "-c", code], cwd=there, env=os.environ | THERE, capture_output=True, text=True, check=True
    ).stdout
    assert shown == "2031-02-02 20:05 whats-new.md\n"


def test_two_machines_build_the_same_bytes(here: Path, there: Path) -> None:
    assert differing(here, there) == []


def test_caches_change_nothing(here: Path, there: Path) -> None:
    done = build(there, PUBLISH, **HERE)
    assert done.returncode == 0, done.stdout
    assert differing(here, there) == []

"""Builds that are killed, or find their folders damaged, full or blocked: the site stays, the next build mends it."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.building import PUBLISH, ROOT, build, contents

pytestmark = pytest.mark.build

# Seconds after which a build is killed: while Python starts, while a notebook runs, while pages are rendered, later.
MOMENTS = (0.2, 1, 2, 3, 4)


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    return shutil.copytree(built, tmp_path / "project", symlinks=True)


def publish(project: Path) -> str:
    done = build(project, PUBLISH)
    assert done.returncode == 0, done.stdout
    return done.stdout


def refused(project: Path, **environment: str) -> str:
    """What an author reads of a build that cannot go on."""
    done = build(project, PUBLISH, **environment)
    assert done.returncode != 0, done.stdout
    assert "Traceback" not in done.stdout
    return done.stdout


@pytest.mark.parametrize("whole", [True, False], ids=["with its children", "alone"])
def test_a_build_killed_at_any_moment_leaves_the_last_good_site(project: Path, whole: bool) -> None:
    good = contents(project / "site")
    shutil.rmtree(project / ".cache")
    for moment in MOMENTS:
        process = subprocess.Popen(
            [sys.executable, "-m", *PUBLISH],
            cwd=project,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(moment)
        (os.killpg if whole else os.kill)(process.pid, signal.SIGKILL)
        process.wait()
        assert contents(project / "site") == good
    publish(project)
    assert contents(project / "site") == good


@pytest.mark.parametrize("damage", [b"\xff\xfe", None])
def test_damaged_caches_are_rebuilt(project: Path, damage: bytes | None) -> None:
    good = contents(project / "site")
    cached = [path for path in (project / ".cache").rglob("*") if path.is_file()]
    folders = {path.relative_to(project / ".cache").parts[0] for path in cached}
    assert folders >= {"kernel", "notebooks", "pages", "rendered"}
    for path in cached:
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2] if damage is None else damage)
    publish(project)
    assert contents(project / "site") == good


@pytest.mark.parametrize("folder", ["notebooks", "rendered"])
def test_a_file_in_the_place_of_a_cache_is_named(project: Path, folder: str) -> None:
    good = contents(project / "site")
    shutil.rmtree(project / ".cache")
    (project / ".cache").mkdir()
    (project / ".cache" / folder).write_text("文件", "utf-8")
    assert f"{Path('.cache', folder)}：挡在要写的地方。改法：移走它，再运行一次。" in refused(project)
    assert contents(project / "site") == good


def test_a_package_with_missing_files_is_told_as_such(project: Path) -> None:
    good = contents(project / "site")
    packages = (project / "node_modules").resolve()
    (project / "node_modules").unlink()
    (project / "node_modules").mkdir()
    for path in packages.iterdir():
        if path.name != "beautiful-mermaid":
            (project / "node_modules" / path.name).symlink_to(path)
    # The worker beside the packages finds them by its own place.
    (project / "kb").unlink()
    shutil.copytree(ROOT / "kb", project / "kb")
    assert "改法：看上面 Node 的报错；像是少了文件，就删掉 node_modules 再构建一次" in refused(project)
    assert contents(project / "site") == good


def test_a_full_disk_is_told_as_such(project: Path) -> None:
    """No file may grow beyond 100 blocks: less than the largest of the site need, more than what is written before."""
    good = contents(project / "site")
    command = ["sh", "-c", 'ulimit -f 100; exec "$@"', "sh", sys.executable, "-m", *PUBLISH]
    text = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False).stdout
    assert re.search(r"(?m)^\.cache/site-next/\S+：写不下了，磁盘或配额已满。改法：腾出空间，再运行一次。$", text)
    assert contents(project / "site") == good


def test_a_blocked_output_of_mkdocs_alone_is_named(project: Path) -> None:
    shutil.rmtree(project / "site")
    (project / "site").write_text("我的文件", "utf-8")
    done = build(project)
    assert done.returncode != 0 and "Traceback" not in done.stdout
    assert "site：挡在要写的地方。改法：移走它，再运行一次。" in done.stdout

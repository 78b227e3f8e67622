"""The shell scripts behind make: which Python they take, and what they say when something is missing."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that holds just the scripts, and a PATH with no Python in it."""
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / ".python-version").write_text("3.13\n")
    (tmp_path / "bin").mkdir()
    for tool in ("sh", "cat", "dirname", "id"):
        (tmp_path / "bin" / tool).symlink_to(str(shutil.which(tool)))
    return tmp_path


def command(project: Path, name: str, body: str) -> Path:
    path = project / "bin" / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def run(project: Path, script: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [project / "scripts" / script, *arguments],
        cwd=project,
        env={"PATH": str(project / "bin"), "LANG": "C.UTF-8"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wanted_python_comes_first(project: Path) -> None:
    command(project, "python3", "exit 0")
    wanted = command(project, "python3.13", "exit 0")
    assert run(project, "find-python.sh").stdout.strip() == str(wanted)


def test_pyenv_is_asked_for_the_wanted_version(project: Path) -> None:
    command(project, "python3.13", "exit 127")
    command(project, "pyenv", f'[ "$2" = 3.13 ] && echo {project}/versions/3.13.0')
    real = project / "versions" / "3.13.0" / "bin" / "python3"
    real.parent.mkdir(parents=True)
    command(project, "python3", "exit 1").rename(real)
    assert run(project, "find-python.sh").returncode == 1
    real.write_text("#!/bin/sh\nexit 0\n")
    assert run(project, "find-python.sh").stdout.strip() == str(real)


def test_a_python_that_is_too_old_is_passed_over(project: Path) -> None:
    command(project, "python3.13", "exit 1")
    command(project, "python3.12", "exit 1")
    newer = command(project, "python3.14", "exit 0")
    assert run(project, "find-python.sh").stdout.strip() == str(newer)


def test_without_a_python_there_is_one_sentence(project: Path) -> None:
    command(project, "python3", "exit 1")
    done = run(project, "find-python.sh")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("需要 3.12 或更新的 Python（推荐 3.13")
    assert done.stderr.count("\n") == 1


def test_the_reader_may_name_a_python(project: Path) -> None:
    named = command(project, "snake", "exit 0")
    assert run(project, "find-python.sh", PYTHON=str(named)).stdout.strip() == str(named)
    assert run(project, "find-python.sh", PYTHON="/nowhere/python").returncode == 1


@pytest.mark.parametrize("environment", [".venv", ".venv/properdocs"])
@pytest.mark.parametrize("status", [0, 1])
def test_an_install_leaves_its_stamp_only_when_it_succeeds(project: Path, status: int, environment: str) -> None:
    command(project, "touch", f'{shutil.which("touch")} "$@"')
    python = project / environment / "bin" / "python"
    python.parent.mkdir(parents=True)
    command(project, "python", f'echo "$@" > {project}/call; exit {status}').rename(python)
    done = run(project, "install.sh", "requirements.txt", f"{environment}/stamp")
    assert "--require-hashes -r requirements.txt" in (project / "call").read_text()
    assert (project / environment / "stamp").exists() == (status == 0)
    assert ("检查网络" in done.stderr) == (status != 0)
    assert done.returncode == status


def test_every_lock_is_resolved_the_constraining_one_first(project: Path) -> None:
    for name in ("requirements.in", "requirements-dev.in", "successors/one.in", "successors/two.in"):
        path = project / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    (project / ".venv" / "bin").mkdir(parents=True)
    for name, body in (("uv", f'echo "$@" >> {project}/calls'), ("python", "exit 0")):
        command(project, name, body).rename(project / ".venv" / "bin" / name)
    assert run(project, "lock.sh", "--upgrade").returncode == 0
    calls = [call.partition("--generate-hashes ")[2] for call in (project / "calls").read_text().splitlines()]
    assert calls == [
        "requirements.in -o requirements.txt --upgrade",
        "requirements-dev.in -o requirements-dev.txt --upgrade",
        "successors/one.in -o successors/one.txt --upgrade",
        "successors/two.in -o successors/two.txt --upgrade",
    ]


def present(project: Path, *names: str) -> None:
    for name in names:
        command(project, name, "echo Noto Sans CJK SC")
    (project / "bin" / "grep").symlink_to(str(shutil.which("grep")))


def test_nothing_is_installed_when_nothing_is_missing(project: Path) -> None:
    present(project, "chromium", "fc-list", "java")
    command(project, "apt-get", f"echo called > {project}/apt")
    assert run(project, "setup-test-tools.sh").returncode == 0
    assert not (project / "apt").exists()


def test_only_what_is_missing_is_installed(project: Path) -> None:
    present(project, "fc-list", "java")
    command(project, "apt-get", f'echo "$@" >> {project}/apt')
    command(project, "sudo", '"$@"')
    assert run(project, "setup-test-tools.sh").returncode == 0
    assert (project / "apt").read_text().splitlines()[-1].endswith(" -y chromium")


def test_without_apt_the_reader_is_told_what_to_install(project: Path) -> None:
    present(project, "fc-list", "java")
    done = run(project, "setup-test-tools.sh")
    assert done.returncode == 1
    assert "Chromium" in done.stderr
    assert done.stderr.count("\n") == 1


def test_without_a_network_apt_fails_with_one_sentence(project: Path) -> None:
    present(project, "fc-list", "java")
    command(project, "apt-get", "exit 100")
    command(project, "sudo", '"$@"')
    done = run(project, "setup-test-tools.sh")
    assert done.returncode == 1
    assert "检查网络" in done.stderr


def test_scripts_can_be_run() -> None:
    for path in [*(ROOT / "scripts").glob("*.sh"), ROOT / ".ci" / "run"]:
        assert os.access(path, os.X_OK), path

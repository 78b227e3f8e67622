"""README, Makefile, workflows and .ci/run name the same commands."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.en.md")
MAKE = re.compile(r"\bmake ([a-z][a-z-]*)")


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def targets() -> set[str]:
    """The targets with a line of help, which are the public ones."""
    return set(re.findall(r"(?m)^([a-z-]+):.*## ", read("Makefile")))


def commands(text: str) -> set[str]:
    """Targets named in code: fenced blocks and inline."""
    code = re.findall(r"(?ms)^```bash\n(.*?)^```|`([^`\n]+)`", text)
    return {target for block in code for part in block for target in MAKE.findall(part)}


def test_every_public_target_is_phony() -> None:
    phony = re.search(r"(?m)^\.PHONY: (.+)$", read("Makefile"))
    assert phony
    assert set(phony[1].split()) == targets()


@pytest.mark.parametrize("name", READMES)
def test_readme_lists_every_target_and_no_other(name: str) -> None:
    assert commands(read(name)) == targets() - {"help"}


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", ".github/pull_request_template.md"])
def test_guides_name_only_targets_that_exist(name: str) -> None:
    named = commands(read(name))
    assert named
    assert named <= targets()


def test_both_readmes_show_the_same_commands_and_sections() -> None:
    chinese, english = (read(name) for name in READMES)
    blocks = [[re.sub(r" +#.*", "", b) for b in re.findall(r"(?s)```bash\n(.*?)```", t)] for t in (chinese, english)]
    assert blocks[0] == blocks[1]
    assert chinese.count("\n## ") == english.count("\n## ")


@pytest.mark.parametrize("name", READMES)
def test_readme_has_the_bare_pair_and_the_python_version(name: str) -> None:
    text = read(name)
    assert "```bash\npip install -r requirements.txt\nmkdocs serve\n```" in text
    assert "Python 3.12" in text
    assert read(".python-version").strip() in text
    assert "(3, 12)" in read("scripts/find-python.sh")


@pytest.mark.parametrize("name", READMES)
def test_readme_links_and_map_exist(name: str) -> None:
    text = read(name)
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if not link.endswith("screenshot.png")]
    folders = re.findall(r"(?m)^(\S+) {2,}\S", text.partition("```text\n")[2].partition("```")[0])
    assert folders
    for path in links + folders:
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize("name", READMES)
def test_readme_explains_what_dirty_leaves_stale(name: str) -> None:
    assert "--dirty" in read("Makefile")
    assert "`--dirty`" in read(name)


def test_readme_settings_are_the_ones_in_use() -> None:
    used = "".join(read(n) for n in ("mkdocs.yml", "Makefile", "scripts/find-python.sh", "scripts/browsing.py"))
    for variable in re.findall(r"(?m)^\| `([A-Z_]+)` \|", read("README.md")):
        assert variable in used


def test_ci_runs_the_test_command_and_nothing_else() -> None:
    lines = [line for line in read(".ci/run").splitlines() if line and not line.startswith("#")]
    assert lines == ["set -euo pipefail", 'cd "$(dirname "${BASH_SOURCE[0]}")/.."', "make test"]


def test_only_the_weekly_command_runs_the_weekly_tests() -> None:
    options = tomllib.loads(read("pyproject.toml"))["tool"]["pytest"]["ini_options"]["addopts"]
    assert options[-2:] == ["-m", "not weekly"]
    recipes = dict(re.findall(r"(?m)^([a-z-]+):.*\n((?:\t.*\n)+)", read("Makefile")))
    assert recipes["test-weekly"].endswith("-m pytest -q $(ALL)\n")
    assert "$(if $(SINCE)," in recipes["test"]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository of the Makefile and the files under which notebooks run."""
    runner = re.search(r"(?m)^RUNNER := (.+)$", read("Makefile"))
    assert runner
    for name in ["Makefile", "README.md", *runner[1].split()]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    for command in (["init", "-q"], ["add", "-A"], ["-c", "user.name=a", "-c", "user.email=a", "commit", "-qm", "a"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    return tmp_path


def pytest_call(repository: Path, *settings: str) -> str:
    """The call of pytest that `make test` makes."""
    command = ["make", "--no-print-directory", "--dry-run", "test", *settings]
    shown = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=True).stdout
    return shown.strip().splitlines()[-1].partition("pytest")[2].strip()


@pytest.mark.parametrize("name", ["kb/notebooks/execution.py", "kb/render/plot.py", "requirements.txt"])
def test_a_change_of_the_runner_brings_all_tests(repository: Path, name: str) -> None:
    assert pytest_call(repository, "SINCE=HEAD") == "-q"
    (repository / "README.md").write_text("别的", "utf-8")
    assert pytest_call(repository, "SINCE=HEAD") == "-q"
    (repository / name).write_text("改了", "utf-8")
    assert pytest_call(repository, "SINCE=HEAD") == "-q -m 'weekly or not weekly'"
    assert pytest_call(repository) == "-q"


def test_an_unknown_commit_brings_all_tests(repository: Path) -> None:
    assert pytest_call(repository, "SINCE=none") == "-q -m 'weekly or not weekly'"


def test_make_alone_prints_the_help() -> None:
    shown = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert {line.split()[1] for line in shown.splitlines()} == targets()


def test_issue_form_offers_the_boards_of_the_site() -> None:
    form = yaml.safe_load(read(".github/ISSUE_TEMPLATE/2-question.yml"))
    offered = next(field["attributes"]["options"] for field in form["body"] if field.get("id") == "board")
    parts = yaml.safe_load(read("data/boards.yml"))
    assert offered == [f"{part['title']}：{board['title']}" for part in parts for board in part["boards"]]

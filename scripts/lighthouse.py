"""Lighthouse, with its own emulation of a telephone on a slow network."""

import json
import os
import statistics
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.node import node_executable
from scripts.browsing import OPTIONS, browser_path

CLI = Path(__file__).parents[1] / "node_modules" / "lighthouse" / "cli" / "index.js"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
METRICS = {"LCP": "largest-contentful-paint", "TBT": "total-blocking-time", "CLS": "cumulative-layout-shift"}


@dataclass(frozen=True)
class Scores:
    """What one run found.

    Attributes:
        categories: 0 to 100, by category.
        metrics: LCP and TBT in milliseconds, CLS as a number.
        failed: Every audit outside performance that costs points, with its title.
        machine: How fast the machine was at that moment, as Lighthouse measures it.
    """

    categories: dict[str, int]
    metrics: dict[str, float]
    failed: tuple[str, ...]
    machine: float


@dataclass(frozen=True)
class Medians:
    """What several runs of one page found.

    Attributes:
        categories: Median score by category.
        metrics: Median of each metric.
        spread: Lowest and highest performance.
        failed: Every audit outside performance that cost points in some run.
        machine: Median speed of the machine.
    """

    categories: dict[str, int]
    metrics: dict[str, float]
    spread: tuple[int, int]
    failed: tuple[str, ...]
    machine: float


def run(url: str) -> Scores:
    """Load a page in a browser of Lighthouse's own and score it.

    Raises:
        RuntimeError: Lighthouse failed, or could not load the page.
    """
    flags = " ".join(["--headless=new", *OPTIONS])
    command: list[str | Path] = [node_executable(), CLI, url, "--quiet", "--output=json"]
    command += [f"--chrome-flags={flags}", f"--only-categories={','.join(CATEGORIES)}", "--no-enable-error-reporting"]
    environment = os.environ | {"CHROME_PATH": browser_path() or ""}
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"  # Through a pipe, the end of a long one is sometimes missing.
        command.append(f"--output-path={report}")
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"Lighthouse 没有测成 {url}：{done.stderr.strip()}")
        return read(json.loads(report.read_text("utf-8")))


def read(report: dict[str, Any]) -> Scores:
    """Take what is printed out of a report.

    Raises:
        RuntimeError: The report says that the page could not be loaded.
    """
    if "runtimeError" in report:
        raise RuntimeError(f"Lighthouse 没有测成 {report['finalDisplayedUrl']}：{report['runtimeError']['message']}")
    audits = report["audits"]
    failed = [
        f"{audits[ref['id']]['id']}（{audits[ref['id']]['title']}）"
        for name in CATEGORIES[1:]
        for ref in report["categories"][name]["auditRefs"]
        if ref["weight"] and audits[ref["id"]]["score"] not in (None, 1)
    ]
    return Scores(
        {name: round(report["categories"][name]["score"] * 100) for name in CATEGORIES},
        {name: audits[audit]["numericValue"] for name, audit in METRICS.items()},
        tuple(failed),
        report["environment"]["benchmarkIndex"],
    )


def medians(runs: list[Scores]) -> Medians:
    """Put runs of the same page together."""
    performance = [scores.categories["performance"] for scores in runs]
    return Medians(
        {name: round(statistics.median(scores.categories[name] for scores in runs)) for name in CATEGORIES},
        {name: statistics.median(scores.metrics[name] for scores in runs) for name in METRICS},
        (min(performance), max(performance)),
        tuple(dict.fromkeys(audit for scores in runs for audit in scores.failed)),
        statistics.median(scores.machine for scores in runs),
    )

"""Measures the built site against its budgets: one page of each kind, and the open search.

What is the same on every machine is asserted: bytes, hosts, axe, formulas, HTML, overflow, and the Lighthouse
categories that do not measure time. Performance is printed with its spread beside its goal.
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from kb.node import ensure_packages, package_version
from scripts import lighthouse
from scripts.browsing import OPTIONS, browser_path
from scripts.lighthouse import Medians
from scripts.measuring import Traffic, View, axe_faults, formulas_without_scripts, overflow, traffic
from scripts.nu import html_errors
from scripts.serving import SUB_PATH, serve_pages

ROOT = Path(__file__).parents[1]
RUNS = 5
PERFECT = 100


@dataclass(frozen=True)
class Subject:
    """A page to measure.

    Attributes:
        name: What it is called in the table.
        address: Below the site's root.
        size: Its budget in bytes, if it has one.
        performance: The Lighthouse performance to reach, if there is a goal.
        ready: Matches an element that is there once the page is complete.
    """

    name: str
    address: str
    size: int | None = None
    performance: int | None = None
    ready: str = "article"

    @property
    def file(self) -> str:
        """The HTML file behind the address."""
        return f"{self.address.partition('?')[0]}index.html"


SUBJECTS = (
    Subject("首页", "", 85_000, 98),
    Subject("题目", "general/deep-learning/gelu/", 135_000, 96),
    Subject("板块", "general/deep-learning/"),
    Subject("notebook", "notebooks/gelu/", 135_000, 96),
    Subject("打开的搜索", "?q=GELU", ready="[data-search-results][aria-busy=false] a[href]"),
)


@dataclass(frozen=True)
class Figures:
    """What was measured on one page."""

    traffic: Traffic
    axe: list[str]
    formulas: tuple[int, int]
    html: list[str]
    overflow: int
    lighthouse: Medians


def measure(browser: Browser, site: Path, root: str, subject: Subject, runs: int) -> Figures:
    """Measure one page of a site that is served at `root`."""
    view = View(root + subject.address, subject.ready)
    return Figures(
        traffic(browser, view),
        axe_faults(browser, view),
        formulas_without_scripts(browser, view.url),
        html_errors(site, [site / subject.file]),
        overflow(browser, view),
        lighthouse.medians([lighthouse.run(view.url) for _ in range(runs)]),
    )


def misses(subject: Subject, figures: Figures) -> list[str]:
    """Every asserted budget that a page misses, with what is behind it."""
    size, (readable, formulas) = figures.traffic.size, figures.formulas
    found = [f"第三方请求 {url}" for url in figures.traffic.strangers]
    if subject.size is not None and size > subject.size:
        found.append(f"首次加载 {_kilobytes(size)} KB，预算是 {_kilobytes(subject.size)} KB")
    found += [f"axe {fault}" for fault in figures.axe]
    if readable < formulas:
        found.append(f"关掉 JavaScript 后 {formulas} 个公式里只有 {readable} 个可读")
    found += [f"HTML 错误 {error}" for error in figures.html]
    if figures.overflow > 0:
        found.append(f"320 px 宽时横向溢出 {figures.overflow} px")
    found += [
        f"Lighthouse {name} {score}，应为 {PERFECT}：{'、'.join(figures.lighthouse.failed)}"
        for name, score in figures.lighthouse.categories.items()
        if name != "performance" and score < PERFECT
    ]
    return [f"{subject.name}：{miss}" for miss in found]


ROWS: tuple[tuple[str, Callable[[Subject, Figures], str]], ...] = (
    ("首次加载 KB（gzip）", lambda subject, f: _kilobytes(f.traffic.size) + _goal("≤", subject.size, 1000)),
    ("请求数", lambda _, f: str(f.traffic.requests)),
    ("第三方请求", lambda _, f: str(len(f.traffic.strangers))),
    ("Lighthouse 性能", lambda subject, f: _performance(f.lighthouse) + _goal("≥", subject.performance)),
    ("无障碍", lambda _, f: str(f.lighthouse.categories["accessibility"])),
    ("最佳实践", lambda _, f: str(f.lighthouse.categories["best-practices"])),
    ("SEO", lambda _, f: str(f.lighthouse.categories["seo"])),
    ("机器此时的速度（Lighthouse）", lambda _, f: f"{f.lighthouse.machine:.0f}"),
    ("LCP ms", lambda _, f: f"{f.lighthouse.metrics['LCP']:.0f}"),
    ("TBT ms", lambda _, f: f"{f.lighthouse.metrics['TBT']:.0f}"),
    ("CLS", lambda _, f: f"{f.lighthouse.metrics['CLS']:.3f}"),
    ("axe 严重问题（深浅 × 360、1280 px）", lambda _, f: str(len(f.axe))),
    ("无 JavaScript 可读的公式", lambda _, f: f"{f.formulas[0]}/{f.formulas[1]}"),
    ("HTML 错误（Nu）", lambda _, f: str(len(f.html))),
    ("320 px 横向溢出", lambda _, f: str(max(0, f.overflow))),
)


def table(measured: dict[Subject, Figures]) -> str:
    """All figures as a Markdown table, a column for each page."""
    head = ["", *(subject.name for subject in measured)]
    rows = [[name, *(show(subject, figures) for subject, figures in measured.items())] for name, show in ROWS]
    rule = ["---", *("---:" for _ in measured)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rows))


def _kilobytes(size: int) -> str:
    return f"{size / 1000:.1f}"


def _goal(sign: str, goal: int | None, unit: int = 1) -> str:
    return "" if goal is None else f"（{sign} {goal // unit}）"


def _performance(found: Medians) -> str:
    low, high = found.spread
    return f"{found.categories['performance']} [{low}–{high}]"


def build(site: Path, url: str) -> None:
    """Build the site for the address at which it will be served.

    Raises:
        SystemExit: The strict build failed; what it said is on the screen.
    """
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "SITE_URL": url}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
    if subprocess.run(command, cwd=ROOT, env=environment, stdout=sys.stderr, check=False).returncode:
        raise SystemExit("构建没有通过，先改好上面的错误")


def machine(browser: Browser, packages: Path) -> str:
    """What the figures were measured with."""
    tools = f"Chromium {browser.version}，Lighthouse {package_version(packages, 'lighthouse')}"
    return f"{platform.machine()}，{os.cpu_count()} 核，{tools}"


def main(arguments: list[str] | None = None) -> int:
    """Build, measure, print the table; 1 when an asserted budget is missed."""
    parser = argparse.ArgumentParser(prog="python -m scripts.bench", description="量首页、题目、板块、notebook 和搜索")
    parser.add_argument("--runs", type=int, default=RUNS, help="每页跑几次 Lighthouse，取中位数")
    options = parser.parse_args(arguments)
    packages = ensure_packages(ROOT, dev=True)
    with tempfile.TemporaryDirectory() as folder, serve_pages(Path(folder)) as root, sync_playwright() as playwright:
        site = Path(folder, SUB_PATH)
        build(site, root)
        browser = playwright.chromium.launch(executable_path=browser_path(), args=OPTIONS)
        print(f"{machine(browser, packages)}，每页 {options.runs} 次取中位数，方括号里是最低和最高\n", flush=True)
        measured = {subject: measure(browser, site, root, subject, options.runs) for subject in SUBJECTS}
        browser.close()
    missed = [miss for subject, figures in measured.items() for miss in misses(subject, figures)]
    print(table(measured), *(["", "没有达到预算：", *missed] if missed else ["", "预算全部达到"]), sep="\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

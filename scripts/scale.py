"""What building the site costs as it grows, beside plain Material and zensical.

For each number N the project is generated with N question pages and N/8 notebooks in the place of the real ones, and
built three times over by different programs: by this site, by plain Material, by zensical (see `scripts.rivals` for
what the other two get). Each is first started as a preview, for the time from an edit to its display; then built.

This site is built with the notebook caches filled and every other cache empty. The notebooks share a few codes: each
code is executed once, and that cold execution is a figure of its own. Times depend on the machine and are printed
beside their limit; only what does not depend on it, the weight of a page, decides over success.
"""

import argparse
import gzip
import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from kb.node import ensure_packages
from kb.notebooks.execution import KEY_LENGTH, execution_key
from kb.notebooks.source import read_notebook
from scripts.generate_pages import CODES, NOTEBOOK_EVERY, ROOT, copy_project, generate
from scripts.refresh import refresh
from scripts.rivals import write_plain, zensical
from scripts.usage import Usage, measure

COUNTS = (100, 300, 1000, 3000)
BASE = 300
ZENSICAL_UP_TO = 1000
PREVIEW = 1000
# Percent by which pages may differ: their texts are the same, links to other pages are not.
WEIGHT = 2
# Caches that belong to the notebooks; all others are emptied before a build is measured.
WARM = ("kernel", "notebooks", "rendered")
EXECUTE = "from pathlib import Path; from kb.project import load_project; load_project(Path())"
SUB_PATH = "kb/"
QUIET = {"NO_MKDOCS_2_WARNING": "1"}
MEGA = 1_000_000

OWN, MATERIAL, ZENSICAL = "本站", "Material", "zensical"


@dataclass(frozen=True)
class Builder:
    """A program that builds the pages.

    Attributes:
        name: What it is called in the table.
        build: The command.
        serve: The command that previews.
        up_to: The most pages it is given.
    """

    name: str
    build: list[str]
    serve: list[str]
    up_to: int | None = None


@dataclass(frozen=True)
class Figures:
    """What was measured of one builder at one number of pages.

    Attributes:
        count: The number of question pages.
        builder: The builder's name.
        usage: Its build.
        output: Bytes of the whole site.
        weight: The median of the question pages' bytes, gzipped.
        refresh: Seconds from an edit to its display, if that was measured.
    """

    count: int
    builder: str
    usage: Usage
    output: int
    weight: float
    refresh: float | None


def builders(names: Iterable[str]) -> list[Builder]:
    """This site's builder, and the others that are named."""
    mkdocs = str(Path(sys.executable).with_name("mkdocs"))
    # As `make serve` does.
    serve = [mkdocs, "serve", "--livereload", "--dirty"]
    found = [Builder(OWN, [mkdocs, "build", "--strict"], serve)]
    if MATERIAL in names:
        found.append(Builder(MATERIAL, [mkdocs, "build"], serve))
    if ZENSICAL in names:
        program = str(zensical())
        found.append(Builder(ZENSICAL, [program, "build", "--clean"], [program, "serve"], ZENSICAL_UP_TO))
    return found


def execute_once(folder: Path, count: int) -> Usage:
    """Generate as many pages as there are notebooks with different code, and execute those notebooks on all cores."""
    place = copy_project(folder, with_pages=False)
    generate(folder, min(count, CODES * NOTEBOOK_EVERY), place)
    return measure([sys.executable, "-c", EXECUTE], folder)


def make_project(folder: Path, count: int, executed: Path) -> None:
    """Generate a project whose notebooks are in the cache: each takes the outputs of the one with the same code."""
    generate(folder, count, copy_project(folder, with_pages=False))
    known = {path.stem[-KEY_LENGTH:]: path for path in (executed / ".cache" / "notebooks").iterdir()}
    shutil.copytree(executed / ".cache" / "kernel", folder / ".cache" / "kernel")
    cache = folder / ".cache" / "notebooks"
    cache.mkdir()
    for path in (folder / "notebooks").iterdir():
        key = execution_key(read_notebook(path))[:KEY_LENGTH]
        shutil.copy(known[key], cache / f"{path.stem}-{key}.json")


def examine(builder: Builder, folder: Path, count: int, *, preview: bool) -> Figures:
    """Preview the pages, then build them."""
    page = next(folder.glob(f"docs/*/*/generated-{count // 2:05d}.md"))
    address = SUB_PATH + page.relative_to(folder / "docs").with_suffix("").as_posix() + "/"
    waited = refresh(builder.serve, folder, page, address) if preview else None
    if builder.name == OWN:
        _leave_only_notebooks(builder, folder, built=preview)
    usage = measure(builder.build, folder, QUIET)
    site = folder / "site"
    return Figures(count, builder.name, usage, _size(site), page_weight(site), waited)


def _leave_only_notebooks(builder: Builder, folder: Path, *, built: bool) -> None:
    """Have all notebooks in the caches, and nothing else.

    The rest is moved aside: ext4 without a journal searches for inodes that were not deleted in the last minutes, and
    that would count as building.
    """
    if not built:
        measure(builder.build, folder, QUIET)
    for path in (folder / ".cache").iterdir():
        if path.is_dir() and path.name not in WARM:
            path.rename(folder.with_name(f"{folder.name}-{path.name}"))


def page_weight(site: Path) -> float:
    """The median of the question pages' bytes, gzipped."""
    pages = site.glob("*/*/generated-*/index.html")
    return statistics.median(len(gzip.compress(path.read_bytes(), 6, mtime=0)) for path in pages)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


COLUMNS: tuple[tuple[str, Callable[[Figures], str]], ...] = (
    ("页数", lambda f: str(f.count)),
    ("构建者", lambda f: f.builder),
    ("CPU s", lambda f: f"{f.usage.cpu:.1f}"),
    ("时钟 s", lambda f: f"{f.usage.wall:.1f}"),
    ("每页 CPU ms", lambda f: f"{f.usage.cpu / f.count * 1000:.0f}"),
    ("内存 MB", lambda f: f"{f.usage.memory / MEGA:.0f}"),
    ("最大的进程 MB", lambda f: f"{f.usage.largest / MEGA:.0f}"),
    ("输出 MB", lambda f: f"{f.output / MEGA:.1f}"),
    ("每页 KB（gzip）", lambda f: f"{f.weight / 1000:.2f}"),
    ("改完到看见 s", lambda f: "—" if f.refresh is None else f"{f.refresh:.2f}"),
)


def table(found: list[Figures]) -> str:
    """All figures as a Markdown table."""
    rows = [[show(figures) for _, show in COLUMNS] for figures in found]
    head = [name for name, _ in COLUMNS]
    rule = ["---" if name == "构建者" else "---:" for name in head]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rows))


@dataclass(frozen=True)
class Goal:
    """A figure beside its limit.

    Attributes:
        name: What it is.
        value: The figure.
        limit: What it should not exceed.
        asserted: Whether missing it is an error: it is the same on every machine.
    """

    name: str
    value: float
    limit: float
    asserted: bool = False

    @property
    def met(self) -> bool:
        """Whether the figure is within its limit."""
        return self.value <= self.limit

    def __str__(self) -> str:
        return f"{self.name}：{self.value:.2f}（≤ {self.limit:g}{'' if self.met else '，没有达到'}）"


def goals(found: list[Figures]) -> list[Goal]:
    """The goals of growth, as far as the measured numbers of pages allow to judge them."""
    at = {(figures.builder, figures.count): figures for figures in found}
    own = sorted((figures for figures in found if figures.builder == OWN), key=lambda figures: figures.count)
    first, last = own[0], own[-1]
    base = at.get((OWN, BASE), first)
    told = [
        Goal(
            f"{last.count} 页与 {base.count} 页的每页 CPU 之比",
            last.usage.cpu / last.count / (base.usage.cpu / base.count),
            1.25,
        ),
        Goal(f"{last.count} 页的内存 MB", last.usage.memory / MEGA, 500),
        Goal(
            f"{last.count} 页与 {first.count} 页的页面大小相差 %",
            abs(last.weight / first.weight - 1) * 100,
            WEIGHT,
            True,
        ),
    ]
    if rival := at.get((MATERIAL, last.count)):
        told.insert(0, Goal(f"{last.count} 页的 CPU 与 Material 之比", last.usage.cpu / rival.usage.cpu, 1.6))
    shown = [figures for figures in own if figures.refresh is not None and figures.count <= PREVIEW]
    if shown and shown[-1].refresh is not None:
        told.append(Goal(f"{shown[-1].count} 页时从改完到看见的秒数", shown[-1].refresh, 2))
    return told


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 when a page's weight depends on how many there are."""
    parser = argparse.ArgumentParser(prog="python -m scripts.scale", description="量页数多了以后构建的代价")
    parser.add_argument("counts", type=int, nargs="*", default=COUNTS, help="题目页数")
    parser.add_argument("--beside", nargs="*", choices=[MATERIAL, ZENSICAL], default=[MATERIAL, ZENSICAL])
    parser.add_argument("--no-preview", action="store_true", help="不量从改完到看见的时间")
    options = parser.parse_args(arguments)
    ensure_packages(ROOT)
    print(f"{platform.machine()}，{os.cpu_count()} 核，Python {platform.python_version()}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        found = measure_all(Path(name), options.counts, builders(options.beside), preview=not options.no_preview)
    told = goals(found)
    print("", table(found), "", *told, sep="\n")
    return 0 if all(goal.met for goal in told if goal.asserted) else 1


def measure_all(folder: Path, counts: list[int], chosen: list[Builder], *, preview: bool) -> list[Figures]:
    """Execute the notebooks, then measure every builder at every number of pages."""
    executed = folder / "executed"
    cold = execute_once(executed, max(counts))
    notebooks = len(list((executed / "notebooks").iterdir()))
    print(f"冷执行 {notebooks} 本 notebook：CPU {cold.cpu:.1f} s，时钟 {cold.wall:.1f} s", flush=True)
    found = []
    for count in sorted(counts):
        own, plain = folder / f"own-{count}", folder / f"plain-{count}"
        make_project(own, count, executed)
        write_plain(own, plain)
        for builder in chosen:
            if builder.up_to is None or count <= builder.up_to:
                found.append(examine(builder, own if builder.name == OWN else plain, count, preview=preview))
                print(table(found[-1:]).splitlines()[-1], file=sys.stderr, flush=True)
    return found


if __name__ == "__main__":
    sys.exit(main())

"""The costs of growth: measured as they are on a few pages, and judged as the issue asks."""

import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from scripts import scale
from scripts.generate_pages import copy_project, generate
from scripts.refresh import refresh
from scripts.rivals import write_plain
from scripts.scale import MATERIAL, OWN, Figures, builders, goals, table
from scripts.usage import Usage, measure

ROOT = Path(__file__).parents[2]
BURN = "import time\nwhile time.process_time() < 0.5: pass"
HOLD = "import time; held = b'1' * 80_000_000; time.sleep(1.5)"
# Answers with the file `page.md` as it is.
SERVER = """
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(Path("page.md").read_bytes())

host, port = sys.argv[-1].split(":")
HTTPServer((host, int(port)), Handler).serve_forever()
"""


def figures(count: int, builder: str = OWN, cpu_a_page: float = 0.1, weight: float = 30_000) -> Figures:
    return Figures(count, builder, Usage(count * cpu_a_page, 1, 200_000_000, 150_000_000), 1_000_000, weight, None)


def child(code: str) -> list[str]:
    """A process that leaves the work to its child."""
    return [
        sys.executable,
        "-c",
        f"import subprocess, sys; subprocess.run([sys.executable, '-c', {code!r}], check=True)",
    ]


def test_time_and_memory_of_children_count(tmp_path: Path) -> None:
    assert measure(child(BURN), tmp_path).cpu >= 0.5
    used = measure(child(HOLD), tmp_path)
    assert used.memory > used.largest >= 80_000_000


def test_a_failing_command_tells_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="坏了"):
        measure([sys.executable, "-c", "raise SystemExit('坏了')"], tmp_path)


def test_an_edit_is_seen_when_it_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scripts.refresh.PAUSE", 0)
    page = tmp_path / "page.md"
    page.write_text("## 详解\n\n正文\n", "utf-8")
    assert refresh([sys.executable, "-c", SERVER], tmp_path, page, "any/") > 0
    assert page.read_text("utf-8") == "## 详解\n\n正文\n"


def test_a_preview_that_ends_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"没有给出(?s:.)*坏了"):
        refresh([sys.executable, "-c", "raise SystemExit('坏了')"], tmp_path, tmp_path / "page.md", "")


def test_plain_pages_keep_text_tags_and_navigation(tmp_path: Path) -> None:
    project, plain = tmp_path / "project", tmp_path / "plain"
    generate(project, 9, copy_project(project, with_pages=False))
    write_plain(project, plain)
    config = (plain / "mkdocs.yml").read_text("utf-8")
    nav = yaml.safe_load(config)["nav"]
    listed = re.findall(r"[\w/-]+\.md", str(nav))
    assert sorted(listed) == sorted(path.relative_to(plain / "docs").as_posix() for path in plain.rglob("*.md"))
    assert len([src for src in listed if "generated-" in src]) == 9 + 2
    source = next(project.glob("docs/*/*/generated-00004.md"))
    page = (plain / source.relative_to(project)).read_text("utf-8")
    meta = yaml.safe_load(page.split("---\n")[1])
    known = yaml.safe_load(source.read_text("utf-8").split("---\n")[1])
    assert meta == {name: known[name] for name in ("title", "description", "tags")}
    assert "[@" not in page
    assert page.count("$$") == source.read_text("utf-8").count("$$") > 0
    assert "```python\n#| label: curve" in (plain / "docs/notebooks/generated-00008.md").read_text("utf-8")


def test_plain_material_has_the_features_and_extensions_of_the_site() -> None:
    plain = yaml.safe_load((ROOT / "scripts" / "plain.yml").read_text("utf-8"))
    own = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Loader=yaml.BaseLoader)
    assert plain["theme"]["features"] == own["theme"]["features"]
    assert [*map(name, plain["markdown_extensions"])] == [*map(name, own["markdown_extensions"])]
    assert plain["plugins"] == ["search", "tags"]


def name(entry: str | dict[str, object]) -> str:
    return entry if isinstance(entry, str) else next(iter(entry))


def test_the_preview_is_started_as_make_does() -> None:
    (own,) = builders([])
    recipe = re.search(r"(?m)^serve:.*\n\t\.venv/bin/mkdocs (.+) --dev-addr", (ROOT / "Makefile").read_text("utf-8"))
    assert recipe
    assert own.serve[1:] == recipe[1].split()


def test_goals_are_those_of_the_issue() -> None:
    found = [figures(count, builder, 0.1) for count in (100, 300, 3000) for builder in (OWN, MATERIAL)]
    assert [(goal.value, goal.limit) for goal in goals(found)] == [
        (pytest.approx(1), 1.6),
        (pytest.approx(1), 1.25),
        (200, 500),
        (0, scale.WEIGHT),
    ]
    assert all(goal.met for goal in goals(found))


def test_only_what_is_no_noise_is_asserted() -> None:
    found = [figures(300, cpu_a_page=0.1), figures(3000, cpu_a_page=0.2), figures(3000, MATERIAL, 0.01)]
    assert [goal.met for goal in goals(found)] == [False, False, True, True]
    assert not any(goal.asserted for goal in goals(found) if not goal.met)
    (missed,) = (goal for goal in goals([figures(100), figures(3000, weight=32_000)]) if not goal.met)
    assert missed.asserted
    assert "没有达到" in str(missed)


def test_the_preview_is_judged_at_a_thousand_pages() -> None:
    found = [replace(figures(count), refresh=count / 1000) for count in (100, 1000, 3000)]
    assert str(goals(found)[-1]) == "1000 页时从改完到看见的秒数：1.00（≤ 2）"


def test_the_table_has_a_row_for_each() -> None:
    lines = table([figures(100), figures(100, MATERIAL)]).splitlines()
    assert len(lines) == 4
    assert {line.count("|") for line in lines} == {11}
    assert lines[2].startswith("| 100 | 本站 | 10.0 | 1.0 | 100 | 200 | 150 | 1.0 | 30.00 | — |")


@pytest.mark.build
def test_a_few_pages_are_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert scale.main(["4", "8", "--beside", MATERIAL, "--no-preview"]) == 0
    shown = capsys.readouterr().out
    assert "冷执行 1 本 notebook" in shown
    rows = [line.split(" | ") for line in shown.splitlines() if re.match(r"\| \d", line)]
    assert [row[:2] for row in rows] == [[f"| {count}", builder] for count in (4, 8) for builder in (OWN, MATERIAL)]
    for row in rows:
        assert all(float(figure) > 0 for figure in row[2:9])
    assert "8 页的 CPU 与 Material 之比" in shown
    assert "8 页与 4 页的页面大小相差" in shown

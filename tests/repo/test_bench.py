"""Budgets are judged as they are written, and reports of Lighthouse read as they are."""

from dataclasses import replace
from typing import Any

import pytest

from scripts.bench import SUBJECTS, Figures, misses, table
from scripts.lighthouse import CATEGORIES, METRICS, Medians, Scores, medians, read
from scripts.measuring import Traffic

HOME, QUESTION, BOARD, NOTEBOOK, SEARCH = SUBJECTS
FINE = Figures(
    traffic=Traffic(80_000, 12, ()),
    axe=[],
    formulas=(3, 3),
    html=[],
    overflow=0,
    lighthouse=Medians(dict.fromkeys(CATEGORIES, 100), {"LCP": 1200.4, "TBT": 30.0, "CLS": 0.01}, (97, 100), (), 1500),
)


def scored(**categories: int) -> Medians:
    found = FINE.lighthouse.categories | {name.replace("_", "-"): score for name, score in categories.items()}
    return replace(FINE.lighthouse, categories=found, failed=("color-contrast（对比度不够）",))


def test_a_page_within_its_budgets_misses_none() -> None:
    assert [misses(subject, FINE) for subject in SUBJECTS] == [[]] * 5


def test_budgets_are_those_of_the_design() -> None:
    assert [subject.size for subject in (HOME, QUESTION, NOTEBOOK)] == [85_000, 135_000, 135_000]
    assert [subject.performance for subject in (HOME, QUESTION, NOTEBOOK)] == [98, 96, 96]


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ({"traffic": Traffic(85_001, 12, ())}, "首次加载 85.0 KB，预算是 85.0 KB"),
        ({"traffic": Traffic(1, 1, ("https://cdn.example.com/a.js",))}, "第三方请求 https://cdn.example.com/a.js"),
        ({"axe": ["dark 360px color-contrast: p"]}, "axe dark 360px color-contrast: p"),
        ({"formulas": (2, 3)}, "关掉 JavaScript 后 3 个公式里只有 2 个可读"),
        ({"html": ["index.html:3：Unescaped"]}, "HTML 错误 index.html:3：Unescaped"),
        ({"overflow": 4}, "320 px 宽时横向溢出 4 px"),
        (
            {"lighthouse": scored(accessibility=99)},
            "Lighthouse accessibility 99，应为 100：color-contrast（对比度不够）",
        ),
        (
            {"lighthouse": scored(best_practices=96)},
            "Lighthouse best-practices 96，应为 100：color-contrast（对比度不够）",
        ),
        ({"lighthouse": scored(seo=91)}, "Lighthouse seo 91，应为 100：color-contrast（对比度不够）"),
    ],
)
def test_a_missed_budget_is_named(bad: dict[str, Any], told: str) -> None:
    assert misses(HOME, replace(FINE, **bad)) == [f"首页：{told}"]


def test_time_is_shown_and_not_judged() -> None:
    slow = replace(FINE, lighthouse=replace(scored(performance=40), spread=(30, 55)))
    assert misses(HOME, slow) == []
    assert "| Lighthouse 性能 | 40 [30–55]（≥ 98） |" in table({HOME: slow})


def test_the_table_has_a_column_for_each_page() -> None:
    lines = table(dict.fromkeys(SUBJECTS, FINE)).splitlines()
    assert lines[0] == "|  | 首页 | 题目 | 板块 | notebook | 打开的搜索 |"
    assert {line.count("|") for line in lines} == {7}
    assert "| LCP ms | 1200 | 1200 | 1200 | 1200 | 1200 |" in lines


def test_addresses_lead_to_files() -> None:
    assert [subject.file for subject in (HOME, NOTEBOOK, SEARCH)] == [
        "index.html",
        "notebooks/gelu/index.html",
        "index.html",
    ]


def report(**scores: float | None) -> dict[str, Any]:
    """A report as Lighthouse writes it, with one audit in each category."""
    audits = {name: {"id": name, "title": f"题 {name}", "score": scores.get(name, 1)} for name in CATEGORIES}
    metrics = {audit: {"id": audit, "title": audit, "score": 0.5, "numericValue": 7} for audit in METRICS.values()}
    found = {name: {"score": 0.985, "auditRefs": [{"id": name, "weight": 1}]} for name in CATEGORIES}
    return {"audits": audits | metrics, "categories": found, "environment": {"benchmarkIndex": 1500}}


def test_a_report_is_read() -> None:
    scores = read(report(performance=0.2, seo=0, accessibility=None))
    assert scores.categories == dict.fromkeys(CATEGORIES, 98)
    assert scores.metrics == {"LCP": 7, "TBT": 7, "CLS": 7}
    assert scores.failed == ("seo（题 seo）",)
    assert scores.machine == 1500


def test_a_page_that_did_not_load_is_an_error() -> None:
    broken = {"finalDisplayedUrl": "http://a/", "runtimeError": {"message": "NO_FCP"}}
    with pytest.raises(RuntimeError, match="http://a/：NO_FCP"):
        read(broken)


def test_runs_are_put_together() -> None:
    runs = [
        Scores(dict.fromkeys(CATEGORIES, score), dict.fromkeys(METRICS, score), (), score) for score in (90, 70, 95)
    ]
    runs[1] = replace(runs[1], failed=("seo（题 seo）",))
    found = medians(runs)
    assert found.categories["performance"] == found.metrics["TBT"] == 90
    assert found.spread == (70, 95)
    assert found.failed == ("seo（题 seo）",)

"""The build and the browser make the same terms of a text: one module, one file of cases, run on both sides."""

import json
from pathlib import Path

from playwright.sync_api import Browser

from kb.assets import bundle
from tests.frontend.node import run_node

ROOT = Path(__file__).parents[2]
CASES = json.loads((Path(__file__).parent / "cases.json").read_text("utf-8"))


def test_node_makes_the_terms_of_the_cases() -> None:
    assert run_node("terms.mjs", CASES) == CASES


def test_the_browser_makes_the_same_terms(browser: Browser, tmp_path: Path) -> None:
    entry = tmp_path / "entry.js"
    module = ROOT / "frontend" / "search" / "text.js"
    entry.write_text(f'import * as text from "{module.as_posix()}";\nglobalThis.text = text;\n', "utf-8")
    page = browser.new_page()
    page.add_script_tag(content=bundle(entry, ROOT / "node_modules").decode())
    made = page.evaluate(
        "cases => cases.map(({text: t}) => ({text: t, index: text.indexTerms(t),"
        " query: text.queryUnits(t).map(unit => unit.term)}))",
        CASES,
    )
    assert made == CASES

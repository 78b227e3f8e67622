"""axe-core finds nothing serious, in both schemes, on telephones and on desktops."""

import pytest
from playwright.sync_api import Page

from tests.browser.addresses import BOARD, HOME, NOTEBOOK, QUESTION, QUESTIONS
from tests.browser.conftest import Reader
from tests.serving import ROOT

pytestmark = pytest.mark.browser
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# Folded answers are read as well.
RUN = """
async () => {
  document.querySelectorAll("details").forEach((details) => { details.open = true; });
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ target, html }) => `${id}: ${target} ${html.slice(0, 100)}`));
}
"""


@pytest.mark.parametrize("url", [HOME, QUESTION, BOARD, NOTEBOOK, QUESTIONS])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_serious(url: str, scheme: str, width: int, visit: Reader) -> None:
    page = visit(url, width=width, scheme=scheme, reduced_motion="reduce")
    assert serious_faults(page) == []


def serious_faults(page: Page) -> list[str]:
    """What axe-core calls serious or critical on a page as it stands."""
    page.evaluate(AXE.read_text("utf-8"))
    faults: list[str] = page.evaluate(RUN)
    return faults

"""axe-core: what it calls serious or critical on a page that is open in the browser."""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
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


def serious_faults(page: Page) -> list[str]:
    """What axe-core calls serious or critical on a page as it stands: rule, place and markup of each."""
    page.evaluate(AXE.read_text("utf-8"))
    faults: list[str] = page.evaluate(RUN)
    return faults

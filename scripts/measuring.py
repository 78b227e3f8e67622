"""What a page costs and whether it holds, seen in a real browser: traffic, axe, formulas, overflow."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Request, ViewportSize

from scripts.axe import serious_faults

WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")
NARROWEST = 320
OPEN_ALL = "document.querySelectorAll('details').forEach((details) => { details.open = true; })"
OVERFLOW = "document.documentElement.scrollWidth - innerWidth"
# Every formula, typeset or still TeX; readable is one whose letters take up room.
FORMULAS = """
() => {
  const formulas = [...document.querySelectorAll(".katex, .arithmatex:not(:has(.katex))")];
  const readable = formulas.filter((formula) => {
    const box = formula.querySelector(".katex-html")?.getBoundingClientRect();
    return box && box.width > 0 && box.height > 0;
  });
  return [readable.length, formulas.length];
}
"""


@dataclass(frozen=True)
class View:
    """A page as a reader meets it.

    Attributes:
        url: Its address.
        ready: Matches an element that is there once the page is complete.
    """

    url: str
    ready: str = "article"


@dataclass(frozen=True)
class Traffic:
    """What a first visit with an empty cache fetches.

    Attributes:
        size: Bytes over the wire, headers and packed bodies.
        requests: Number of requests; what the browser had by then does not count.
        strangers: Addresses on hosts other than the site's.
    """

    size: int
    requests: int
    strangers: tuple[str, ...]


def traffic(browser: Browser, view: View) -> Traffic:
    """Open a page with an empty cache and count what comes in."""
    fetched: list[Request] = []
    page = browser.new_page(viewport=ViewportSize(width=WIDTHS[0], height=800), locale="zh-CN")
    page.on("request", lambda request: fetched.append(request))  # noqa: PLW0108 - Playwright marks the function
    _open(page, view)
    asked = [request for request in fetched if request.url.startswith(("http:", "https:"))]
    sizes = [size for request in asked if not request.failure and (size := _size(request))]
    host = urlsplit(view.url).netloc
    page.close()
    return Traffic(
        sum(sizes),
        len(sizes),
        tuple(request.url for request in asked if urlsplit(request.url).netloc != host),
    )


def axe_faults(browser: Browser, view: View) -> list[str]:
    """What axe-core calls serious or critical in any of both schemes and both widths."""
    faults = []
    for scheme in SCHEMES:
        for width in WIDTHS:
            page = browser.new_page(
                viewport=ViewportSize(width=width, height=900),
                color_scheme=scheme,  # type: ignore[arg-type]
                reduced_motion="reduce",
                locale="zh-CN",
            )
            _open(page, view)
            faults += [f"{scheme} {width}px {fault}" for fault in serious_faults(page)]
            page.close()
    return faults


def formulas_without_scripts(browser: Browser, url: str) -> tuple[int, int]:
    """How many formulas can be read with JavaScript off, and how many there are."""
    page = browser.new_page(java_script_enabled=False, locale="zh-CN")
    page.goto(url)
    page.evaluate(OPEN_ALL)
    readable, total = page.evaluate(FORMULAS)
    page.close()
    return readable, total


def overflow(browser: Browser, view: View) -> int:
    """By how many pixels a page with everything unfolded is wider than the narrowest window."""
    page = browser.new_page(viewport=ViewportSize(width=NARROWEST, height=900), locale="zh-CN")
    _open(page, view)
    page.evaluate(OPEN_ALL)
    pixels = int(page.evaluate(OVERFLOW))
    page.close()
    return pixels


def _size(request: Request) -> int:
    """Bytes of an answer over the wire; 0 when it came out of the browser's cache."""
    sizes = request.sizes()
    return sizes["responseHeadersSize"] + sizes["responseBodySize"]


def _open(page: Page, view: View) -> None:
    page.goto(view.url, wait_until="networkidle")
    page.locator(view.ready).first.wait_for()

"""Take the README's screenshot: the home page of site/, served on loopback, 1280 × 800, light."""

import os
import shutil
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
TARGET = ROOT / ".github" / "screenshot.png"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# The browser's own calls home would only fail where the network is closed.
OPTIONS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files without a line for each request."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is http.server's
        """Say nothing."""


def main() -> int:
    """Serve the built site, photograph its home page, and write the picture."""
    if not (ROOT / "site" / "index.html").exists():
        print("还没有 site/：先运行 make build", file=sys.stderr)
        return 1
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=ROOT / "site")) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        photograph(f"http://127.0.0.1:{server.server_port}/", TARGET)
        server.shutdown()
    print(f"截图在 {TARGET.relative_to(ROOT)}")
    return 0


def photograph(url: str, target: Path) -> None:
    """Save what a reader with a 1280 × 800 window and a light theme sees at an address."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=OPTIONS)
        page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="light", locale="zh-CN")
        page.goto(url, wait_until="load")
        page.evaluate("document.fonts.ready")
        page.screenshot(path=target)
        browser.close()


def browser_path() -> str | None:
    """Chromium: `CHROMIUM` if set, else the first found; None lets Playwright use its own."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


if __name__ == "__main__":
    sys.exit(main())

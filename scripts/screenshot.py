"""Take the README's screenshot: the home page of site/, served on loopback, 1280 × 800, light."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from scripts.browsing import OPTIONS, browser_path, serve_folder

ROOT = Path(__file__).parents[1]
TARGET = ROOT / ".github" / "screenshot.png"


def main() -> int:
    """Serve the built site, photograph its home page, and write the picture."""
    if not (ROOT / "site" / "index.html").exists():
        print("还没有 site/：先运行 make build", file=sys.stderr)
        return 1
    with serve_folder(ROOT / "site") as root:
        photograph(root, TARGET)
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


if __name__ == "__main__":
    sys.exit(main())

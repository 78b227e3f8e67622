"""The Nu HTML checker, for any number of pages in one run of Java."""

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

JAR = Path(__file__).parents[1] / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def html_errors(site: Path, paths: Iterable[Path]) -> list[str]:
    """What is not HTML: page, line, message and the text around it.

    Args:
        site: The folder of the site, which names in the result are relative to.
        paths: Pages, or folders of pages.

    Raises:
        RuntimeError: The checker did not run.
    """
    command: list[str | Path] = [
        "java",
        "-jar",
        JAR,
        "--skip-non-html",
        "--errors-only",
        "--format",
        "json",
        "--stdout",
    ]
    done = subprocess.run([*command, *paths], capture_output=True, text=True, check=False)
    try:
        messages = json.loads(done.stdout)["messages"]
    except ValueError:
        raise RuntimeError(f"Nu 检查器没有运行起来：{done.stderr.strip()}") from None
    return [_line(message, site.resolve()) for message in messages]


def _line(message: dict[str, str], site: Path) -> str:
    page = Path(unquote(urlsplit(message["url"]).path)).relative_to(site)
    near = " ".join(message.get("extract", "").split())
    return f"{page}:{message.get('lastLine', '?')}：{message['message']}（{near}）"

"""What the browser gets from npm: KaTeX's style and fonts, and the site's own script in one file."""

import re
import subprocess
from pathlib import Path

from kb.errors import ContentError
from kb.node import node_executable

# Every browser that runs the site reads woff2.
OLD_FONT = re.compile(r',url\([^)]+\.(?:woff|ttf)\) format\("(?:woff|truetype)"\)')
BUNDLE_OPTIONS = (
    "--bundle",
    "--format=iife",
    "--minify",
    "--target=es2020",
    "--charset=utf8",
    "--log-level=error",
    "--color=false",
)
BUNDLE_ERROR = re.compile(r"\[ERROR\] (?P<fault>[^\n]+)(?:\n\n +(?P<path>[^\n]+?):(?P<line>\d+):)?")


def katex_assets(packages: Path) -> dict[str, bytes]:
    """KaTeX's style sheet and the fonts it names.

    Args:
        packages: The folder `node_modules`.

    Returns:
        Contents by path below the site's root.
    """
    dist = packages / "katex" / "dist"
    css = OLD_FONT.sub("", (dist / "katex.min.css").read_text("utf-8"))
    fonts = {f"assets/katex/fonts/{font.name}": font.read_bytes() for font in sorted((dist / "fonts").glob("*.woff2"))}
    return {"assets/katex/katex.min.css": css.encode()} | fonts


def bundle(entry: Path, packages: Path) -> bytes:
    """Bundle an ES module and all it imports into one classic script, which also loads from a file.

    Args:
        entry: The module to start from.
        packages: The folder `node_modules`.

    Raises:
        ContentError: A module is missing or is not JavaScript.
    """
    command: list[str | Path] = [node_executable(), packages / "esbuild" / "bin" / "esbuild", entry, *BUNDLE_OPTIONS]
    done = subprocess.run(command, cwd=packages.parent, capture_output=True, check=False)
    if done.returncode:
        log = done.stderr.decode()
        error = BUNDLE_ERROR.search(log)
        if error is None:
            raise ContentError(entry, f"打包失败：{log.strip()}", "按 esbuild 的提示改正")
        line = int(error["line"]) if error["line"] else None
        raise ContentError(error["path"] or entry, f"打包失败：{error['fault']}", "按 esbuild 的提示改正", line=line)
    return done.stdout

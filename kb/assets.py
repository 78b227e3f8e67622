"""What the browser gets from npm and from frontend/: one style sheet with KaTeX's fonts, and one script."""

import re
import subprocess
from pathlib import Path

from kb.errors import ContentError
from kb.node import node_executable

STYLES = "assets/stylesheets/site.css"
FONTS = "assets/stylesheets/fonts/"
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
    # Fonts keep the addresses that KaTeX's style gives them.
    "--external:fonts/*",
)
BUNDLE_ERROR = re.compile(r"\[ERROR\] (?P<fault>[^\n]+)(?:\n\n +(?P<path>[^\n]+?):(?P<line>\d+):)?")


def styles(entry: Path, packages: Path) -> dict[str, bytes]:
    """Bundle a style sheet that imports KaTeX's, with the fonts that it names.

    Args:
        entry: The style sheet to start from.
        packages: The folder `node_modules`.

    Returns:
        Contents by path below the site's root.

    Raises:
        ContentError: An imported file is missing.
    """
    css = OLD_FONT.sub("", bundle(entry, packages).decode())
    fonts = (packages / "katex" / "dist" / "fonts").glob("*.woff2")
    return {STYLES: css.encode()} | {f"{FONTS}{font.name}": font.read_bytes() for font in sorted(fonts)}


def bundle(entry: Path, packages: Path, name: str = "") -> bytes:
    """Bundle an ES module and all it imports into one classic script, which also loads from a file; or styles.

    Args:
        entry: The module or style sheet to start from.
        packages: The folder `node_modules`.
        name: The global variable that holds what the module exports, if others use it.

    Raises:
        ContentError: A file is missing or is not what its name says.
    """
    command: list[str | Path] = [node_executable(), packages / "esbuild" / "bin" / "esbuild", entry, *BUNDLE_OPTIONS]
    command += [f"--global-name={name}"] if name else []
    done = subprocess.run(command, cwd=packages.parent, capture_output=True, check=False)
    if done.returncode:
        log = done.stderr.decode()
        error = BUNDLE_ERROR.search(log)
        if error is None:
            raise ContentError(entry, f"打包失败：{log.strip()}", "按 esbuild 的提示改正")
        line = int(error["line"]) if error["line"] else None
        raise ContentError(error["path"] or entry, f"打包失败：{error['fault']}", "按 esbuild 的提示改正", line=line)
    return done.stdout

"""How long an author waits: from saving a page to the preview showing it."""

import os
import signal
import socket
import statistics
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

STARTS_WITHIN = 3600.0
SHOWN_WITHIN = 300.0
ASKED_EVERY = 0.02
# A paragraph each, without numerals: those need evidence.
EDITS = ("改动甲。", "改动乙。", "改动丙。")
HEADING = "## 详解\n"
# Watchers that poll take the state of the files in the first moments after a build.
PAUSE = 2.0


def refresh(command: list[str], folder: Path, page: Path, address: str) -> float:
    """Start a preview, edit a page a few times, and see when it is shown.

    Args:
        command: Starts the preview; the address to listen on is added.
        folder: Where to start it.
        page: The Markdown file to edit, below its heading 详解; it is left as it was.
        address: The page below the server's root.

    Returns:
        The median of the seconds from an edit to the answer that holds it.

    Raises:
        RuntimeError: The preview ended, or does not show the page; holds what it said.
    """
    with served(command, folder) as preview:
        preview.wait_for(address, HEADING.strip("# \n"), STARTS_WITHIN)
        before = page.read_text("utf-8")
        try:
            return statistics.median(_edit(preview, page, address, text) for text in EDITS)
        finally:
            page.write_text(before, "utf-8")


@dataclass(frozen=True)
class Preview:
    """A server that has been started.

    Attributes:
        root: Its address, which ends with a slash.
        process: Its process.
        log: What it says.
    """

    root: str
    process: subprocess.Popen[bytes]
    log: Path

    def wait_for(self, address: str, text: str, seconds: float) -> None:
        """Ask for a page until it holds a text.

        Raises:
            RuntimeError: The server ended, or the time is over.
        """
        until = time.monotonic() + seconds
        while text.encode() not in _ask(self.root + address):
            if self.process.poll() is not None or time.monotonic() > until:
                said = self.log.read_text("utf-8", errors="replace")
                raise RuntimeError(f"预览没有给出 {address} 里的「{text}」：\n{said}")
            time.sleep(ASKED_EVERY)


def _edit(preview: Preview, page: Path, address: str, text: str) -> float:
    """Add a paragraph and wait until it is shown."""
    time.sleep(PAUSE)
    edited = page.read_text("utf-8").replace(HEADING, f"{HEADING}\n{text}\n", 1)
    start = time.perf_counter()
    page.write_text(edited, "utf-8")
    preview.wait_for(address, text, SHOWN_WITHIN)
    return time.perf_counter() - start


def _ask(url: str) -> bytes:
    """A page, empty while there is none."""
    try:
        with urllib.request.urlopen(url, timeout=SHOWN_WITHIN) as answer:
            body: bytes = answer.read()
            return body
    except (HTTPException, OSError):
        return b""


@contextmanager
def served(command: list[str], folder: Path) -> Iterator[Preview]:
    """A preview on a free port; ended, with all it has started, and its temporary site removed."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    with tempfile.TemporaryDirectory() as temporary, Path(temporary, "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--dev-addr", address],
            cwd=folder,
            env=os.environ | {"TMPDIR": temporary},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield Preview(f"http://{address}/", process, Path(log.name))
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            process.wait()

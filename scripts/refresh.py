"""How long an author waits: from saving a page to the preview showing it."""

import os
import signal
import socket
import statistics
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path

STARTS_WITHIN = 3600.0
SHOWN_WITHIN = 600.0
ASKED_EVERY = 0.02
EDITS = 3
# Watchers that poll take the state of the files in the first moments after a build.
PAUSE = 2.0


def refresh(command: list[str], folder: Path, page: Path, address: str) -> float:
    """Start a preview, edit a page a few times, and see when it is shown.

    Args:
        command: Starts the preview; the address to listen on is added.
        folder: Where to start it.
        page: The Markdown file to edit; it is left with its last edit.
        address: The page below the server's root.

    Returns:
        The median of the seconds from an edit to the answer that holds it.

    Raises:
        RuntimeError: The preview ended, or does not show the page.
    """
    with _served(command, folder) as (process, root):
        _wait_for(root + address, b"", process, STARTS_WITHIN)
        return statistics.median(_edit(page, root + address, number, process) for number in range(EDITS))


def _edit(page: Path, url: str, number: int, process: subprocess.Popen[bytes]) -> float:
    time.sleep(PAUSE)
    mark = f"第 {number} 次改动"
    text = page.read_text("utf-8") + f"\n{mark}。\n"
    start = time.perf_counter()
    page.write_text(text, "utf-8")
    _wait_for(url, mark.encode(), process, SHOWN_WITHIN)
    return time.perf_counter() - start


def _wait_for(url: str, text: bytes, process: subprocess.Popen[bytes], seconds: float) -> None:
    """Ask for a page until it holds a text."""
    until = time.monotonic() + seconds
    while text not in (_ask(url) or b"") if text else _ask(url) is None:
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"{' '.join(map(str, process.args))} 没有给出 {url}")  # type: ignore[arg-type]
        time.sleep(ASKED_EVERY)


def _ask(url: str) -> bytes | None:
    """A page, or None while there is none."""
    try:
        with urllib.request.urlopen(url, timeout=SHOWN_WITHIN) as answer:
            body: bytes = answer.read()
            return body
    except (urllib.error.URLError, HTTPException, OSError):
        return None


@contextmanager
def _served(command: list[str], folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A preview on a free port; ended, with all it has started, and its temporary site removed."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    with tempfile.TemporaryDirectory() as temporary:
        process = subprocess.Popen(
            [*command, "--dev-addr", address],
            cwd=folder,
            env=os.environ | {"TMPDIR": temporary},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            yield process, f"http://{address}/"
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()

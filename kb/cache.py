"""Cached texts that prove themselves: each carries its own hash, so that a damaged one is made anew."""

import hashlib
from pathlib import Path

from kb.files import write_if_changed


def load(path: Path) -> str | None:
    """A cached text, or None when there is none or the file is damaged."""
    try:
        digest, _, text = path.read_text("utf-8").partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    return text if digest == _digest(text) else None


def store(path: Path, text: str) -> None:
    """Keep a text, whole or not at all.

    Raises:
        OSError: The folder cannot be written to, or is full; names the file.
    """
    write_if_changed(path, f"{_digest(text)}\n{text}")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

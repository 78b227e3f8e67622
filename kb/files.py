"""Writing files whole or not at all."""

import os
import threading
from pathlib import Path


def write_if_changed(path: Path, content: str | bytes) -> bool:
    """Write a file atomically unless it already holds the content.

    Returns:
        Whether anything was written. An unchanged file keeps its time, so that watchers stay quiet.
    """
    data = content.encode() if isinstance(content, str) else content
    if path.exists() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.partial")
    partial.write_bytes(data)
    partial.replace(path)
    return True

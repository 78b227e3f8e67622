"""Writing files whole or not at all."""

import os
import shutil
import threading
from pathlib import Path


def write_if_changed(path: Path, content: str | bytes) -> bool:
    """Write a file atomically unless it already holds the content.

    Returns:
        Whether anything was written. An unchanged file keeps its time, so that watchers stay quiet.

    Raises:
        OSError: The folder cannot be written to, or is full; names the file.
    """
    data = content.encode() if isinstance(content, str) else content
    if path.exists() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.partial")
    try:
        partial.write_bytes(data)
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        # A full disk is reported without a name.
        raise OSError(error.errno, error.strerror, str(path)) from error
    return True


def remove(path: Path) -> None:
    """Remove a folder with all it holds, or whatever lies in its place.

    Raises:
        OSError: Something may not be removed; names it.
    """
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)

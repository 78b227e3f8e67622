"""What is kept during a run: results that hold until their file changes, and values that wait outside memory."""

import os
import pickle
import tempfile
import zlib
from collections.abc import Callable, Hashable
from functools import cache
from pathlib import Path
from typing import BinaryIO, cast

_known: dict[Hashable, tuple[object, object]] = {}


def recall[T](key: Hashable, stamp: object, make: Callable[[], T]) -> T:
    """Make something, or give what was made before: a preview builds the site anew after each edit.

    Args:
        key: What it is.
        stamp: What it depends on; with another stamp it is made again, and the former result forgotten.
        make: Makes it.
    """
    if key not in _known or _known[key][0] != stamp:
        _known[key] = stamp, make()
    return cast(T, _known[key][1])


def file_stamp(path: Path) -> tuple[int, int, int]:
    """Changes when a file does."""
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


class Packed[T]:
    """A value that is not needed for a while, in a file without a name that ends with the process.

    The file only grows: a preview adds what an edit changes. It is read without moving its position, since an index
    may be made in another thread.

    Args:
        value: Anything that can be pickled.
    """

    def __init__(self, value: T) -> None:
        file = _store()
        data = zlib.compress(pickle.dumps(value), level=1)
        self._place = len(data), file.tell()
        file.write(data)
        file.flush()

    def unpack(self) -> T:
        """A copy of the value."""
        return cast(T, pickle.loads(zlib.decompress(os.pread(_store().fileno(), *self._place))))


@cache
def _store() -> BinaryIO:
    return tempfile.TemporaryFile()

"""What is kept in memory: results that hold until their file changes, and values that wait compressed."""

import pickle
import zlib
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import cast

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
    """A value that is not needed for a while, pickled and compressed: text takes a tenth of the room.

    Args:
        value: Anything that can be pickled.
    """

    def __init__(self, value: T) -> None:
        self._data = zlib.compress(pickle.dumps(value), level=1)

    def unpack(self) -> T:
        """A copy of the value."""
        return cast(T, pickle.loads(zlib.decompress(self._data)))

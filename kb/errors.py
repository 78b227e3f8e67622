"""The one error an author meets: which file, which place, what is wrong, how to mend it."""

import errno
import os
from pathlib import Path

_REFUSED = ("不许写入", "改它的权限，或换一个有权限的用户，再运行一次")
_FULL = ("写不下了，磁盘或配额已满", "腾出空间，再运行一次")
_IN_THE_WAY = ("挡在要写的地方", "移走它，再运行一次")
# What the machine refuses, as an author can act on it. Anything else is a fault of the program.
MACHINE_FAULTS = {
    errno.EACCES: _REFUSED,
    errno.EPERM: _REFUSED,
    errno.EROFS: ("在只读的文件系统上", "换一个能写的地方，再运行一次"),
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _FULL,
    errno.EEXIST: _IN_THE_WAY,
    errno.ENOTDIR: _IN_THE_WAY,
    errno.EISDIR: _IN_THE_WAY,
}


class ContentError(Exception):
    """A fault in the content that must stop the build.

    Args:
        path: The file at fault; shown relative to the working directory when it lies below it.
        fault: What is wrong, one clause.
        mend: How to put it right, one clause.
        line: 1-based line in the file, if known.
        field: Front-matter field or data key, if the fault is in one.
    """

    def __init__(
        self, path: Path | str, fault: str, mend: str, *, line: int | None = None, field: str | None = None
    ) -> None:
        self.path, self.fault, self.mend, self.line, self.field = _shown(Path(path)), fault, mend, line, field
        super().__init__(str(self))

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        subject = f"{place} 字段 {self.field}" if self.field else place
        return f"{subject}：{self.fault}。改法：{self.mend}。"


def explain(error: Exception) -> ContentError | None:
    """What an author can do about an error, or None when only a programmer can do something."""
    if isinstance(error, ContentError):
        return error
    if not isinstance(error, OSError) or error.errno not in MACHINE_FAULTS:
        return None
    # Of two names the second is the one that was written, which matters when there is no room for it.
    name = (error.filename2 if MACHINE_FAULTS[error.errno] is _FULL else None) or error.filename
    path = Path(str(name)) if name else Path.cwd()
    # Unlike Path.exists, this asks without raising.
    culprit = next(place for place in (path, *path.absolute().parents) if os.path.exists(place))  # noqa: PTH110
    return ContentError(culprit, *MACHINE_FAULTS[error.errno])


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd()) if path.is_absolute() and path.is_relative_to(Path.cwd()) else path)

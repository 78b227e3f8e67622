"""The one error an author meets: which file, which place, what is wrong, how to mend it."""

from pathlib import Path


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


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd()) if path.is_absolute() and path.is_relative_to(Path.cwd()) else path)

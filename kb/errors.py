"""The one error an author meets: which file, which place, what is wrong, how to mend it."""

from pathlib import Path


class ContentError(Exception):
    """A fault in the content that must stop the build.

    Args:
        path: The file at fault, shown relative to the project.
        fault: What is wrong, one clause.
        mend: How to put it right, one clause.
        line: 1-based line in the file, if known.
        field: Front-matter field or data key, if the fault is in one.
    """

    def __init__(
        self, path: Path | str, fault: str, mend: str, *, line: int | None = None, field: str | None = None
    ) -> None:
        self.path, self.fault, self.mend, self.line, self.field = str(path), fault, mend, line, field
        super().__init__(str(self))

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        subject = f"{place} 字段 {self.field}" if self.field else place
        return f"{subject}：{self.fault}。改法：{self.mend}。"

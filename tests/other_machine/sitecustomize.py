"""Python imports this by itself when it starts: another day, and folders listed in another order."""

import os
from collections.abc import Iterator
from typing import Any

import time_machine

list_names, scan = os.listdir, os.scandir


class Reversed:
    """The entries of a folder, from Z to A; closes like the original."""

    def __init__(self, *arguments: Any) -> None:
        with scan(*arguments) as entries:
            self._entries = iter(sorted(entries, key=lambda entry: entry.name, reverse=True))

    def __iter__(self) -> Iterator[os.DirEntry[str]]:
        return self._entries

    def __next__(self) -> os.DirEntry[str]:
        return next(self._entries)

    def __enter__(self) -> "Reversed":
        return self

    def __exit__(self, *exception: object) -> None:
        pass

    def close(self) -> None:
        """Do nothing: the folder has been read."""


os.scandir = Reversed  # type: ignore[assignment, misc]
os.listdir = lambda *arguments: sorted(list_names(*arguments), reverse=True)
time_machine.travel(float(os.environ["KB_CLOCK"])).start()

"""Check Chinese typography with AutoCorrect: spaces beside Latin words, full-width punctuation.

Usage: python -m scripts.check_text docs notebooks README.md
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import autocorrect_py
import yaml

SUFFIXES = {".md", ".yml", ".ipynb"}
# Errata quote a claim as it was published.
QUOTED = {"claim"}


class Fault(NamedTuple):
    """A line that AutoCorrect would write differently."""

    line: int
    old: str
    new: str


def main(arguments: list[str]) -> int:
    """Print the faults of all files below the given paths; return how many there are."""
    count = 0
    for path in _files(map(Path, arguments)):
        for fault in text_faults(path.suffix, path.read_text("utf-8")):
            print(f"{path}:{fault.line}：「{fault.old}」改成「{fault.new}」")
            count += 1
    return count


def text_faults(suffix: str, text: str) -> Iterator[Fault]:
    """Find what AutoCorrect would change.

    Args:
        suffix: `.md`, `.yml` or `.ipynb`.
        text: The file's content.

    Returns:
        The faults by line; in a notebook, by line of its JSON.
    """
    if suffix == ".yml":
        yield from _yaml_faults(text)
    elif suffix == ".md":
        meta, body, offset = _split(text)
        yield from _yaml_faults(meta)
        # AutoCorrect takes the indented body of an admonition for code.
        flat = "\n".join(line.lstrip() for line in body.split("\n"))
        yield from _lint(flat, "md", offset)
    else:
        yield from _lint(text, "ipynb", 0)


def _split(text: str) -> tuple[str, str, int]:
    """Front matter, body, and the number of lines above the body."""
    head, mark, body = text.partition("\n---\n")
    if text.startswith("---\n") and mark:
        return head, body, head.count("\n") + 2
    return "", text, 0


def _yaml_faults(text: str) -> Iterator[Fault]:
    # Each value by itself: in a list written [甲, 乙] the comma is YAML's, not the text's.
    root = yaml.compose(text)
    for node in _scalars(root) if root else ():
        yield from _lint(node.value, "md", node.start_mark.line)


def _scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _scalars(item)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value not in QUOTED:
                yield from _scalars(value)


def _lint(text: str, kind: str, offset: int) -> Iterator[Fault]:
    for line in autocorrect_py.lint_for(text, kind).lines:
        yield Fault(line.line + offset, line.old.strip(), line.new.strip())


def _files(paths: Iterator[Path]) -> Iterator[Path]:
    for path in paths:
        inside = path.rglob("*") if path.is_dir() else [path]
        yield from sorted(file for file in inside if file.suffix in SUFFIXES)


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))

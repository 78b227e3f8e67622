"""Front matter and data files: YAML with line numbers, validated against pydantic models."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from kb.errors import ContentError
from kb.memory import Packed
from kb.text import read_text

FAULTS: dict[str, tuple[str, str]] = {
    "missing": ("缺少这一项", "补上它"),
    "extra_forbidden": ("没有这个键", "检查拼写，或删掉它"),
    "literal_error": ("取值不在允许的范围内", "改成这些值之一：{expected}"),
    "string_type": ("不是文字", "加上引号"),
    "string_too_short": ("是空的", "写上内容"),
    "string_too_long": ("太长，超过 {max_length} 个字符", "缩短它"),
    "string_pattern_mismatch": ("格式不对", "写成符合 {pattern} 的样子"),
    "list_type": ("不是列表", "写成 [甲, 乙] 的样子"),
    "too_short": ("太少，至少要 {min_length} 项", "补足它"),
    "too_long": ("太多，至多 {max_length} 项", "删去一些"),
}


class _PlacingLoader(yaml.CSafeLoader):
    """Gives an impossible date, such as 2026-02-30, a place like any other fault; it takes longer."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep=deep)
        except ValueError as error:
            raise yaml.constructor.ConstructorError(None, None, str(error), node.start_mark) from error


class StrictModel(BaseModel, extra="forbid", frozen=True):
    """A model that knows no unknown keys and does not change."""


@dataclass(frozen=True)
class Document:
    """A Markdown file cut into front matter and body.

    Attributes:
        path: Where it was read.
        meta: The front matter, parsed but not validated.
        lines: 1-based file line of each top-level front-matter key.
        offset: File line of the body's first line, minus one.
        parts: The front matter as it stands in the file, and the body.
    """

    path: Path
    meta: dict[str, Any]
    lines: dict[str, int]
    offset: int
    parts: Packed[tuple[str, str]]

    @property
    def body(self) -> str:
        """The Markdown below the front matter."""
        return self.parts.unpack()[1]

    @property
    def text(self) -> str:
        """The whole file."""
        head, body = self.parts.unpack()
        return f"---\n{head}\n---\n{body}"


def load_yaml(path: Path, text: str, offset: int = 0) -> tuple[Any, dict[str, int]]:
    """Parse YAML; return the data and the file line of each top-level key or entry.

    Raises:
        ContentError: The YAML is malformed, or a mapping holds a key twice.
    """
    try:
        node, data = _parse(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = min(mark.line, text.count("\n")) + 1 + offset if mark else None
        raise ContentError(
            path, f"YAML 写错了（{getattr(error, 'problem', error)}）", "改正这一行的缩进、引号或冒号", line=line
        ) from error
    _check_keys(path, node, offset)
    if isinstance(node, yaml.MappingNode):
        return data, {key.value: key.start_mark.line + 1 + offset for key, _ in node.value}
    entries = node.value if isinstance(node, yaml.SequenceNode) else []
    return data, {str(number): entry.start_mark.line + 1 + offset for number, entry in enumerate(entries)}


def read_document(path: Path) -> Document:
    """Read a Markdown file that begins with front matter.

    Raises:
        ContentError: No front matter, or it is not a YAML mapping.
    """
    text = read_text(path)
    head, separator, body = text.removeprefix("---\n").partition("\n---\n")
    if not text.startswith("---\n") or not separator:
        raise ContentError(path, "没有文件头", "在开头写上 --- 包住的文件头，格式见 CONTRIBUTING.md", line=1)
    meta, lines = load_yaml(path, head, offset=1)
    if not isinstance(meta, dict):
        raise ContentError(path, "文件头不是「键: 值」的形式", "按 CONTRIBUTING.md 的表格填写", line=1)
    return Document(path, meta, lines, head.count("\n") + 3, Packed((head, body)))


def validate[T](path: Path, kind: type[T], data: Any, lines: dict[str, int] | None = None) -> T:
    """Validate parsed data against a type.

    Raises:
        ContentError: The first fault, with its field, line and mend.
    """
    try:
        return TypeAdapter(kind).validate_python(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = [str(part) for part in first["loc"]]
        template = FAULTS.get(first["type"], (f"值不对（{first['msg']}）", "改成正确的类型和写法，见 CONTRIBUTING.md"))
        fault, mend = (part.format(**first.get("ctx", {})) for part in template)
        line = (lines or {}).get(place[0]) if place else None
        raise ContentError(path, fault, mend, line=line, field=".".join(place) or None) from error


def load_data[T](path: Path, kind: type[T]) -> T:
    """Read a YAML data file and validate it.

    Raises:
        ContentError: As for `load_yaml` and `validate`.
    """
    data, lines = load_yaml(path, read_text(path))
    return validate(path, kind, data, lines)


def _parse(text: str) -> tuple[yaml.Node | None, Any]:
    for kind in (yaml.CSafeLoader, _PlacingLoader):
        loader = kind(text)
        node = loader.get_single_node()
        with suppress(ValueError):
            return node, loader.construct_document(node) if node else None
    raise AssertionError("the second loader turns a ValueError into a YAMLError")


def _check_keys(path: Path, node: yaml.Node | None, offset: int) -> None:
    """Refuse a key that stands twice in one mapping; YAML would quietly keep the last."""
    if isinstance(node, yaml.SequenceNode):
        for entry in node.value:
            _check_keys(path, entry, offset)
    elif isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if key.value in seen:
                line = key.start_mark.line + 1 + offset
                raise ContentError(path, "这个键写了两次", "删掉其中一个", line=line, field=key.value)
            seen.add(key.value)
            _check_keys(path, value, offset)

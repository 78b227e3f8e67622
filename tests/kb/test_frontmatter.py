"""Front matter and data: cut, parsed, validated; faults name line and field."""

from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field, StringConstraints

from kb.errors import ContentError
from kb.frontmatter import StrictModel, load_data, load_yaml, read_document, validate
from tests.builders import write


class Model(StrictModel):
    name: Annotated[str, StringConstraints(min_length=1, max_length=3, pattern="^[a-z]*$")]
    level: Literal["高", "低"] = "高"
    items: Annotated[list[int], Field(min_length=1, max_length=2)] = [1]
    inner: "Model | None" = None


def fault_of(data: Any, lines: dict[str, int] | None = None) -> ContentError:
    with pytest.raises(ContentError) as caught:
        validate(Path("a.md"), Model, data, lines)
    return caught.value


def test_a_document_is_cut_at_its_front_matter(tmp_path: Path) -> None:
    text = "---\n# 注释\ntitle: 甲\ntags: [乙]\n---\n正文\n---\n尾\n"
    document = read_document(write(tmp_path / "a.md", text))
    assert document.meta == {"title": "甲", "tags": ["乙"]}
    assert document.lines == {"title": 3, "tags": 4}
    assert document.body == "正文\n---\n尾\n"
    assert text.split("\n")[document.offset] == "正文"
    assert document.text == text


@pytest.mark.parametrize("text", ["", "正文\n", "---\ntitle: 甲\n", "\n---\ntitle: 甲\n---\n"])
def test_front_matter_must_stand_at_the_top(tmp_path: Path, text: str) -> None:
    with pytest.raises(ContentError, match="没有文件头") as caught:
        read_document(write(tmp_path / "a.md", text))
    assert caught.value.line == 1


@pytest.mark.parametrize("head", ["- 甲", "甲", "# 注释"])
def test_front_matter_must_be_keys_and_values(tmp_path: Path, head: str) -> None:
    with pytest.raises(ContentError, match="文件头不是「键: 值」的形式"):
        read_document(write(tmp_path / "a.md", f"---\n{head}\n---\n正文\n"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: [1", 2),
        ("a: 1\n\tb: 2", 2),
        ("a: b: c", 1),
        ('a: "甲', 1),
        ("a: 1\ncreated: 2026-02-30", 2),
        ("a:\n  - b: 2026-13-01", 2),
    ],
)
def test_malformed_yaml_names_the_line(text: str, line: int) -> None:
    with pytest.raises(ContentError, match="YAML 写错了") as caught:
        load_yaml(Path("a.yml"), text, offset=10)
    assert caught.value.line == line + 10


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [("a: 1\nb: 2\na: 3", 3, "a"), ("a:\n  b: 1\n  b: 2", 3, "b"), ("- {a: 1}\n- {c: 1, c: 1}", 2, "c")],
)
def test_a_key_stands_once_at_every_depth(text: str, line: int, key: str) -> None:
    with pytest.raises(ContentError, match="这个键写了两次") as caught:
        load_yaml(Path("a.yml"), text)
    assert (caught.value.line, caught.value.field) == (line, key)


def test_the_same_key_in_two_entries_is_fine() -> None:
    assert load_yaml(Path("a.yml"), "- {a: 1}\n- {a: 1}")[0] == [{"a": 1}, {"a": 1}]


@pytest.mark.parametrize(
    ("data", "field", "fault", "mend"),
    [
        ({}, "name", "缺少这一项", "补上它"),
        ({"name": "a", "nmae": "b"}, "nmae", "没有这个键", "检查拼写，或删掉它"),
        ({"name": "abcd"}, "name", "太长，超过 3 个字符", "缩短它"),
        ({"name": ""}, "name", "是空的", "写上内容"),
        ({"name": "A"}, "name", "格式不对", "写成符合 ^[a-z]*$ 的样子"),
        ({"name": 1}, "name", "不是文字", "加上引号"),
        ({"name": "a", "level": "中"}, "level", "取值不在允许的范围内", "改成这些值之一：'高' or '低'"),
        ({"name": "a", "items": []}, "items", "太少，至少要 1 项", "补足它"),
        ({"name": "a", "items": [1, 2, 3]}, "items", "太多，至多 2 项", "删去一些"),
        ({"name": "a", "items": 1}, "items", "不是列表", "写成 [甲, 乙] 的样子"),
        ({"name": "a", "inner": {"name": 2}}, "inner.name", "不是文字", "加上引号"),
        ({"name": "a", "items": ["{x}"]}, "items.0", "值不对", "见 CONTRIBUTING.md"),
    ],
)
def test_each_fault_is_told_with_its_field_and_mend(data: Any, field: str, fault: str, mend: str) -> None:
    error = fault_of(data)
    assert error.field == field
    assert error.fault.startswith(fault) and error.mend.endswith(mend)


def test_a_fault_deep_in_a_value_has_the_line_of_its_top_key() -> None:
    assert fault_of({"name": "a", "inner": {"name": 2}}, {"name": 2, "inner": 3}).line == 3


def test_a_data_file_becomes_models(tmp_path: Path) -> None:
    assert load_data(write(tmp_path / "a.yml", "- name: a\n- name: b\n"), list[Model]) == [
        Model(name="a"),
        Model(name="b"),
    ]


def test_a_fault_in_a_list_names_its_place(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        load_data(write(tmp_path / "a.yml", "- name: a\n- nam: b\n"), list[Model])
    assert (caught.value.field, caught.value.line) == ("1.name", 2)

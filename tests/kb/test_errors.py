"""Errors say which file, what is wrong and how to mend it; faults of the program stay what they are."""

import errno
import os
from pathlib import Path

import pytest

from kb.errors import ContentError, explain


def refused(code: int, path: Path) -> OSError:
    return OSError(code, os.strerror(code), str(path))


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (errno.EACCES, "不许写入"),
        (errno.EPERM, "不许写入"),
        (errno.EROFS, "只读"),
        (errno.ENOSPC, "已满"),
        (errno.EDQUOT, "已满"),
        (errno.ENOTDIR, "挡在"),
        (errno.EEXIST, "挡在"),
        (errno.EISDIR, "挡在"),
    ],
)
def test_a_fault_of_the_machine_names_the_file_and_the_mend(tmp_path: Path, code: int, fault: str) -> None:
    text = str(explain(refused(code, tmp_path)))
    assert text.startswith(f"{tmp_path}：") and fault in text and "改法：" in text


def test_of_a_path_that_is_not_there_the_part_that_is_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("文件", "utf-8")
    fault = explain(refused(errno.ENOTDIR, tmp_path / "cache" / "katex" / "a"))
    assert fault and fault.path == str(tmp_path / "cache")


def test_a_fault_without_a_name_is_one_of_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert str(explain(OSError(errno.ENOSPC, "full"))).startswith(".：写不下了")


def test_the_file_without_room_is_the_copy_not_the_original(tmp_path: Path) -> None:
    fault = explain(OSError(errno.ENOSPC, "full", "original", None, str(tmp_path)))
    assert fault and fault.path == str(tmp_path)


def test_a_fault_of_the_content_explains_itself() -> None:
    error = ContentError("a.md", "坏了", "修好")
    assert explain(error) is error


@pytest.mark.parametrize("error", [ValueError("x"), FileNotFoundError(errno.ENOENT, "x", "a"), ConnectionError("x")])
def test_a_fault_of_the_program_is_left_alone(error: Exception) -> None:
    assert explain(error) is None

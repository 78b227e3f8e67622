"""What is cached comes back whole, or not at all."""

from pathlib import Path

import pytest

from kb.cache import load, store

TEXT = "第一行\n第二行 3.14\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    store(tmp_path / "cache" / "a", TEXT)
    return tmp_path / "cache" / "a"


def test_a_text_comes_back(path: Path) -> None:
    assert load(path) == TEXT


def test_what_was_never_kept_is_not_there(tmp_path: Path) -> None:
    assert load(tmp_path / "none") is None


@pytest.mark.parametrize("kept", [0, 10, 64, 65, 80])
def test_a_half_written_text_is_not_there(path: Path, kept: int) -> None:
    path.write_bytes(path.read_bytes()[:kept])
    assert load(path) is None


@pytest.mark.parametrize("damage", [b"\xff\xfe", b"[]", b"null"])
def test_another_text_is_not_there(path: Path, damage: bytes) -> None:
    path.write_bytes(damage)
    assert load(path) is None


def test_one_changed_digit_is_noticed(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"3.14", b"3.15"))
    assert load(path) is None


def test_a_folder_in_its_place_is_no_text(tmp_path: Path) -> None:
    assert load(tmp_path) is None

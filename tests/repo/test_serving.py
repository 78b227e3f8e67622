"""The server of the tests and measurements behaves like GitHub Pages."""

import gzip
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPMessage
from pathlib import Path

import pytest

from scripts.serving import serve_pages

TEXT = "甲" * 200


@pytest.fixture
def root(tmp_path: Path) -> Iterator[str]:
    for name, content in {"index.html": TEXT, "a/index.html": "乙", "404.html": "没有", "a/b.png": "像素"}.items():
        file = tmp_path / "kb" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, "utf-8")
    with serve_pages(tmp_path) as address:
        yield address


def fetch(url: str, *, packed: bool) -> tuple[int, HTTPMessage, bytes]:
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip, br"} if packed else {})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def test_text_goes_packed_to_those_who_take_it(root: str) -> None:
    _, headers, body = fetch(f"{root}?q=1", packed=True)
    assert headers["Content-Encoding"] == "gzip" and headers["Content-Type"] == "text/html; charset=utf-8"
    assert int(headers["Content-Length"]) == len(body) < len(TEXT.encode())
    assert gzip.decompress(body).decode() == TEXT


def test_text_goes_as_it_is_to_those_who_do_not(root: str) -> None:
    _, headers, body = fetch(root, packed=False)
    assert headers["Content-Encoding"] is None
    assert body.decode() == TEXT


def test_pictures_are_not_packed_again(root: str) -> None:
    _, headers, body = fetch(f"{root}a/b.png", packed=True)
    assert headers["Content-Encoding"] is None and headers["Content-Type"] == "image/png"
    assert body.decode() == "像素"


def test_a_folder_without_slash_leads_to_its_page(root: str) -> None:
    assert fetch(f"{root}a", packed=False)[2].decode() == "乙"


@pytest.mark.parametrize("packed", [True, False])
def test_an_unknown_address_shows_the_sites_own_page(root: str, packed: bool) -> None:
    status, _, body = fetch(f"{root}none/", packed=packed)
    assert status == 404
    assert (gzip.decompress(body) if packed else body).decode() == "没有"


def test_a_changed_file_is_served_anew(root: str, tmp_path: Path) -> None:
    fetch(root, packed=True)
    (tmp_path / "kb" / "index.html").write_text("新", "utf-8")
    assert gzip.decompress(fetch(root, packed=True)[2]).decode() == "新"

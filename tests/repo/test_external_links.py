"""The link check: which addresses it collects, and which answers count as dead."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from scripts.external_links import bibliography_links, check_links, site_links

SITE = "https://example.org/kb/"
REPO = "https://github.com/example/kb"


class Handler(BaseHTTPRequestHandler):
    """Answers with the status that stands in the path; `/head` knows GET only."""

    def do_HEAD(self) -> None:
        self.answer(405 if self.path == "/head" else int(self.path[1:]))

    def do_GET(self) -> None:
        self.answer(200 if self.path == "/head" else int(self.path[1:]))

    def answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is http.server's
        pass


@pytest.fixture
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def test_external_links_are_collected_once_with_their_pages(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    anchors = f'<a href="https://x.test/p#one">1</a><a href="../b">2</a><a href="{SITE}c">3</a><a href="{REPO}/e">4</a>'
    (tmp_path / "a" / "index.html").write_text(anchors, "utf-8")
    (tmp_path / "index.html").write_text('<a href="https://x.test/p#two">1</a><a href="mailto:a@b.c">2</a>', "utf-8")
    assert site_links(tmp_path, (SITE, REPO)) == {"https://x.test/p": {"a/index.html", "index.html"}}


def test_references_are_collected_by_url_eprint_and_doi(tmp_path: Path) -> None:
    bib = tmp_path / "references.bib"
    bib.write_text(
        "@misc{a, eprint = {1606.08415}}\n@online{b, url = {https://x.test/s#L3}}\n@misc{c, doi = {10.1/2}}\n"
    )
    assert bibliography_links(bib) == [
        ("https://arxiv.org/abs/1606.08415", "references.bib a"),
        ("https://x.test/s", "references.bib b"),
        ("https://doi.org/10.1/2", "references.bib c"),
    ]


def test_dead_is_what_is_gone_not_what_is_refused(server: str) -> None:
    paths = ["200", "403", "404", "410", "429", "500", "head"]
    faults = {url.rpartition("/")[2]: fault for url, fault in check_links(f"{server}/{path}" for path in paths)}
    assert faults == dict.fromkeys(paths) | {"404": "HTTP 404", "410": "HTTP 410", "500": "HTTP 500"}


def test_a_host_that_does_not_answer_is_dead() -> None:
    assert check_links(["http://127.0.0.1:1/"]) == [("http://127.0.0.1:1/", "ConnectionError")]

"""Serves a built site on loopback as GitHub Pages does: below a sub-path, gzipped, with the site's own 404 page."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from http import HTTPStatus
from http.server import ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import BinaryIO

from scripts.browsing import QuietHandler

SUB_PATH = "kb"
# What GitHub Pages compresses and this site has.
TEXTS = {".css", ".html", ".js", ".json", ".map", ".md", ".svg", ".txt", ".xml"}


class PagesHandler(QuietHandler):
    """Serves the files of a folder whose sub-folder `kb` is the site."""

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Send the headers of a text file packed, those of anything else as http.server does."""
        file = Path(self.translate_path(self.path))
        if self.path.partition("?")[0].endswith("/"):
            file /= "index.html"
        if file.suffix in TEXTS and file.is_file():
            return self._send_text(HTTPStatus.OK, file)
        return super().send_head()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer for an address that leads nowhere with the site's 404 page, if it has one."""
        missing = Path(self.directory, SUB_PATH, "404.html")
        if code != HTTPStatus.NOT_FOUND or not missing.exists():
            super().send_error(code, message, explain)
        else:
            self.wfile.write(self._send_text(HTTPStatus.NOT_FOUND, missing).read())

    def _send_text(self, status: HTTPStatus, file: Path) -> BytesIO:
        packs = "gzip" in self.headers.get("Accept-Encoding", "")
        body = packed(file, file.stat().st_mtime_ns) if packs else file.read_bytes()
        self.send_response(status)
        self.send_header("Content-Type", f"{self.guess_type(file)}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Cache-Control", "max-age=600")
        if packs:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        return BytesIO(body)


@cache
def packed(file: Path, _changed: int) -> bytes:
    """A file as it goes over the wire; packed again only when it has changed."""
    return gzip.compress(file.read_bytes(), 6, mtime=0)


@contextmanager
def serve_pages(folder: Path) -> Iterator[str]:
    """Serve what lies or will lie in `folder/kb`; gives its address, which ends with a slash.

    The address is known before the site is built for it: instant navigation is silently off on a site that is
    not served at its own address.
    """
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(PagesHandler, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{SUB_PATH}/"
        server.shutdown()

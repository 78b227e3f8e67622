"""The offline archive: the built site in one zip, whose pages open from the file system."""

import datetime
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kb.errors import ContentError

NAME = "kb-offline"
FOREWORD = "请先看我.txt"
# Only a server shows the error page, only a search engine reads the map, only a debugger the source maps.
ONLINE_ONLY = ("404.html", "sitemap.xml*", "*.map")
OFFER_PAGE = "about"
OFFER_MARK = "<!--offline-->"
TAG = re.compile(r"<(?:a|area|link|meta)\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
ADDRESS = re.compile(r"""(?<=\shref=")[^"]*|(?<=\shref=')[^']*|(?<=; url=)[^"']*""")


@dataclass(frozen=True)
class Archive:
    """What the site says about its archive; the archive cannot hold its own size.

    Attributes:
        file: Its name below the site's root.
        bytes: Its size.
        date: The newest date of its content.
        sha256: Its checksum.
    """

    file: str
    bytes: int
    date: str
    sha256: str

    def __str__(self) -> str:
        return f"{self.bytes / 1_000_000:.1f} MB，内容截至 {self.date}"


def add_archive(site: Path, day: datetime.date) -> Archive:
    """Put the archive of a built site beside its pages, its facts in a file of their own, and the link on a page.

    Args:
        site: The folder of the built site.
        day: The newest date of the content; the files of the archive bear it.

    Raises:
        ContentError: The page that offers the archive has no place for the link.
    """
    path = site / f"{NAME}.zip"
    write_archive(site, path, day)
    content = path.read_bytes()
    archive = Archive(path.name, len(content), day.isoformat(), hashlib.sha256(content).hexdigest())
    (site / f"{NAME}.json").write_text(json.dumps(asdict(archive), indent=2) + "\n", "utf-8")
    _offer(site, archive)
    return archive


def write_archive(site: Path, path: Path, day: datetime.date) -> None:
    """Write a built site as a zip with one folder; the same site gives the same bytes."""
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in archived_files(site, day):
            entry = ZipInfo(f"{NAME}/{name}", (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 3, 0o100644 << 16
            archive.writestr(entry, content)


def archived_files(site: Path, day: datetime.date) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file of the archive, in order of names but for the foreword, which is the first."""
    yield FOREWORD, foreword(day).encode()
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        name = path.relative_to(site).as_posix()
        is_own = path.parent == site and path.stem == NAME
        if is_own or any(fnmatchcase(name, pattern) for pattern in ONLINE_ONLY):
            continue
        content = path.read_bytes()
        yield name, name_files(content.decode()).encode() if path.suffix == ".html" else content


def name_files(page: str) -> str:
    """A page whose links to folders name the file in them: a file system would list the folder."""
    return TAG.sub(lambda tag: ADDRESS.sub(lambda address: file_address(address[0]), tag[0]), page)


def file_address(address: str) -> str:
    """An address with `index.html` added where it leads to a folder of the site."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or parts.path.rpartition("/")[2] not in ("", ".", "..") or not parts.path:
        return address
    return parts._replace(path=f"{parts.path.rstrip('/')}/index.html").geturl()


def foreword(day: datetime.date) -> str:
    """What the reader of the archive finds first."""
    return f"先把整个压缩包解压，再用浏览器打开 index.html。\r\n不用联网。内容截至 {day}。\r\n"


def _offer(site: Path, archive: Archive) -> None:
    path = site / OFFER_PAGE / "index.html"
    page = path.read_text("utf-8")
    if OFFER_MARK not in page:
        raise ContentError(
            f"docs/{OFFER_PAGE}.md", "没有放离线版链接的地方", f"在介绍离线版的段落末尾写上 {OFFER_MARK}"
        )
    link = f'<a href="../{archive.file}" download>下载离线版</a>'
    checksum = f'<a href="../{NAME}.json">校验值</a>'
    path.write_text(page.replace(OFFER_MARK, f"{link}（{archive}，{checksum}）。"), "utf-8")

"""Where a URL of the site leads, and whether something is there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urljoin, urlsplit

from kb.site_checker.faults import Fault, Rule
from kb.site_checker.references import Reference

SOURCE_SUFFIXES = frozenset({".md", ".ipynb"})


@dataclass(frozen=True)
class Target:
    """A place on the site: a file relative to the site's folder, and a fragment within it."""

    file: str
    fragment: str = ""


class Outside(Enum):
    """Why a URL has no place on the site."""

    OTHER_HOST = auto()
    UNCHECKED = auto()


class Addresses:
    """Translates between the URLs of a published site and its files.

    Args:
        base_url: Where the site's folder is published, with or without a final `/`.
    """

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url.rstrip("/") + "/"
        self.base = urlsplit(self.base_url)

    def url_of(self, file: str) -> str:
        """The URL of a file; an index page is its directory."""
        return self.base_url + quote(file.removesuffix("index.html") if _is_index(file) else file)

    def resolve(self, url: str, *, seen_in: str) -> Target | Outside:
        """Where a URL leads.

        Args:
            url: As written.
            seen_in: The file that holds it.

        Returns:
            A place on this site, or why there is none: another host, or what is
            not checked, that is other schemes and other sites of the same host.
        """
        try:
            written, full = urlsplit(url.strip()), urlsplit(urljoin(self.url_of(seen_in), url.strip()))
        except ValueError:
            return Target(url)
        if full.scheme not in ("http", "https"):
            return Outside.UNCHECKED
        if full.netloc != self.base.netloc:
            return Outside.OTHER_HOST
        if full.path.startswith(self.base.path):
            return Target(_file_of(unquote(full.path.removeprefix(self.base.path))), full.fragment)
        return Outside.UNCHECKED if written.netloc else Target(full.path)


def _is_index(file: str) -> bool:
    return PurePosixPath(file).name == "index.html"


def _file_of(path: str) -> str:
    return path + "index.html" if not path or path.endswith("/") else path


def _has_anchor(anchors: frozenset[str] | None, fragment: str) -> bool:
    """Whether a fragment finds its element; a text directive and the top of the page need none."""
    name = fragment.partition(":~:")[0]
    return anchors is None or name in ("", "top") or name in anchors or unquote(name) in anchors


def target_faults(
    page: str, reference: Reference, target: Target, anchors: Mapping[str, frozenset[str] | None]
) -> Iterator[Fault]:
    """What is wrong with a reference to a place on this site.

    Args:
        page: The file that holds the reference.
        reference: The URL as written.
        target: Where it leads.
        anchors: Every file of the site with its anchors, None for files that have no notion of them.
    """
    if reference.own_host and not reference.url.strip():
        yield Fault(page, Rule.DEAD_LINK, "空的资源地址")
    elif target.file not in anchors:
        is_source = PurePosixPath(target.file).suffix in SOURCE_SUFFIXES
        yield Fault(page, Rule.SOURCE_LINK if is_source else Rule.DEAD_LINK, unquote(reference.url))
    elif not _has_anchor(anchors[target.file], target.fragment):
        is_inner = reference.own_host and reference.url.startswith("#")
        yield Fault(page, Rule.DANGLING_REFERENCE if is_inner else Rule.DEAD_ANCHOR, unquote(reference.url))

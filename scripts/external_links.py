"""Find dead links to other sites in the built site and in references.bib. Needs the network."""

import sys
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import requests
from lxml import html
from mkdocs.utils.yaml import yaml_load
from pybtex.database import parse_file

ROOT = Path(__file__).parents[1]
TIMEOUT_SECONDS = 20
HOSTS_AT_ONCE = 8
HEADERS = {"User-Agent": "Mozilla/5.0 (link check)"}
# The site answers, but not to programs: nothing can be said about the page.
REFUSED = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS}
# Where a reference lives that has no url of its own.
RESOLVERS = {"eprint": "https://arxiv.org/abs/", "doi": "https://doi.org/", "url": ""}


def main() -> int:
    """Check every external link; return 1 if one is dead."""
    with (ROOT / "mkdocs.yml").open(encoding="utf-8") as file:
        config = yaml_load(file)
    links = site_links(ROOT / "site", (config["site_url"], config["repo_url"]))
    for url, place in bibliography_links(ROOT / "references.bib"):
        links.setdefault(url, set()).add(place)
    dead = {url: fault for url, fault in check_links(links) if fault}
    for url, fault in sorted(dead.items()):
        print(f"{url}：{fault}，见 {'、'.join(sorted(links[url]))}")
    print(f"查了 {len(links)} 个站外链接，{len(dead)} 个打不开")
    return int(bool(dead))


def site_links(site: Path, own: tuple[str, ...]) -> dict[str, set[str]]:
    """External links of a built site.

    Args:
        site: The folder with the built pages.
        own: Addresses of the site and its repository, which are not external.

    Returns:
        For each address, without fragment, the pages that link to it.
    """
    links: dict[str, set[str]] = defaultdict(set)
    for path in sorted(site.rglob("*.html")):
        for anchor in html.parse(path).iterfind(".//a[@href]"):
            url = urldefrag(anchor.get("href").strip()).url
            if url.startswith(("http://", "https://")) and not url.startswith(own):
                links[url].add(path.relative_to(site).as_posix())
    return dict(links)


def bibliography_links(path: Path) -> list[tuple[str, str]]:
    """Each address in a bibliography, with the entry that names it."""
    entries = parse_file(path, bib_format="bibtex").entries
    return [
        (prefix + urldefrag(entry.fields[field]).url, f"{path.name} {key}")
        for key, entry in entries.items()
        for field, prefix in RESOLVERS.items()
        if field in entry.fields
    ]


def check_links(urls: Iterable[str]) -> list[tuple[str, str | None]]:
    """Fetch addresses: hosts side by side, the addresses of one host one after the other.

    Returns:
        Each address with its fault, or None if it can be opened.
    """
    hosts: dict[str, list[str]] = defaultdict(list)
    for url in sorted(urls):
        hosts[urlsplit(url).netloc].append(url)
    with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
        return [result for results in pool.map(_check_host, hosts.values()) for result in results]


def _check_host(urls: list[str]) -> list[tuple[str, str | None]]:
    with requests.Session() as session:
        session.headers.update(HEADERS)
        return [(url, _fault(session, url)) for url in urls]


def _fault(session: requests.Session, url: str) -> str | None:
    """Why an address cannot be opened; GET has the last word, since not every site knows HEAD."""
    fault: str | None = None
    for method in ("HEAD", "GET"):
        try:
            with session.request(method, url, timeout=TIMEOUT_SECONDS, allow_redirects=True, stream=True) as answer:
                if answer.ok or answer.status_code in REFUSED:
                    return None
                fault = f"HTTP {answer.status_code}"
        except requests.RequestException as error:
            fault = type(error).__name__
    return fault


if __name__ == "__main__":
    sys.exit(main())

"""Checks a built site as its readers get it: links, names, hosts, leftovers, structure."""

from pathlib import Path

from kb.site_checker.faults import Fault, Rule
from kb.site_checker.inspection import Report, inspect_site

__all__ = ["Fault", "Report", "Rule", "check_site", "inspect_site"]


def check_site(site: Path, *, base_url: str) -> list[Fault]:
    """Everything wrong with a built site, sorted by file.

    Args:
        site: The folder of the built site.
        base_url: Where it is published, e.g. `https://example.org/kb/`.

    Raises:
        ContentError: The folder holds no page, or the base URL is not absolute.
    """
    return inspect_site(site, base_url=base_url).faults

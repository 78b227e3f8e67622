"""Builds the site with ProperDocs, which takes MkDocs' place, checks it, and says what differs from `site/`."""

import sys
from collections import Counter
from collections.abc import Iterable
from difflib import unified_diff
from pathlib import Path

from kb.publish import build_site

ROOT = Path(__file__).parents[1]
SHOWN = 6


def main() -> int:
    """Build, check, compare; return 0 if the checker found nothing wrong. Differences are no fault."""
    site = ROOT / ".cache" / "site-properdocs"
    failed = build_site(ROOT, site, builder="properdocs")
    if not failed:
        print("与 MkDocs 构建的 site/ 相比：", *compare(ROOT / "site", site), sep="\n")
    return int(bool(failed))


def compare(site: Path, other: Path) -> list[str]:
    """Report what differs in another build of the same site.

    Args:
        site: The folder of the site as it is published.
        other: The folder of the other build.

    Returns:
        Lines for a person: files missing, files added, files with other content, and the lines that differ there.
    """
    here, there = _files(site), _files(other)
    common = sorted(here & there)
    changed = [name for name in common if (site / name).read_bytes() != (other / name).read_bytes()]
    lines = Counter(line for name in changed for line in _changed_lines(site / name, other / name))
    return [
        f"{len(common) - len(changed)} 个文件逐字节相同",
        *_some("少了", sorted(here - there)),
        *_some("多了", sorted(there - here)),
        *_some("内容不同", changed),
        *(f"  {count} 处 {line}" for line, count in lines.most_common(SHOWN)),
    ]


def _files(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}


def _some(what: str, names: list[str]) -> list[str]:
    return [f"{what} {len(names)} 个文件，例如 {names[0]}"] if names else []


def _changed_lines(old: Path, new: Path) -> Iterable[str]:
    """The lines taken out (`-`) and put in (`+`); none for what is not text."""
    try:
        before, after = (path.read_text("utf-8").splitlines() for path in (old, new))
    except UnicodeDecodeError:
        return []
    _, _, *lines = unified_diff(before, after, lineterm="", n=0)
    return [line for line in lines if not line.startswith("@@")]


if __name__ == "__main__":
    sys.exit(main())

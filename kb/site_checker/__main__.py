"""Command line: `python -m kb.site_checker SITE --base-url URL`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from kb.errors import ContentError
from kb.site_checker import inspect_site


def main(arguments: Sequence[str] | None = None) -> int:
    """Print all faults of a site and a summary.

    Args:
        arguments: The command line; that of the process by default.

    Returns:
        The exit code: 0 for a site without fault, else 1.
    """
    parser = argparse.ArgumentParser(prog="python -m kb.site_checker", description="检查建好的站点")
    parser.add_argument("site", type=Path, help="站点目录")
    parser.add_argument("--base-url", required=True, help="站点发布的网址，可以带子路径")
    options = parser.parse_args(arguments)
    try:
        report = inspect_site(options.site, base_url=options.base_url)
    except ContentError as error:
        print(error, file=sys.stderr)
        return 1
    print(*report.faults, report, sep="\n")
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())

"""What others have made and the site sends to the browser, each with its version and licence."""

import json
import re
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Annotated

from pydantic import StringConstraints

from kb.errors import ContentError
from kb.frontmatter import StrictModel, load_data
from kb.memory import file_stamp, recall

LICENCES = "assets/licences/"


class Component(StrictModel):
    """A component as `data/components.yml` lists it.

    Attributes:
        name: What it is called.
        package: Where it is installed from: `pypi:` or `npm:` and the package's name.
        within: Whether it only travels inside that package, whose version is then the one that is known.
        licence: SPDX identifier.
        text: The licence: a file of the package, copied to the site, or an address where it can be read.
        home: Its own site.
        use: What it does for the reader.
        files: Patterns of the site's files that it is, or is part of.
    """

    name: str
    package: Annotated[str, StringConstraints(pattern=r"^(pypi|npm):\S+$")]
    within: bool = False
    licence: str
    text: str
    home: str
    use: str
    files: list[str]


@dataclass(frozen=True)
class Shipped:
    """A component as it is installed.

    Attributes:
        component: What is known of it beforehand.
        version: The package's version.
        licence: The licence's text, or empty when `link` leads to another site.
        link: Where the licence can be read: below the site's root, or on another site.
    """

    component: Component
    version: str
    licence: str
    link: str


def shipped_components(data: Path, packages: Path) -> list[Shipped]:
    """The components of `components.yml`, as they are installed.

    Args:
        data: The folder `data`.
        packages: The folder `node_modules`.

    Raises:
        ContentError: An entry is malformed, or names a licence file that its package does not have.
    """
    path = data / "components.yml"

    def load() -> list[Shipped]:
        return [_shipped(component, packages, path) for component in load_data(path, list[Component])]

    return recall((path, packages), file_stamp(path), load)


def _shipped(component: Component, packages: Path, path: Path) -> Shipped:
    source, _, name = component.package.partition(":")
    version, folder = _pypi(name) if source == "pypi" else _npm(name, packages)
    if "://" in component.text:
        return Shipped(component, version, "", component.text)
    found = sorted(folder.glob(component.text))
    if not found:
        raise ContentError(
            path, f"{component.package} 里没有 {component.text}", "改成这个包里许可文件的位置", field=component.name
        )
    slug = re.sub(r"[^a-z0-9]+", "-", component.name.lower()).strip("-")
    return Shipped(component, version, found[0].read_text("utf-8"), f"{LICENCES}{slug}.txt")


def _pypi(name: str) -> tuple[str, Path]:
    installed = distribution(name)
    return installed.version, Path(str(installed.locate_file("")))


def _npm(name: str, packages: Path) -> tuple[str, Path]:
    version = json.loads((packages / name / "package.json").read_text("utf-8"))["version"]
    return str(version), packages / name

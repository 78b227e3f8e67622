"""The list of third-party components is read from what is installed, and says what the packages themselves say."""

import json
from importlib.metadata import metadata
from pathlib import Path
from typing import Any

import pytest
import yaml
from fontTools.ttLib import TTFont

from kb.components import LICENCES, Shipped, shipped_components
from kb.errors import ContentError
from kb.node import ensure_packages, package_version
from tests.builders import write

ROOT = Path(__file__).parents[2]
ENTRY = {
    "name": "甲 Lib",
    "package": "npm:lib",
    "licence": "MIT",
    "text": "LICENSE",
    "home": "https://example.org/",
    "use": "做甲",
    "files": ["a.js"],
}
LICENCE_NAME = 13  # In a font's table of names.


@pytest.fixture(scope="module")
def shipped() -> list[Shipped]:
    return shipped_components(ROOT / "data", ensure_packages(ROOT))


def read(root: Path, **changed: Any) -> Shipped:
    write(root / "data" / "components.yml", yaml.safe_dump([ENTRY | changed], allow_unicode=True))
    write(root / "node_modules" / "lib" / "package.json", '{"version": "1.2.3"}')
    write(root / "node_modules" / "lib" / "LICENSE", "随意使用")
    (found,) = shipped_components(root / "data", root / "node_modules")
    return found


def test_version_and_licence_come_from_the_package(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert (found.version, found.licence, found.link) == ("1.2.3", "随意使用", f"{LICENCES}lib.txt")


def test_a_licence_may_be_read_elsewhere(tmp_path: Path) -> None:
    found = read(tmp_path, text="https://example.org/licence")
    assert (found.licence, found.link) == ("", "https://example.org/licence")


def test_a_python_package_is_found_too(tmp_path: Path) -> None:
    found = read(tmp_path, package="pypi:mkdocs-material", text="mkdocs_material-*.dist-info/licenses/LICENSE")
    assert found.version == metadata("mkdocs-material")["Version"]
    assert "Martin Donath" in found.licence


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"text": "COPYING"}, r"components\.yml 字段 甲 Lib：npm:lib 里没有 COPYING。改法："),
        ({"package": "lib"}, r"components\.yml:1 字段 0\.package：格式不对"),
        ({"licence": None}, r"字段 0\.licence"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, changed: dict[str, Any], message: str) -> None:
    with pytest.raises(ContentError, match=message):
        read(tmp_path, **changed)


def test_licences_are_those_the_packages_declare(shipped: list[Shipped]) -> None:
    """Of what travels within a package only the package's maker could tell."""
    whole = [found.component for found in shipped if not found.component.within]
    assert len(whole) >= 4
    for component in whole:
        source, _, name = component.package.partition(":")
        manifest = ROOT / "node_modules" / name / "package.json"
        declared = (
            metadata(name)["License-Expression"] if source == "pypi" else json.loads(manifest.read_text())["license"]
        )
        assert component.licence in declared.split(" AND "), component.name


def test_versions_are_those_of_the_locks(shipped: list[Shipped]) -> None:
    versions = {found.component.package: found.version for found in shipped}
    requirements = (ROOT / "requirements.txt").read_text("utf-8")
    assert f"\nmkdocs-material=={versions['pypi:mkdocs-material']} " in requirements
    locked = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    for package, version in versions.items():
        source, _, name = package.partition(":")
        if source == "npm":
            assert locked[f"node_modules/{name}"]["version"] == version == package_version(ROOT / "node_modules", name)


def test_the_fonts_of_katex_say_which_licence_they_have(shipped: list[Shipped]) -> None:
    (fonts,) = (found.component for found in shipped if found.component.name == "KaTeX 字体")
    assert fonts.licence == "OFL-1.1"
    files = sorted((ROOT / "node_modules" / "katex" / "dist" / "fonts").glob("*.ttf"))
    assert files
    for file in files:
        said = " ".join(str(name) for name in TTFont(file)["name"].names if name.nameID == LICENCE_NAME)
        assert "SIL Open Font License, Version 1.1" in said, file.name


def test_no_two_licences_share_a_file(shipped: list[Shipped]) -> None:
    links = [found.link for found in shipped if found.licence]
    assert len(set(links)) == len(links) and all(len(Path(link).stem) > 2 for link in links)

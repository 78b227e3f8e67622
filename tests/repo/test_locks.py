"""Lock files: everything by hash, from no named host, the same versions for users and developers."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SUCCESSORS = sorted(f"successors/{path.stem}" for path in (ROOT / "successors").glob("*.in"))
LOCKS = ("requirements", "requirements-dev", *SUCCESSORS)
ENTRY = re.compile(r"(?m)^([a-z0-9][a-z0-9._-]*)==(\S+)((?:.*\\\n)?(?: +--hash=sha256:[0-9a-f]{64}.*\n)*)")


def entries(name: str) -> dict[str, str]:
    text = (ROOT / f"{name}.txt").read_text("utf-8")
    return {package: version for package, version, _ in ENTRY.findall(text)}


def wanted(name: str) -> dict[str, str | None]:
    """Names in an .in file, with the version where one is pinned."""
    lines = (ROOT / f"{name}.in").read_text("utf-8").splitlines()
    pairs = (line.partition("==") for line in lines if re.match(r"[A-Za-z0-9]", line))
    return {package.lower(): version or None for package, _, version in pairs}


def npm_packages() -> dict[str, dict[str, Any]]:
    packages: dict[str, dict[str, Any]] = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    return {name: package for name, package in packages.items() if name}


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_has_a_hash(name: str) -> None:
    text = (ROOT / f"{name}.txt").read_text("utf-8")
    found = ENTRY.findall(text)
    assert len(found) >= len(wanted(name)) > 0
    assert len(found) == len(re.findall(r"(?m)^[^\s#]", text))
    assert [package for package, _, hashes in found if "--hash=" not in hashes] == []


@pytest.mark.parametrize("name", [*(f"{lock}.txt" for lock in LOCKS), *(f"{lock}.in" for lock in LOCKS), ".npmrc"])
def test_no_host_is_named(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"index-url|find-links|registry\s*=", text)


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_follows_its_source(name: str) -> None:
    locked = entries(name)
    for package, version in wanted(name).items():
        assert package in locked
        assert version is None or locked[package] == version


def test_developers_have_the_versions_of_users() -> None:
    developers = entries("requirements-dev")
    assert {package: developers.get(package) for package in entries("requirements")} == entries("requirements")


def test_properdocs_comes_to_what_users_have() -> None:
    locked = entries("successors/properdocs")
    assert locked.keys() - entries("requirements").keys() == {"properdocs"}
    assert {package: locked.get(package) for package in entries("requirements")} == entries("requirements")


def test_npm_packages_have_a_hash_and_no_host() -> None:
    packages = npm_packages()
    assert packages
    assert [name for name, package in packages.items() if not package.get("integrity")] == []
    assert [name for name, package in packages.items() if "resolved" in package] == []


def test_npm_lock_follows_package_json() -> None:
    manifest = json.loads((ROOT / "package.json").read_text("utf-8"))
    packages = npm_packages()
    for name, version in (manifest["dependencies"] | manifest["devDependencies"]).items():
        assert packages[f"node_modules/{name}"]["version"] == version

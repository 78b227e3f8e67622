"""Whatever the browser gets from others is on the page of third-party components, and nothing else is."""

import json
import re
import subprocess
from importlib.metadata import distribution
from pathlib import Path

import pytest

from kb.assets import BUNDLE_OPTIONS
from kb.components import LICENCES, Shipped, shipped_components
from kb.node import ensure_packages, node_executable
from tests.serving import ROOT, published

pytestmark = pytest.mark.site

# The site's own: its bundle (which holds npm packages, see below), bitmaps from notebooks, licences.
OWN = ("assets/javascripts/site.js", "assets/javascripts/search.js", "assets/figures/*", f"{LICENCES}*")
BUNDLES = {"assets/javascripts/site.js": "main.js", "assets/javascripts/search.js": "search/engine.js"}
ICONS = {"material": "Material Design Icons", "fontawesome": "Font Awesome Free", "octicons": "Octicons"}
DRAWN = re.compile(r"""<path\b[^>]*? d=(["'])(.*?)\1""")
PACKAGE = re.compile(r"node_modules/((?:@[^/]+/)?[^/]+)/")
# npm's name, where the list has the name that people use.
KNOWN_AS = {"rxjs": "RxJS", "clipboard": "clipboard.js"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.getbasetemp()).folder


@pytest.fixture(scope="module")
def shipped() -> list[Shipped]:
    return shipped_components(ROOT / "data", ensure_packages(ROOT))


def packages_of(sources: list[str]) -> set[str]:
    return {match[1] for source in sources for match in PACKAGE.finditer(source)}


def test_every_asset_is_the_sites_own_or_listed(site: Path, shipped: list[Shipped]) -> None:
    patterns = [*OWN, *(pattern for found in shipped for pattern in found.component.files)]
    assets = [path for path in (site / "assets").rglob("*") if path.is_file()]
    assert len(assets) > 30
    written = {f"assets/{path.relative_to(ROOT / 'docs/assets')}" for path in (ROOT / "docs/assets").rglob("*")}
    names = [path.relative_to(site).as_posix() for path in assets]
    unlisted = [name for name in names if name not in written and not any(Path(name).match(each) for each in patterns)]
    assert unlisted == []


def test_what_is_listed_is_there(site: Path, shipped: list[Shipped]) -> None:
    for found in shipped:
        for pattern in found.component.files:
            assert any(site.glob(pattern)), (found.component.name, pattern)


@pytest.mark.parametrize(("bundle", "entry"), BUNDLES.items())
def test_every_npm_package_in_a_bundle_is_listed(
    bundle: str, entry: str, tmp_path: Path, shipped: list[Shipped]
) -> None:
    packages = ensure_packages(ROOT)
    metafile = tmp_path / "meta.json"
    outputs = (f"--metafile={metafile}", f"--outfile={tmp_path / 'bundle.js'}")
    esbuild = packages / "esbuild" / "bin" / "esbuild"
    command = [node_executable(), esbuild, ROOT / "frontend" / entry, *BUNDLE_OPTIONS, *outputs]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    bundled = packages_of(list(json.loads(metafile.read_text("utf-8"))["inputs"]))
    listed = {found.component.package.removeprefix("npm:") for found in shipped if bundle in found.component.files}
    assert bundled == listed


def test_every_package_in_materials_bundles_is_listed(site: Path, shipped: list[Shipped]) -> None:
    maps = [json.loads(path.read_text("utf-8")) for path in (site / "assets").rglob("*.map")]
    assert len(maps) >= 3
    inside = packages_of([source for each in maps for source in each["sources"]])
    listed = {found.component.name for found in shipped if found.component.package == "pypi:mkdocs-material"}
    assert {KNOWN_AS.get(name, name) for name in inside} == listed - {"Material for MkDocs", *ICONS.values()}


def test_every_set_of_icons_in_use_is_listed(site: Path, shipped: list[Shipped]) -> None:
    icons = Path(str(distribution("mkdocs-material").locate_file("material/templates/.icons")))
    families = {
        drawing[1]: path.relative_to(icons).parts[0]
        for path in icons.rglob("*.svg")
        for drawing in DRAWN.findall(path.read_text("utf-8"))
    }
    texts = [path.read_text("utf-8") for kind in ("*.html", "*.css") for path in site.rglob(kind)]
    used = {families[drawn] for text in texts for _, drawn in DRAWN.findall(text) if drawn in families}
    assert used == set(ICONS)
    assert set(ICONS.values()) <= {found.component.name for found in shipped}


def test_the_page_names_each_with_version_licence_and_a_licence_that_opens(site: Path, shipped: list[Shipped]) -> None:
    page = (site / "components" / "index.html").read_text("utf-8")
    rows = re.findall(r"(?s)<tr>\s*<td>.*?</tr>", page)
    assert len(rows) == len(shipped)
    for row, found in zip(rows, shipped, strict=True):
        parts = (found.component.name, found.version, found.component.licence, found.component.use)
        assert all(part in row for part in parts), found.component.name
        if found.licence:
            assert f'href="../{found.link}"' in row
            assert (site / found.link).read_text("utf-8") == found.licence

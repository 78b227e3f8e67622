"""Assets: all that is named is there, nothing comes from elsewhere, scripts are one classic file."""

import re
import subprocess
from pathlib import Path

import pytest

from kb.assets import FONTS, STYLES, bundle, styles
from kb.errors import ContentError
from kb.node import ensure_packages, node_executable

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def packages() -> Path:
    return ensure_packages(ROOT)


def write(folder: Path, **modules: str) -> Path:
    for name, code in modules.items():
        (folder / f"{name}.js").write_text(code, "utf-8")
    return folder / "main.js"


def test_katex_style_names_exactly_the_fonts_that_come_with_it(packages: Path) -> None:
    assets = styles(ROOT / "frontend" / "styles" / "main.css", packages)
    css = assets.pop(STYLES).decode()
    assert {f"assets/stylesheets/{url}" for url in re.findall(r"url\(([^)]+)\)", css)} == set(assets)
    assert len(assets) == 20
    assert all(
        path.startswith(FONTS) and path.endswith(".woff2") and content[:4] == b"wOF2"
        for path, content in assets.items()
    )


def test_modules_become_one_classic_script(tmp_path: Path, packages: Path) -> None:
    entry = write(
        tmp_path,
        main='import { say } from "./other.js"; console.log(say("词"));',
        other="export const say = (x) => x ?? 1;",
    )
    script = bundle(entry, packages)
    assert b"import" not in script and b"sourceMappingURL" not in script
    (tmp_path / "site.cjs").write_bytes(script)
    done = subprocess.run([node_executable(), tmp_path / "site.cjs"], capture_output=True, check=True)
    assert done.stdout.decode() == "词\n"


def test_the_bundle_is_the_same_wherever_it_is_built(tmp_path: Path, packages: Path) -> None:
    scripts = set()
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        entry = write(tmp_path / name, main='import "./other.js"; console.log(1);', other="console.log(2);")
        scripts.add(bundle(entry, packages))
    assert len(scripts) == 1


def test_a_fault_names_file_and_line(tmp_path: Path, packages: Path) -> None:
    entry = write(tmp_path, main='import "./other.js";', other="const x = 1;\nconst x = 2;\n")
    with pytest.raises(ContentError, match=r"other\.js:2：打包失败：.*改法") as caught:
        bundle(entry, packages)
    assert caught.value.line == 2


def test_a_missing_entry_is_an_error(tmp_path: Path, packages: Path) -> None:
    with pytest.raises(ContentError, match="打包失败"):
        bundle(tmp_path / "main.js", packages)


def test_what_a_module_exports_is_a_global_variable(tmp_path: Path, packages: Path) -> None:
    entry = write(tmp_path, main='export const say = () => "词";')
    script = bundle(entry, packages, "words").decode() + ";console.log(globalThis.words?.say() ?? words.say())"
    (tmp_path / "site.cjs").write_text(script, "utf-8")
    done = subprocess.run([node_executable(), tmp_path / "site.cjs"], capture_output=True, check=True)
    assert done.stdout.decode() == "词\n"

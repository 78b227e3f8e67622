"""The published site is replaced by a checked build, or not at all."""

import datetime
import os
import signal
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from kb import __main__, publish
from kb.errors import explain
from kb.publish import alone, base_url, build_site, content_date, recover, swap
from tests.builders import GELU, INT8, page_text, write, write_data, write_page
from tests.building import ROOT, contents

THEME = """<!doctype html><html lang="zh"><head><title>{{ page.title }}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<meta name="description" content="{{ config.site_description }}"><link rel="canonical" href="{{ page.canonical_url }}">
</head><body><article>{{ page.content }}</article></body></html>"""
CONFIG = """site_name: 站
site_url: https://example.org/kb/
site_description: 一句话
theme: {name: null, custom_dir: theme}
plugins: []
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A MkDocs project of one page, and a site that was published before."""
    write(tmp_path / "mkdocs.yml", CONFIG)
    write(tmp_path / "theme" / "main.html", THEME)
    write(tmp_path / "docs" / "index.md", "# 新\n")
    write(tmp_path / "site" / "index.html", "旧")
    return tmp_path


def test_a_good_build_replaces_the_site(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert build_site(root, root / "site") == 0
    assert "<h1 id=" in (root / "site" / "index.html").read_text("utf-8")
    assert list((root / ".cache").iterdir()) == []
    assert "1 页，检查通过" in capfd.readouterr().out


def test_a_good_build_can_offer_an_archive(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write_data(root)
    write(root / "docs" / "about.md", "# 关于\n\n[首页](index.md)<!--offline-->\n")
    assert build_site(root, root / "site", offline=True) == 0
    assert "离线版是 kb-offline.zip：0.0 MB" in capfd.readouterr().out
    with ZipFile(root / "site" / "kb-offline.zip") as archive:
        assert 'href="../index.html"' in archive.read("kb-offline/about/index.html").decode()
    assert build_site(root, root / "site") == 0
    assert not (root / "site" / "kb-offline.zip").exists()


def test_another_builder_can_take_the_place_of_mkdocs(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write(root / "other.py", "from mkdocs.__main__ import cli\nprint('换了一个')\ncli()\n")
    assert build_site(root, root / "elsewhere", builder="other") == 0
    assert "换了一个" in capfd.readouterr().out
    assert "<h1 id=" in (root / "elsewhere" / "index.html").read_text("utf-8")
    assert (root / "site" / "index.html").read_text("utf-8") == "旧"


def test_the_content_is_as_new_as_its_newest_question(tmp_path: Path) -> None:
    write_data(tmp_path)
    write_page(tmp_path, GELU)
    write_page(tmp_path, INT8, page_text(reviewed=datetime.date(2026, 3, 1)))
    assert content_date(tmp_path) == datetime.date(2026, 3, 1)


def test_a_warning_leaves_the_site(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write(root / "docs" / "index.md", "# 新\n\n[没有](none.md)\n")
    assert build_site(root, root / "site") != 0
    assert (root / "site" / "index.html").read_text("utf-8") == "旧"
    printed = "".join(capfd.readouterr())
    assert "'none.md'" in printed and "strict mode" in printed


def test_a_fault_of_the_checker_leaves_the_site(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write(root / "docs" / "index.md", '# 新\n\n<img src="https://example.com/a.png" alt="图">\n')
    assert build_site(root, root / "site") == 1
    assert (root / "site" / "index.html").read_text("utf-8") == "旧"
    assert "https://example.com/a.png" in capfd.readouterr().err


def test_leftovers_of_a_killed_build_do_not_matter(root: Path) -> None:
    write(root / ".cache" / "site-next" / "stale.html", "坏")
    write(root / ".cache" / "site-old" / "stale.html", "坏")
    assert build_site(root, root / "site") == 0
    assert not (root / "site" / "stale.html").exists()


def test_the_first_site_has_none_to_replace(tmp_path: Path) -> None:
    write(tmp_path / "next" / "index.html", "新")
    swap(tmp_path / "next", tmp_path / "site")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert (tmp_path / "site" / "index.html").read_text("utf-8") == "新"


def test_a_file_among_the_leftovers_does_not_matter(root: Path) -> None:
    write(root / ".cache" / "site-next", "坏")
    write(root / ".cache" / "site-old", "坏")
    assert build_site(root, root / "site") == 0
    assert list((root / ".cache").iterdir()) == []


@pytest.fixture(params=[True, False], ids=["exchange", "two renames"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the system can exchange two folders in one step."""
    if not request.param:
        monkeypatch.setattr(publish, "exchange", lambda one, other: False)
    return bool(request.param)


@pytest.mark.usefixtures("system")
def test_a_swap_leaves_the_new_and_nothing_else(tmp_path: Path) -> None:
    write(tmp_path / "next" / "new.html", "新")
    write(tmp_path / "site" / "old.html", "旧")
    swap(tmp_path / "next", tmp_path / "site")
    assert contents(tmp_path) == {"site/new.html": "新".encode()}


# Kills itself at one call of one function in the middle of a swap.
KILLED = """
import os, signal, sys
from pathlib import Path
from kb import publish
owner, name, calls = (Path, "rename", 2) if sys.argv[1] == "rename" else (publish, "remove", 1)
called, original = [], getattr(owner, name)
def dying(*arguments):
    called.append(name)
    if len(called) == calls:
        os.kill(os.getpid(), signal.SIGKILL)
    return original(*arguments)
setattr(owner, name, dying)
if sys.argv[2] == "False":
    publish.exchange = lambda one, other: False
publish.swap(Path("next"), Path("site"))
"""


@pytest.mark.parametrize(("at", "left"), [("rename", "旧"), ("remove", "新")])
def test_a_build_killed_in_the_swap_leaves_one_of_the_two_sites(
    tmp_path: Path, system: bool, at: str, left: str
) -> None:
    if system and at == "rename":
        pytest.skip("没有这一步")
    write(tmp_path / "next" / "index.html", "新")
    write(tmp_path / "site" / "index.html", "旧")
    command = [sys.executable, "-c", KILLED, at, str(system)]
    done = subprocess.run(command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False)
    assert done.returncode == -signal.SIGKILL
    if system:
        assert (tmp_path / "site" / "index.html").read_text("utf-8") == left
    recover(tmp_path / "next", tmp_path / "site")
    assert (tmp_path / "site" / "index.html").read_text("utf-8") == left


def test_a_second_build_waits_for_the_first(tmp_path: Path) -> None:
    code = "from pathlib import Path; from kb.publish import alone\nwith alone(Path()): print('到我了')"
    with alone(tmp_path):
        second = subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert second.stderr and "另一次构建还没有结束" in second.stderr.readline()
        assert second.poll() is None
    assert second.communicate()[0] == "到我了\n"


def told(root: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    """What an author reads when a build cannot be published."""
    monkeypatch.setattr(__main__, "ROOT", root)
    assert __main__.main(["build"]) != 0
    text = "".join(capfd.readouterr())
    assert "Traceback" not in text
    return text


def test_a_file_in_the_place_of_the_site_is_named(
    root: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "site" / "index.html").unlink()
    (root / "site").rmdir()
    write(root / "site", "我的文件")
    assert told(root, capfd, monkeypatch) == f"{root / 'site'}：挡在要写的地方。改法：移走它，再运行一次。\n"
    assert (root / "site").read_text("utf-8") == "我的文件"


def test_a_file_in_the_place_of_the_cache_is_named(
    root: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(root / ".cache", "文件")
    assert told(root, capfd, monkeypatch) == f"{root / '.cache'}：挡在要写的地方。改法：移走它，再运行一次。\n"


@pytest.mark.usefixtures("system")
def test_a_folder_that_may_not_be_written_is_named(unprivileged: Path) -> None:
    write(unprivileged / ".cache" / "next" / "index.html", "新")
    write(unprivileged / "site" / "index.html", "旧")
    unprivileged.chmod(0o500)
    with pytest.raises(PermissionError) as caught:
        swap(unprivileged / ".cache" / "next", unprivileged / "site")
    assert str(explain(caught.value)).startswith(f"{unprivileged / 'site'}：不许写入。改法：")
    assert (unprivileged / "site" / "index.html").read_text("utf-8") == "旧"


@pytest.mark.parametrize(
    ("head", "url"),
    [('<link rel="canonical" href="https://example.org/kb/">', "https://example.org/kb/"), ("", "")],
)
def test_a_site_knows_its_address(tmp_path: Path, head: str, url: str) -> None:
    write(tmp_path / "index.html", f"<html><head>{head}</head></html>")
    assert base_url(tmp_path) == url

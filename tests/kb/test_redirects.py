"""No address is lost: what a repository had at the merge base, it has now, or a redirect in its place."""

import os
import subprocess
from pathlib import Path

import pytest

from kb import __main__ as cli
from kb.redirects import Content, content_at, lost_addresses, merge_base, present_content
from tests.builders import GELU, INT8, page_text, write, write_page

MOVED = "general/python/gelu-moved"
AUTHOR = ("-c", "user.name=甲", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")


def git(root: Path, *arguments: str) -> str:
    isolated = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    command = ["git", *AUTHOR, *arguments]
    return subprocess.run(
        command, cwd=root, env=os.environ | isolated, capture_output=True, text=True, check=True
    ).stdout


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "改")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository whose main branch, as it was fetched, has two questions, one moved before, and a notebook."""
    write_page(tmp_path, GELU)
    write_page(tmp_path, INT8, page_text(formerly=["aigc/llm/int8"]))
    write(tmp_path / "docs" / "about.md", "# 关于\n")
    write(tmp_path / "notebooks" / "gelu.ipynb", "{}")
    git(tmp_path, "init", "-q", "-b", "work")
    commit(tmp_path)
    git(tmp_path, "update-ref", "refs/remotes/origin/main", "HEAD")
    return tmp_path


def move(root: Path, **meta: object) -> None:
    """Move a question and its notebook, with the given front matter at the new place."""
    (root / "docs" / f"{GELU}.md").unlink()
    (root / "notebooks" / "gelu.ipynb").rename(root / "notebooks" / "gelu-moved.ipynb")
    write_page(root, MOVED, page_text(**meta))


def lost(root: Path) -> list[str]:
    base = merge_base(root, "origin/main")
    assert base
    return [str(fault.path) for fault in lost_addresses(content_at(root, base), present_content(root))]


def test_addresses_are_pages_notebooks_and_redirects(root: Path) -> None:
    before = content_at(root, "HEAD")
    assert before == present_content(root)
    assert before.addresses() == {GELU, INT8, "aigc/llm/int8", "notebooks/gelu"}


def test_nothing_is_lost_without_a_change_or_by_a_new_page(root: Path) -> None:
    write_page(root, MOVED)
    assert lost(root) == []


@pytest.mark.parametrize("committed", [False, True])
def test_a_page_that_moved_without_a_redirect(root: Path, *, committed: bool) -> None:
    move(root)
    if committed:
        commit(root)
    assert lost(root) == [f"docs/{GELU}.md", "notebooks/gelu.ipynb"]


def test_a_redirect_keeps_the_page_and_its_notebook(root: Path) -> None:
    move(root, formerly=[GELU])
    assert present_content(root).redirects() == {
        GELU: MOVED,
        "notebooks/gelu": "notebooks/gelu-moved",
        "aigc/llm/int8": INT8,
    }
    assert lost(root) == []


def test_a_redirect_may_not_be_lost_either(root: Path) -> None:
    write_page(root, INT8)
    assert lost(root) == ["docs/aigc/llm/int8.md"]


def test_main_may_have_gone_on(root: Path) -> None:
    git(root, "checkout", "-q", "-b", "main")
    write_page(root, MOVED)
    commit(root)
    git(root, "update-ref", "refs/remotes/origin/main", "HEAD")
    git(root, "checkout", "-q", "work")
    assert lost(root) == []


def test_a_revision_without_content_has_no_addresses(tmp_path: Path) -> None:
    write(tmp_path / "README.md", "甲\n")
    git(tmp_path, "init", "-q")
    commit(tmp_path)
    assert content_at(tmp_path, "HEAD") == Content({}, frozenset())


@pytest.mark.parametrize("formerly", ["formerly: aigc/llm/x", "formerly: [", "- formerly"])
def test_faults_of_the_front_matter_are_left_to_the_build(root: Path, formerly: str) -> None:
    write_page(root, GELU, f"---\n{formerly}\n---\n正文\n")
    assert present_content(root).pages[GELU] == []


def test_the_command_names_what_is_lost_and_how_to_mend_it(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "ROOT", root)
    assert cli.main(["redirects"]) == 0
    move(root)
    assert cli.main(["redirects"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        f"docs/{GELU}.md：这一页没有了，旧地址也没有跳转。改法：在接替它的题的 formerly 里写上 {GELU}。",
        "notebooks/gelu.ipynb：这一页没有了，旧地址也没有跳转。改法：留着这本 notebook，"
        "或在接替它的题（要有 notebook）的 formerly 里写上它原来的题的 id。",
    ]
    assert cli.main(["redirects", "work"]) == 2


def test_without_a_base_the_command_says_that_it_checked_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "ROOT", root)
    git(root, "update-ref", "-d", "refs/remotes/origin/main")
    move(root)
    assert cli.main(["redirects"]) == 0
    assert "没有与 origin/main 的共同祖先，没有检查搬走的页面" in capsys.readouterr().err
    assert cli.main(["redirects", "none"]) == 1


def test_without_git_there_is_no_base(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(root))
    assert merge_base(root, "origin/main") is None

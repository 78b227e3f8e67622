"""The project's own commands; `make` calls them."""

import argparse
import datetime
import sys
from collections.abc import Callable
from pathlib import Path

from kb.errors import ContentError, explain
from kb.evidence import unsupported_blocks
from kb.notebooks.mutation import MUTANTS, choose_notebooks, describe, probe
from kb.project import load_project, publication_faults
from kb.publish import build_site
from kb.question import read_question
from kb.redirects import content_at, lost_addresses, merge_base, present_content
from kb.reviews import seal
from kb.skeleton import write_skeleton

ROOT = Path(__file__).parents[1]


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m kb", description=__doc__)
    commands = parser.add_subparsers(required=True)
    _add(commands, "build", _build, "严格构建到 site/，检查通过才替换")
    _add(commands, "offline", _offline, "同 build，另把网站打包成可以离线打开的 .zip")
    _add(commands, "check", _check, "检查全部内容，列出没有依据的段落")
    _add(commands, "redirects", _redirects, "搬走或删掉的页面都要有跳转").add_argument(
        "branch", nargs="?", help="与哪个分支比，默认 origin/main；比的是与它的共同祖先"
    )
    for name, run, text in (("new", _new, "生成一道新题的骨架"), ("seal", _seal, "核查之后记下正文的哈希")):
        _add(commands, name, run, text).add_argument("id", help="例如 general/deep-learning/gelu")
    mutate = _add(commands, "mutate", _mutate, "故意改错 notebook 的常数或算式，断言或命名输出必须发觉")
    mutate.add_argument("notebook", nargs="?", default="", help="例如 gelu；不写就是全部")
    mutate.add_argument("--count", type=int, default=MUTANTS, help="每本最多改动几处（默认 %(default)s）")
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except (ContentError, OSError) as error:
        fault = explain(error)
        if fault is None:
            raise
        print(fault, file=sys.stderr)
        return 1


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Callable[[argparse.Namespace], int],
    text: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text)
    parser.set_defaults(run=run)
    return parser


def _build(options: argparse.Namespace) -> int:
    return build_site(ROOT, ROOT / "site")


def _offline(options: argparse.Namespace) -> int:
    return build_site(ROOT, ROOT / "site", offline=True)


def _check(options: argparse.Namespace) -> int:
    project = load_project(ROOT)
    for question in project.catalogue.questions.values():
        for block in unsupported_blocks(question.document.body):
            print(f"{question.path}:{block.line + question.document.offset}：没有依据：{block.text}")
    faults = publication_faults(project)
    print(*faults, sep="\n", file=sys.stderr)
    return len(faults)


def _redirects(options: argparse.Namespace) -> int:
    branch = options.branch or "origin/main"
    base = merge_base(ROOT, branch)
    if base is None:
        print(f"没有与 {branch} 的共同祖先，没有检查搬走的页面。改法：git fetch 取回完整历史。", file=sys.stderr)
        return int(options.branch is not None)
    faults = lost_addresses(content_at(ROOT, base), present_content(ROOT))
    for fault in faults:
        print(fault, file=sys.stderr)
    return len(faults)


def _new(options: argparse.Namespace) -> int:
    for path in write_skeleton(ROOT, options.id, _today()):
        print(f"写好了 {path.relative_to(ROOT)}")
    return 0


def _seal(options: argparse.Namespace) -> int:
    docs = ROOT / "docs"
    path = seal(read_question(docs / f"{options.id}.md", docs), ROOT / "reviews", _today())
    print(f"{path.relative_to(ROOT)} 已记下正文的哈希")
    return 0


def _mutate(options: argparse.Namespace) -> int:
    proofs = []
    for notebook in choose_notebooks(ROOT / "notebooks", options.notebook):
        verdict = probe(notebook, ROOT / ".cache" / "notebooks", options.count)
        print(describe(verdict), flush=True)
        proofs.append(verdict.is_proof)
    print(f"{len(proofs)} 本 notebook，{proofs.count(False)} 本不算证明")
    return int(not all(proofs))


def _today() -> datetime.date:
    return datetime.datetime.now().astimezone().date()


if __name__ == "__main__":
    sys.exit(main())

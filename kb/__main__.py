"""The project's own commands; `make` calls them."""

import argparse
import datetime
import sys
from collections.abc import Callable
from pathlib import Path

from kb.errors import ContentError, explain
from kb.evidence import unsupported_blocks
from kb.project import load_project, publication_faults
from kb.publish import build_site
from kb.question import read_question
from kb.reviews import seal
from kb.skeleton import write_skeleton

ROOT = Path(__file__).parents[1]


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m kb", description=__doc__)
    commands = parser.add_subparsers(required=True)
    _add(commands, "build", _build, "严格构建到 site/，检查通过才替换")
    _add(commands, "check", _check, "检查全部内容，列出没有依据的段落")
    for name, run, text in (("new", _new, "生成一道新题的骨架"), ("seal", _seal, "核查之后记下正文的哈希")):
        _add(commands, name, run, text).add_argument("id", help="例如 general/deep-learning/gelu")
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


def _check(options: argparse.Namespace) -> int:
    project = load_project(ROOT)
    for question in project.catalogue.questions.values():
        for block in unsupported_blocks(question.document.body):
            print(f"{question.path}:{block.line + question.document.offset}：没有依据：{block.text}")
    faults = publication_faults(project)
    print(*faults, sep="\n", file=sys.stderr)
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


def _today() -> datetime.date:
    return datetime.datetime.now().astimezone().date()


if __name__ == "__main__":
    sys.exit(main())

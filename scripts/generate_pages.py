"""Makes a copy of the project with many more questions, to see how it behaves when it has grown.

The pages look like real ones (front matter, sections, formulas, code, tables, citations, prerequisites; a notebook
for every eighth), but mean nothing: sentences are put together at random from `words.yml`.
"""

import argparse
import datetime
import random
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
import yaml
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ROOT = Path(__file__).parents[1]
WORDS = yaml.safe_load((Path(__file__).parent / "words.yml").read_text("utf-8"))
COPIED = ("docs", "notebooks", "reviews", "data", "references.bib")
LINKED = (
    "kb",
    "hooks",
    "overrides",
    "frontend",
    "scripts",
    "mkdocs.yml",
    "package.json",
    "package-lock.json",
    "requirements.txt",
    "node_modules",
    "CONTRIBUTING.md",
)
NOTEBOOK_EVERY = 8
DAY = datetime.date(2026, 1, 1)


@dataclass(frozen=True)
class Place:
    """Where generated pages go and what they may name: boards, tags, citation keys."""

    boards: list[str]
    tags: list[str]
    keys: list[str]


def copy_project(target: Path, *, with_pages: bool = True) -> Place:
    """Copy the project's content and link its code; without its pages, only the lists remain.

    Returns:
        What generated pages may name.
    """
    target.mkdir(parents=True)
    for name in COPIED:
        source = ROOT / name
        shutil.copytree(source, target / name) if source.is_dir() else shutil.copy(source, target / name)
    for name in LINKED:
        (target / name).symlink_to(ROOT / name)
    if not with_pages:
        for name in ("docs/aigc", "docs/general", "reviews", "notebooks"):
            shutil.rmtree(target / name)
        for name in ("notebooks", "reviews"):
            (target / name).mkdir()
    return _place()


def generate(target: Path, count: int, place: Place, characters: int, *, notebooks: bool = True) -> None:
    """Write pages and notebooks.

    Args:
        target: A copy of the project.
        count: How many pages.
        place: What `copy_project` returned.
        characters: About how many characters of prose a page has.
        notebooks: Whether every eighth page gets one.
    """
    ids: list[str] = []
    for number in range(count):
        chance = random.Random(number)
        slug = f"generated-{number:05d}"
        ids.append(f"{chance.choice(place.boards)}/{slug}")
        notebook = notebooks and number % NOTEBOOK_EVERY == 0
        _write(target / "docs" / f"{ids[-1]}.md", page(chance, ids, place, characters, slug if notebook else None))
        if notebook:
            _write(target / "notebooks" / f"{slug}.ipynb", notebook_text(chance, slug))


def page(chance: random.Random, ids: list[str], place: Place, characters: int, notebook: str | None) -> str:
    """The text of one page; `ids` ends with its own, and the earlier ones may be its prerequisites."""
    term, other = chance.sample(WORDS["terms"], 2)
    number = len(ids)
    meta = {
        "title": f"{term}{chance.choice(WORDS['aspects'])}？（{other}，第 {number} 题）",
        "description": sentence(chance)[:100],
        "difficulty": chance.choice(["基础", "进阶", "深入"]),
        "frequency": chance.choice(["高", "中", "低"]),
        "tags": chance.sample(place.tags, 3),
        "aliases": [f"{term}与{other}", f"{_word(chance)} {_word(chance)}"],
        "prerequisites": sorted(chance.sample(ids[:-1], min(2, number - 1))),
        "created": DAY,
        "reviewed": DAY + datetime.timedelta(days=number % 300),
    } | ({"notebook": notebook} if notebook else {})
    head = yaml.safe_dump(meta, allow_unicode=True, sort_keys=False)
    return f"---\n{head}---\n\n{_body(chance, place, characters, notebook)}"


def sentence(chance: random.Random) -> str:
    """A sentence of four to six parts."""
    parts = [chance.choice(WORDS["clauses"]), f"{_noun(chance)}{chance.choice(WORDS['verbs'])}{_noun(chance)}"]
    if chance.random() < 0.5:
        parts.append(f"{chance.choice(WORDS['terms'])}{chance.choice(WORDS['verbs'])}{chance.choice(WORDS['objects'])}")
    return "，".join([*parts, chance.choice(WORDS["endings"])]) + "。"


def notebook_text(chance: random.Random, slug: str) -> str:
    """A notebook with text, a figure and a number."""
    size, power = chance.randrange(20, 90), chance.randrange(2, 6)
    cells = [
        new_markdown_cell(f"# 验证 {slug}\n\n{sentence(chance)}", id="title"),
        new_code_cell(
            f"#| label: curve\n#| fig-alt: {sentence(chance)}\nimport matplotlib.pyplot as plt\nimport numpy as np\n\n"
            f"x = np.linspace(0, {size}, {size})\nfig, ax = plt.subplots()\nax.plot(x, x**{power});",
            id="curve",
        ),
        new_code_cell(f'total = int((x**{power}).sum())\nassert total > 0\n{{"total": f"{{total:,}}"}}', id="total"),
    ]
    return str(nbformat.writes(new_notebook(cells=cells)))


def _place() -> Place:
    parts = yaml.safe_load((ROOT / "data" / "boards.yml").read_text("utf-8"))
    tags = yaml.safe_load((ROOT / "data" / "tags.yml").read_text("utf-8"))
    bibliography = (ROOT / "references.bib").read_text("utf-8").splitlines()
    keys = [line.partition("{")[2].rstrip(",") for line in bibliography if line.startswith("@")]
    boards = [f"{part['part']}/{board['slug']}" for part in parts for board in part["boards"]]
    return Place(boards, [tag["name"] for tag in tags], keys)


def _body(chance: random.Random, place: Place, characters: int, notebook: str | None) -> str:
    def cited() -> str:
        return f" [@{chance.choice(place.keys)}, §{chance.randrange(1, 9)}.{chance.randrange(1, 9)}]"

    def paragraph(count: int = 3) -> str:
        return "".join(sentence(chance) for _ in range(count)) + cited()

    spoken = "".join(sentence(chance) for _ in range(2))[:150] + "。" + cited()
    rounds = max(1, round(characters / 420))
    detail = "\n\n".join(
        f"### {chance.choice(WORDS['terms'])}{chance.choice(WORDS['aspects'])}\n\n{paragraph()}\n\n"
        f"{sentence(chance)[:-1]}：{cited()}\n\n$$\n{_formula(chance)}\n$$\n\n{paragraph()}\n\n{_list(chance, cited)}"
        for _ in range(rounds)
    )
    shown = "\n\n## 动手验证\n\n总和是 {{ total }}。\n\n{{ curve }}" if notebook else ""
    asked = "\n\n".join(f'??? question "{sentence(chance)[:-1]}？"\n\n    {paragraph()}' for _ in range(3))
    read = "\n".join(f"-{cited()}：{sentence(chance)}" for _ in range(4))
    return (
        f"## 面试速答\n\n{spoken}\n\n## 详解\n\n{detail}\n\n{_table(chance, cited)}\n\n{_code(chance)}{shown}\n\n"
        f"## 常见误区\n\n{_list(chance, cited)}\n\n## 追问\n\n{asked}\n\n## 参考资料\n\n{read}\n"
    )


def _list(chance: random.Random, cited: Callable[[], str]) -> str:
    return "\n".join(
        f"- **{chance.choice(WORDS['terms'])}**：取 ${_formula(chance)}$ 时，{sentence(chance)}{cited()}"
        for _ in range(3)
    )


def _table(chance: random.Random, cited: Callable[[], str]) -> str:
    rows = [
        f"| {chance.choice(WORDS['terms'])} | {chance.randrange(1, 9999)} | {sentence(chance)[:-1]}{cited()} |"
        for _ in range(4)
    ]
    return "\n".join(["| 名称 | 数值 | 说明 |", "| --- | --- | --- |", *rows])


def _code(chance: random.Random) -> str:
    name, first, second = _word(chance), chance.randrange(2, 99), chance.randrange(2, 99)
    return (
        f"```python\ndef {name}(values: list[int]) -> int:\n    total = {first}\n    for value in values:\n"
        f"        total += value * {second}\n    return total\n\n\nprint({name}([1, 2, 3]))\n"
        f"#> {first + 6 * second}\n```"
    )


def _formula(chance: random.Random) -> str:
    letters = chance.sample("abcdefghkmnpqstuvwxyz", 4)
    a, b, c, d = (f"{letter}_{{{chance.randrange(1, 99)}}}" for letter in letters)
    shapes = [
        rf"{a}=\frac{{{b}+{c}^2}}{{\sqrt{{{d}}}}}",
        rf"{a}=\sum_{{i=1}}^{{{chance.randrange(3, 99)}}} {b}\,\log\frac{{{c}}}{{{d}}}",
        rf"\lVert {a}-{b}\rVert^2\le {c}\,e^{{-{d}}}",
        rf"{a}=\arg\max_{{{letters[1]}}}\;{b}^{{\top}}{c}-\lambda {d}",
    ]
    return chance.choice(shapes)


def _noun(chance: random.Random) -> str:
    return str(chance.choice(WORDS[chance.choice(("subjects", "objects", "terms"))]))


def _word(chance: random.Random) -> str:
    return "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(chance.randrange(2, 5)))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Make a copy of the project with generated pages beside or instead of the real ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--characters", type=int, default=1500)
    parser.add_argument("--without-pages", action="store_true", help="leave out the real pages")
    parser.add_argument("--without-notebooks", action="store_true", help="make no notebooks")
    options = parser.parse_args(arguments)
    place = copy_project(options.target, with_pages=not options.without_pages)
    generate(options.target, options.count, place, options.characters, notebooks=not options.without_notebooks)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Text that looks like a question page or a notebook and means nothing, put together at random from `words.yml`."""

import random
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

WORDS = yaml.safe_load((Path(__file__).parent / "words.yml").read_text("utf-8"))
# Characters as often as the words have them: words coined from them keep the text from being all too regular.
CHARACTERS = "".join("".join(words) for words in WORDS.values())
# Characters of prose under one heading of 详解, with its share of everything else.
ROUND = 520
SOURCES = 16
CLAIMS_A_ROUND = 11
# The parts of a notebook, each a text and a code cell.
NOTEBOOK_PARTS = 6


@dataclass
class Author:
    """Writes the parts of one page; the same number gives the same text.

    Attributes:
        chance: Where all choices come from.
        keys: Keys of the bibliography that the page may cite.
        characters: About how many Han characters the page has.
    """

    chance: random.Random
    keys: list[str]
    characters: int
    _sources: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self._sources = self.chance.sample(self.keys, min(SOURCES, len(self.keys)))

    @property
    def rounds(self) -> int:
        """How many headings stand under 详解."""
        return max(1, round(self.characters / ROUND))

    def title(self, number: int) -> str:
        """What an interviewer asks; `number` keeps titles apart."""
        term, other = self.chance.sample(WORDS["terms"], 2)
        return f"{term}{self._one('aspects')}？（{other}，第 {number} 题）"

    def aliases(self) -> list[str]:
        """Other names: Chinese ones and made-up Latin ones."""
        names = [f"{self._one('terms')}与{self._one('terms')}", self._one("terms")]
        return list(dict.fromkeys([*names, *(f"{self.word()} {self.word()}" for _ in range(self.rounds))]))

    def errata(self) -> list[dict[str, str]]:
        """Statements in circulation and what is right."""
        kinds = ["事实", "数值", "代码", "过时", "无出处", "缺失"]
        return [
            {
                "claim": self.sentence(),
                "correction": self.sentence() + self.sentence(),
                "kind": self.chance.choice(kinds),
                "check": self.sentence(),
            }
            for _ in range(self.rounds - 1)
        ]

    def claims(self) -> list[dict[str, str]]:
        """The claims of a review."""
        verdicts = ["成立", "成立", "已改正"]
        return [
            {
                "claim": self.sentence()[:-1],
                "verdict": self.chance.choice(verdicts),
                "evidence": "opened",
                "where": f"{self._source()} §{self._place()}：{self._quotation()}",
            }
            for _ in range(self.rounds * CLAIMS_A_ROUND)
        ]

    def body(self, shown: str = "") -> str:
        """The sections of a page; `shown` stands under 动手验证, which is left out without it."""
        detail = "\n\n".join(self._detail(at) for at in range(self.rounds))
        tables = "\n\n".join(self._table() for _ in range(2))
        asked = "\n\n".join(self._follow_up() for _ in range(max(3, self.rounds - 1)))
        read = "\n".join(f"- [@{key}, §{self._place()}]：{self.sentence()}" for key in self._sources)
        sections = {
            "面试速答": "".join(self.sentence() for _ in range(4))[:150] + "。" + self._cited(),
            "详解": f"{detail}\n\n{tables}\n\n{self.code()}",
            "动手验证": shown,
            "常见误区": "\n".join(self._item() for _ in range(self.rounds)),
            "追问": asked,
            "参考资料": read,
        }
        return "\n\n".join(f"## {title}\n\n{text}" for title, text in sections.items() if text) + "\n"

    def sentence(self) -> str:
        """A sentence of two to four parts."""
        parts = [f"{self._noun()}{self._one('verbs')}{self._noun()}" for _ in range(self.chance.randrange(1, 3))]
        if self.chance.random() < 0.5:
            parts.insert(0, self._one("clauses"))
        return (
            "，".join([*parts, self._one("endings")] if self.chance.random() < 0.5 else [*parts, self._noun()]) + "。"
        )

    def word(self) -> str:
        """A Latin word that does not exist."""
        syllables = range(self.chance.randrange(2, 5))
        return "".join(self.chance.choice("bdfgklmnprstvz") + self.chance.choice("aeiou") for _ in syllables)

    def formula(self) -> str:
        """A formula for a line of its own, like no other: there are thousands of millions of them."""
        letters = self.chance.sample("abcdefghkmnpqstuvwxyz", 4)
        a, b, c, d = (f"{letter}_{{{self.chance.randrange(1, 99)}}}" for letter in letters)
        shapes = [
            rf"{a}=\frac{{{b}+{c}^2}}{{\sqrt{{{d}}}}}",
            rf"{a}=\sum_{{i=1}}^{{{self.chance.randrange(3, 99)}}} {b}\,\log\frac{{{c}}}{{{d}}}",
            rf"\lVert {a}-{b}\rVert^2\le {c}\,e^{{-{d}}}",
            rf"{a}=\arg\max_{{{letters[1]}}}\;{b}^{{\top}}{c}-\lambda {d}",
        ]
        return self.chance.choice(shapes)

    def relation(self) -> str:
        """A short formula for a sentence."""
        letter, index = self.chance.choice("abcdefghkmnpqstuvwxyz"), self.chance.randrange(1, 99)
        value = f"{self.chance.randrange(1, 999)}.{self.chance.randrange(100, 999)}"
        return self.chance.choice([f"{letter}_{{{index}}}={value}", rf"{letter}^{{{index}}}\le {value}"])

    def code(self) -> str:
        """A Python block with its output."""
        name, first, second = self.word(), self.chance.randrange(2, 99), self.chance.randrange(2, 99)
        return (
            f"```python\ndef {name}(values: list[int]) -> int:\n    total = {first}\n    for value in values:\n"
            f"        total += value * {second}\n    return total\n\n\nprint({name}([1, 2, 3]))\n"
            f"#> {first + 6 * second}\n```"
        )

    def paragraph(self, sentences: int = 3) -> str:
        """Sentences, some with code in them, each with its source."""
        return "".join(self._stated() for _ in range(sentences - 1)) + self.sentence()[:-1] + f"{self._cited()}。"

    def _detail(self, at: int) -> str:
        parts = [f"### {self._one('terms')}{self._one('aspects')}", self.paragraph(), self.paragraph()]
        if at % 5 == 0:
            parts += [f"{self.sentence()[:-1]}{self._cited()}：", f"$$\n{self.formula()}\n$$"]
        parts.append("\n".join(self._item() for _ in range(2)))
        return "\n\n".join(parts)

    def _stated(self) -> str:
        code = f"，也写成 `{self.word()}.{self.word()}`" if self.chance.random() < 0.5 else ""
        return f"{self.sentence()[:-1]}{code}{self._cited()}。"

    def _item(self) -> str:
        return f"- **{self._one('terms')}**：取 ${self.relation()}$ 时，{self.sentence()[:-1]}{self._cited()}。"

    def _follow_up(self) -> str:
        return f'??? question "{self.sentence()[:-1]}？"\n\n    {self.paragraph(2)}'

    def _table(self) -> str:
        rows = [
            f"| {self._one('terms')} | {self.chance.randrange(1, 9999)} | {self.sentence()[:-1]}{self._cited()} |"
            for _ in range(self.rounds)
        ]
        return "\n".join(["| 名称 | 数值 | 说明 |", "| --- | --- | --- |", *rows])

    def _quotation(self) -> str:
        return " ".join(self.word() for _ in range(self.chance.randrange(8, 18)))

    def _cited(self) -> str:
        return f" [@{self._source()}, §{self._place()}]"

    def _source(self) -> str:
        return self.chance.choice(self._sources)

    def _place(self) -> str:
        return str(self.chance.randrange(1, 6))

    def _noun(self) -> str:
        kind = self.chance.choice(("subjects", "objects", "terms", "coined", "coined", "coined"))
        return self._coined() if kind == "coined" else self._one(kind)

    def _coined(self) -> str:
        return "".join(self.chance.choice(CHARACTERS) for _ in range(self.chance.randrange(2, 5)))

    def _one(self, kind: str) -> str:
        return str(self.chance.choice(WORDS[kind]))


def notebook(author: Author, slug: str, code: Author) -> NotebookNode:
    """A notebook with text, figures, a table and numbers.

    Args:
        author: Writes the text.
        slug: Stands in the title.
        code: Writes the code; notebooks with equal code have equal outputs.
    """
    cells = [new_markdown_cell(f"# 验证 {slug}\n\n{author.sentence()}", id="title")]
    for part in range(NOTEBOOK_PARTS):
        text = "\n\n".join(["".join(author.sentence() for _ in range(4)) for _ in range(2)])
        cells.append(
            new_markdown_cell(f"## {WORDS['terms'][part]}\n\n{text}\n\n$$\n{author.formula()}\n$$", id=f"t{part}")
        )
        cells.append(new_code_cell(_calculation(code, part), id=f"c{part}"))
    cells += [new_code_cell(_figure(code, name), id=name) for name in ("curve", "scatter")]
    cells.append(new_code_cell(_numbers(code), id="numbers"))
    node: NotebookNode = new_notebook(cells=cells)
    return node


def _calculation(code: Author, part: int) -> str:
    name, size, power = code.word(), code.chance.randrange(20, 90), code.chance.randrange(2, 6)
    return (
        f"#| label: table-{part}\n#| tbl-cap: {code.sentence()}\n"
        "import numpy as np\nfrom IPython.display import Markdown\n\n"
        f"# {code.sentence()}\n{name} = np.random.default_rng({size}).normal(size=({size}, {power}))\n"
        f"{name}_mean = {name}.mean(axis=0)\n{name}_spread = {name}.std(axis=0)\n"
        f"assert {name}_mean.shape == ({power},)\nassert ({name}_spread > 0).all()\n"
        f'rows = [f"| {{i}} | {{m:.4f}} | {{s:.4f}} |" for i, (m, s) in enumerate(zip({name}_mean, {name}_spread))]\n'
        'Markdown("\\n".join(["| 列 | 均值 | 标准差 |", "| --- | --- | --- |", *rows]))'
    )


def _figure(code: Author, label: str) -> str:
    size, power = code.chance.randrange(20, 60), code.chance.randrange(2, 6)
    draw = f"ax.plot(x, np.sin(x * {power}) * x)" if label == "curve" else f"ax.scatter(x, np.cos(x) ** {power}, s=12)"
    return (
        f"#| label: {label}\n#| fig-alt: {code.sentence()}\n#| fig-cap: {code.sentence()}\n"
        f"import matplotlib.pyplot as plt\n\nx = np.linspace(0, {power}, {size})\nfig, ax = plt.subplots()\n"
        f'{draw}\nax.set(xlabel="{code.word()}", ylabel="值");'
    )


def _numbers(code: Author) -> str:
    size, power = code.chance.randrange(20, 90), code.chance.randrange(2, 6)
    return (
        f"x = np.linspace(0, {size}, {size})\ntotal = int((x**{power}).sum())\nassert total > 0\n"
        "first, last = x[0], x[-1]\nassert first < last\n"
        '{"total": f"{total:,}", "first": f"{first:.3f}", "last": f"{last:.3f}"}'
    )

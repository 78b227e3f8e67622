"""A tiny valid project, whole and in parts, for tests that change one thing."""

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import yaml
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from kb.frontmatter import Document
from kb.memory import Packed
from kb.question import Question, QuestionMeta, read_question
from kb.reviews import text_hash

GELU = "general/deep-learning/gelu"
INT8 = "general/deployment/int8"
DAY = datetime.date(2026, 1, 31)

META: dict[str, Any] = {
    "title": "什么是甲？",
    "description": "甲排在乙前面。",
    "difficulty": "基础",
    "frequency": "高",
    "tags": ["激活函数"],
    "created": datetime.date(2026, 1, 30),
    "reviewed": DAY,
}
FOLLOW_UP = '??? question "为什么？"\n\n    因为甲在前。'
SECTIONS = {
    "面试速答": "甲在乙前面。",
    "详解": "甲有 2 个邻居[@one2020, §2]。",
    "动手验证": "{{ curve }}\n\n甲的和是 {{ total }}。",
    "常见误区": "乙不在甲前面。",
    "追问": "\n\n".join([FOLLOW_UP] * 3),
    "参考资料": "- [@one2020, §2]：给出甲的定义。\n- [@two2021, 表 1]：给出乙的位置。",
}

BIB = """@misc{one2020,
  title = {On {One}},
  author = {Wang, Yi},
  year = {2020},
  eprint = {2001.00001},
}

@online{two2021,
  title = {两种办法},
  author = {Li, Er and Zhang, San and Zhao, Si},
  year = {2021},
  url = {https://example.com/two},
  version = {1.2},
}
"""
DATA: dict[str, Any] = {
    "boards": [
        {
            "part": "general",
            "title": "通用板块",
            "description": "各个方向共用的基础。",
            "boards": [
                {"slug": "deep-learning", "title": "深度学习基础", "description": "激活与优化。"},
                {"slug": "python", "title": "Python 编程基础", "description": "语言机制。"},
                {"slug": "deployment", "title": "模型部署基础", "description": "量化与推理。"},
            ],
        },
        {
            "part": "aigc",
            "title": "AIGC 板块",
            "description": "生成模型。",
            "boards": [{"slug": "llm", "title": "大模型基础", "description": "语言模型。"}],
        },
    ],
    "tags": [
        {"name": "激活函数", "slug": "activation", "meaning": "非线性单元"},
        {"name": "量化", "slug": "quantization", "meaning": "用更少的位数"},
        {"name": "Python", "slug": "python", "meaning": "语言机制"},
    ],
    "glossary": [{"term": "误差函数", "slug": "erf", "forms": ["erf"], "meaning": "高斯积分的标准函数"}],
    "reading-list": [
        {"group": "入门", "readings": [{"title": "甲文", "url": "https://example.com/a", "note": "讲甲。"}]}
    ],
}

CURVE = """#| label: curve
#| fig-alt: 一条上升的折线
#| fig-cap: 甲的曲线
import matplotlib.pyplot as plt

plt.plot([0, 1], [0, 1]);"""
TABLE = """#| label: table
#| tbl-cap: 甲的表
from IPython.display import Markdown

Markdown("| 名字 | 值 |\\n| --- | --- |\\n| 甲 | 1 |")"""
TOTAL = """total = sum(range(5))
assert total == 10
{"total": total}"""
CELLS = (CURVE, TABLE, TOTAL)


def write(path: Path, text: str) -> Path:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def page_text(sections: Mapping[str, str | None] | None = None, **meta: Any) -> str:
    """A valid page with some sections and front-matter keys changed; None leaves one out."""
    keys = {key: value for key, value in (META | meta).items() if value is not None}
    wanted = {title: text for title, text in SECTIONS.items() if title != "动手验证" or meta.get("notebook")}
    parts = {title: text for title, text in (wanted | dict(sections or {})).items() if text is not None}
    head = yaml.safe_dump(keys, allow_unicode=True, sort_keys=False)
    return f"---\n{head}---\n\n" + "\n\n".join(f"## {title}\n\n{text}" for title, text in parts.items()) + "\n"


def write_page(root: Path, question_id: str, text: str = "") -> Path:
    """Write a page, a valid one by default."""
    return write(root / "docs" / f"{question_id}.md", text or page_text())


def read_page(root: Path, question_id: str) -> Question:
    """Read a page as the project does."""
    docs = root / "docs"
    return read_question(docs / f"{question_id}.md", docs)


def question(question_id: str = GELU, body: str = "", **meta: Any) -> Question:
    """A question that no file holds and no section rule limits."""
    lines = {name: 2 + position for position, name in enumerate(QuestionMeta.model_fields)}
    document = Document(Path(f"docs/{question_id}.md"), {}, lines, 20, Packed(("", body)))
    return Question(question_id, QuestionMeta(**(META | meta)), document)


def notebook_node(*code: str, title: str = "甲的证明") -> NotebookNode:
    """A notebook without outputs: a title, then code cells."""
    cells = [new_markdown_cell(f"# {title}\n\n它证明甲。", id="title")]
    cells += [new_code_cell(source, id=f"code-{number}") for number, source in enumerate(code)]
    node: NotebookNode = new_notebook(cells=cells)
    return node


def write_notebook(root: Path, slug: str, *code: str) -> Path:
    """Write a notebook of the given code cells."""
    return write(root / "notebooks" / f"{slug}.ipynb", nbformat.writes(notebook_node(*code)))


def write_data(root: Path, **lists: Any) -> None:
    """Write `data/` and the bibliography, with some of the lists changed."""
    for name, entries in (DATA | lists).items():
        write(root / "data" / f"{name}.yml", yaml.safe_dump(entries, allow_unicode=True))
    write(root / "references.bib", BIB)


def write_review(root: Path, question_id: str, **changed: Any) -> Path:
    """Write a review that fits its page, with some keys changed."""
    claim = {"claim": "甲的和是 10", "verdict": "成立", "evidence": "computed", "where": "total"}
    review = {
        "page": question_id,
        "text_sha256": text_hash(read_page(root, question_id)),
        "reviewed": DAY,
        "claims": [claim],
    }
    return write(root / "reviews" / f"{question_id}.yml", yaml.safe_dump(review | changed, allow_unicode=True))


def write_project(root: Path) -> None:
    """Write a project of two questions, one with notebook and review."""
    write_data(root)
    write_page(root, GELU, page_text(title="什么是 GELU？", notebook="gelu", related=[INT8], aliases=["高斯单元"]))
    write_page(root, INT8, page_text(title="什么是 INT8？", tags=["量化"], difficulty="进阶", prerequisites=[GELU]))
    write_notebook(root, "gelu", *CELLS)
    write_review(root, GELU)


def line_of(path: Path, text: str) -> int:
    """The 1-based line of a file on which a text first stands."""
    lines = path.read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)

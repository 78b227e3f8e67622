"""Skeletons for a new question: page, notebook and review, valid from the first minute."""

import datetime
import re
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from kb.errors import ContentError
from kb.question import ID_PATTERN
from kb.reviews import review_path
from kb.vocabulary import load_parts, load_tags

PAGE = """---
title: 待写：面试官怎么问
description: 待写：一句话答案，不超过 120 个字符。
difficulty: 基础
frequency: 中
tags: [{tag}]
aliases: []
notebook: {slug}
created: {today}
reviewed: {today}
---

## 面试速答

待写：开口就能说的 30 到 60 秒，不超过 200 个字符。

## 详解

待写：为什么。每段都要有 `[@键, 位置]` 或 `{{{{ 命名输出 }}}}`。

## 动手验证

{{{{ example }}}}

待写：一句话说明这张表证明了什么。

## 常见误区

待写：流传的错误说法、正确说法、核对办法。

## 追问

??? question "待写：第一个追问"

    待写。

??? question "待写：第二个追问"

    待写。

??? question "待写：第三个追问"

    待写。

## 参考资料

- 待写：`[@键, 位置]：它支持什么。`
- 待写：`[@键, 位置]：它支持什么。`
"""

REVIEW = """page: {id}
text_sha256:{hash}
reviewed: {today}
# 由不是作者的人逐条填写，格式见 CONTRIBUTING.md
claims: []
"""

CODE = """#| label: example
#| tbl-cap: 待写：表的说明
from IPython.display import Markdown

total = sum(range(5))
assert total == 10
Markdown(f"| 名字 | 值 |\\n| --- | --- |\\n| 0 到 4 的和 | {total} |")"""


def write_skeleton(root: Path, question_id: str, today: datetime.date) -> list[Path]:
    """Write page, notebook and review of a new question.

    Returns:
        The files written.

    Raises:
        ContentError: The id is malformed, its board is unknown, or one of the files exists.
    """
    _check_id(root, question_id)
    slug = question_id.rpartition("/")[2]
    tag = next(iter(load_tags(root / "data")))
    values = {"id": question_id, "slug": slug, "today": today.isoformat(), "tag": tag, "hash": ' ""'}
    files = {
        root / "docs" / f"{question_id}.md": PAGE.format(**values),
        root / "notebooks" / f"{slug}.ipynb": nbformat.writes(_notebook()) + "\n",
        review_path(question_id, root / "reviews"): REVIEW.format(**values),
    }
    for path in files:
        if path.exists():
            raise ContentError(path, "已经存在", "换一个 slug，或直接修改它")
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return list(files)


def _check_id(root: Path, question_id: str) -> None:
    if not re.match(ID_PATTERN, question_id):
        raise ContentError(
            "ID", f"{question_id} 不是题目的 id", "写成 部分/板块/slug，例如 general/deep-learning/relu-family"
        )
    boards = [f"{part.part}/{board.slug}" for part in load_parts(root / "data") for board in part.boards]
    if question_id.rpartition("/")[0] not in boards:
        raise ContentError(
            "ID", f"没有 {question_id.rpartition('/')[0]} 这个板块", f"改成这些之一：{'、'.join(boards)}"
        )


def _notebook() -> nbformat.NotebookNode:
    text = new_markdown_cell("# 待写：标题\n\n待写：两句话说明这本 notebook 证明什么。", id="title")
    metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    notebook: nbformat.NotebookNode = new_notebook(cells=[text, new_code_cell(CODE, id="example")], metadata=metadata)
    return notebook

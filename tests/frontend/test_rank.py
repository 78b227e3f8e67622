"""What the engine finds, on a few small pages."""

from functools import cache
from typing import Any

import pytest

from tests.frontend.node import run_node

PAGES = {
    "gelu": ("什么是 GELU 激活函数？", ["启动函数"], "ReLU 的替代，平滑而不单调。"),
    "norm": ("T5LayerNorm 和 LayerNorm 的区别是什么？", ["RMSNorm", "均方根归一化"], "不减均值，只除以均方根。"),
    "depth": ("什么是图像的位数？", ["位深", "色深"], "每个像素用多少位。颜色用浮点也可以，激活函数无关。"),
    "service": ("怎样用 FastAPI 构建服务？", [], "阻塞的函数放进 run_in_threadpool，或用 functools.lru_cache 缓存。"),
    "ring": ("两个服务器之间怎样通信？", ["NCCL", "RDMA"], "环形归约每步只与邻居交换；TensorRT-LLM 之外的事。"),
}
QUERIES = {
    "激活函数": "gelu",
    "GELU": "gelu",
    "ＧＥＬＵ": "gelu",
    "gelu公式": "gelu",
    "啟動函數": "gelu",
    "jihuohanshu": "gelu",
    "jhhs": "gelu",
    "激活涵数": "gelu",
    "layernrom": "norm",
    "LayerNo": "norm",
    "layer norm": "norm",
    "rms norm": "norm",
    "均方根归一化": "norm",
    "图像的位数是什么": "depth",
    "weishen": "depth",
    "色": "depth",
    "fastpai": "service",
    "run_in_threadpool": "service",
    "lru_cache": "service",
    "环": "ring",
    "tensorrt llm": "ring",
    "服务器通信": "ring",
    "fuwuqitongxin": "ring",
    "环状": "ring",
    "nnLayerNorm": "norm",
}
NONSENSE = ("zqxjkv", "？！", "鼅鼄")


def page(slug: str, title: str, aliases: list[str], text: str, **changed: Any) -> dict[str, Any]:
    sections = [{"anchor": "a", "heading": "面试速答", "text": text, "questions": []}]
    defaults = {
        "kind": "question",
        "summary": "",
        "synonyms": [],
        "tags": [],
        "board": 0,
        "difficulty": 0,
        "notebook": 0,
    }
    return {"url": slug, "title": title, "aliases": aliases, "sections": sections} | defaults | changed


def ask(pages: list[dict[str, Any]], *queries: str) -> dict[str, list[str]]:
    lists = {"boards": [], "difficulties": [], "tagNames": [], "suggestions": []}
    answers: dict[str, list[str]] = run_node("ask.mjs", {"request": {"pages": pages, **lists}, "queries": queries})
    return answers


@cache
def answers() -> dict[str, list[str]]:
    return ask([page(slug, *fields) for slug, fields in PAGES.items()], *QUERIES, *NONSENSE)


@pytest.mark.parametrize(("query", "slug"), QUERIES.items())
def test_the_right_page_is_first(query: str, slug: str) -> None:
    assert answers()[query][:1] == [slug]


@pytest.mark.parametrize("query", NONSENSE)
def test_nonsense_finds_nothing(query: str) -> None:
    assert answers()[query] == []


def test_a_question_comes_before_its_notebook_and_before_lists() -> None:
    text = ("激活函数", [], "激活函数，激活函数，激活函数。")
    pages = [page("list", *text, kind="list"), page("notebook", *text, kind="notebook"), page("question", *text)]
    assert ask(pages, "激活函数")["激活函数"] == ["question", "notebook", "list"]


def test_a_name_counts_more_than_mentions() -> None:
    mentions = page("mentions", "其他", [], "量化，量化，量化，量化，量化。")
    assert ask([mentions, page("named", "量化是什么？", [], "另说。")], "量化")["量化"] == ["named", "mentions"]


def test_a_page_that_covers_the_query_comes_before_one_that_repeats_a_part() -> None:
    part = page("part", "其他", [], "缓存，缓存，缓存，缓存，缓存，缓存。")
    whole = page("whole", "另一题", [], "缓存有延迟。")
    assert ask([part, whole], "缓存 延迟")["缓存 延迟"][0] == "whole"


def test_a_notebook_never_stands_above_its_question() -> None:
    proof = page("proof", "量化的证明", [], "量化。", kind="notebook", question="question")
    pages = [
        page("", "首页", [], "量化的证明。", kind="list"),
        proof,
        page("question", "别的", [], "提到一次量化，其余讲别的事情。"),
    ]
    assert ask(pages, "量化的证明")["量化的证明"][:2] == ["question", "proof"]

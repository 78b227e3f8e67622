"""Which blocks of a page need evidence, and what counts as evidence."""

import pytest

from kb.errors import ContentError
from kb.evidence import check_numerals, unsupported_blocks
from tests.builders import question


def found(body: str) -> list[tuple[int, str | None]]:
    return [(block.line, block.numeral) for block in unsupported_blocks(body)]


@pytest.mark.parametrize(
    "text",
    [
        "快 3 倍[@one2020, §2]。",
        "快 {{ speed }} 倍，共 3 次。",
        "经验：快 3 倍。",
        "**经验：** 快 3 倍。",
        "推测：快 3 倍。",
        "快 3 倍（经验）。",
        "快 3 倍（推测，没有测过）。",
        "| 甲 | 3 |\n| --- | --- |\n| 乙[@one2020] | 4 |",
        "- 快 3 倍[@one2020]\n- 慢 2 倍（经验）",
        '??? question "快几倍？"\n\n    快 3 倍[@one2020]。',
    ],
)
def test_evidence_may_take_any_of_its_forms(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "numeral"),
    [
        ("快 3 倍。", "3"),
        ("误差 0.5%。", "0.5"),
        ("需要 16GB。", "16"),
        ("大 10×。", "10"),
        ("从 −8 起。", "8"),
        ("在 $x = 4$ 处。", "4"),
        ("[链接](a.md)里有 5 个。", "5"),
        ("第５节。", "５"),
        ("用的是 BF\n16 位。", "16"),
        ("INT8 和 E4M3，FLUX.1 与 T5，GPT-4、v1.5。", None),
        ("代码 `x = 3` 不算。", None),
        ("没有数字的话。", None),
        ("经验不足的人要 3 天。", "3"),
    ],
)
def test_a_numeral_is_not_part_of_a_name(text: str, numeral: str | None) -> None:
    assert found(text) == [(1, numeral)]


@pytest.mark.parametrize(
    "text", ["## 3 种办法", "```python\nx = 3\n```", "    x = 3", "---", '<div id="a3">3</div>', '!!! note "3 点"']
)
def test_headings_code_and_html_are_not_checked(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("看[@one2020]：\n\n- 3 个\n- 4 个", []),
        ("看：\n\n- 3 个[@one2020]\n- 4 个", [(4, "4")]),
        ("看[@one2020]：\n\n$$\nx = 3\n$$", []),
        ("看：[@one2020]\n\n| 甲 |\n| --- |\n| 3 |", []),
        ("看[@one2020]。\n\n- 3 个", [(3, "3")]),
        ("看：\n\n- 3 个\n- 4 个", [(1, None), (3, "3"), (4, "4")]),
        ("看[@one2020]：\n\n甲。\n\n3 个。", [(5, "3")]),
    ],
)
def test_a_lead_shares_its_evidence_with_what_it_introduces(text: str, blocks: list[tuple[int, str | None]]) -> None:
    assert found(text) == blocks


def test_each_block_is_judged_by_itself_and_has_its_line() -> None:
    body = '好[@one2020]。\n\n坏 1。\n\n- 好[@one2020] 2\n- 坏 3\n\n??? question "几？"\n\n    坏 4。\n\n    > 坏 5。'
    assert found(body) == [(3, "1"), (6, "3"), (10, "4"), (12, "5")]


def test_only_numerals_without_evidence_stop_the_build() -> None:
    check_numerals(question(body="没有依据的话。\n\n甲[@one2020] 有 3 个。"))
    with pytest.raises(ContentError) as caught:
        check_numerals(question(body="没有依据的话。\n\n甲有 3 个邻居。"))
    assert caught.value.line == 20 + 3
    assert caught.value.fault == "数字 3 没有依据（「甲有 3 个邻居。」）"

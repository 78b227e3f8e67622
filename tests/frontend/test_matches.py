"""Which stretch of a text is shown for a query."""

import pytest

from tests.frontend.node import run_node


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("短文里有量化。", "短文里有量化。"),
        ("开" * 50 + "量化" + "尾" * 200, "…" + "开" * 18 + "量化" + "尾" * 88 + "…"),
        ("words " * 10 + "的量化" + "尾" * 200, "… words words 的量化" + "尾" * 92 + "…"),
        ("量化" + "尾" * 105 + "notebook 之后" + "尾" * 9, "量化" + "尾" * 105 + "notebook…"),
    ],
)
def test_the_passage_cuts_no_word(text: str, shown: str) -> None:
    assert run_node("passages.mjs", [[text, ["量化"]]]) == [shown]

"""Accessibility put into finished HTML."""

import pytest

from kb.render.accessibility import make_accessible


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<label for="a" tabindex="">', '<label for="a">'),
        (
            '<input type="checkbox" id="__drawer" autocomplete="off">',
            '<input type="checkbox" id="__drawer">',
        ),
        (
            '<input type="checkbox" id="__search" autocomplete="off">',
            '<input type="checkbox" id="__search">',
        ),
    ],
)
def test_drops_attributes_that_are_not_html(before: str, after: str) -> None:
    assert make_accessible(before) == after


@pytest.mark.parametrize(
    "kept",
    ['<input type="text" autocomplete="off">', '<div tabindex="0">', '<div role="dialog">', "&lt;table>&lt;/table>"],
)
def test_leaves_the_rest_alone(kept: str) -> None:
    assert make_accessible(kept) == kept


def test_lets_keyboards_scroll_each_table() -> None:
    page = make_accessible("<p>一</p><table>\n<tr></tr>\n</table><p>二</p><table></table>")
    assert page == (
        '<p>一</p><div class="kb-scroll" tabindex="0" role="group" aria-label="表格"><table>\n<tr></tr>\n</table></div>'
        '<p>二</p><div class="kb-scroll" tabindex="0" role="group" aria-label="表格"><table></table></div>'
    )


def test_leaves_tables_with_a_class_to_whoever_made_them() -> None:
    assert make_accessible('<table class="grid"></table>') == '<table class="grid"></table>'

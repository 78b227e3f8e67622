"""Accessibility put into finished HTML."""

import pytest

from kb.render.accessibility import make_accessible


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<label for="a" tabindex="">', '<label for="a">'),
        (
            '<input type="checkbox" id="__drawer" autocomplete="off">',
            '<input type="checkbox" id="__drawer" aria-label="导航菜单">',
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


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<form data-md-component="palette">', '<form data-md-component="palette" aria-label="明暗主题">'),
        ('<div data-md-component="dialog">', '<div data-md-component="dialog" role="status">'),
        (
            '<a title="编辑" class="md-content__button">',
            '<a aria-label="编辑" title="编辑" class="md-content__button">',
        ),
    ],
)
def test_names_what_has_no_name(before: str, after: str) -> None:
    assert make_accessible(before) == after


def test_marks_external_links() -> None:
    assert (
        make_accessible('<a href="https://example.com/">外</a>')
        == '<a rel="external" href="https://example.com/">外</a>'
    )
    for other in ('<a href="../">内</a>', '<a href="https://example.com/" rel="edit">编辑</a>'):
        assert make_accessible(other) == other


def test_lets_keyboards_reach_terms() -> None:
    assert make_accessible('<abbr title="义">词</abbr>') == '<abbr tabindex="0" title="义">词</abbr>'


def test_each_switch_is_one_stop() -> None:
    assert (
        make_accessible('<label class="md-nav__link " for="n" tabindex="0">') == '<label class="md-nav__link " for="n">'
    )


def test_the_skip_link_comes_first() -> None:
    switch = '<input class="md-toggle" data-md-toggle="drawer"><label></label>'
    skip = '<div data-md-component="skip">\n<a></a></div>'
    assert make_accessible(f"<body>{switch}{skip}<header>") == f"<body>{skip}{switch}<header>"


def test_leaves_tables_with_a_class_to_whoever_made_them() -> None:
    assert make_accessible('<table class="grid"></table>') == '<table class="grid"></table>'

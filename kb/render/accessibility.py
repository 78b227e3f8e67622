"""What Material leaves out for keyboards, screen readers and validators, put into finished HTML."""

import re

REPLACEMENTS = {
    ' tabindex=""': "",
    'type="checkbox" id="__drawer" autocomplete="off"': 'type="checkbox" id="__drawer" aria-label="导航菜单"',
    'type="checkbox" id="__search" autocomplete="off"': 'type="checkbox" id="__search"',
    'data-md-component="palette"': 'data-md-component="palette" aria-label="明暗主题"',
    'data-md-component="dialog"': 'data-md-component="dialog" role="status"',
    "<abbr title=": '<abbr tabindex="0" title=',
}
# On paper an external link shows where it leads. Scripts make inner links absolute as well, so it is noted here;
# the button that leads to the page's source is no such link, and has a `rel` of its own.
EXTERNAL = re.compile(r'<a (href="http(?:(?! rel=)[^>])*>)')
# A tooltip takes the title away from its button, which then has no name.
ICON_BUTTON = re.compile(r' title="([^"]*)" class="md-content__button')
# The switch of a list of pages can be reached itself; its label need not be.
NAV_LABEL = re.compile(r'(<label class="md-nav__link[^>]*) tabindex="0">')
# The skip link comes before the switch of the drawer, not after it.
SWITCHES_AND_SKIP = re.compile(
    r'(<input class="md-toggle" data-md-toggle="drawer".*?)(<div data-md-component="skip">.*?</div>)', re.DOTALL
)
TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
SCROLLER = '<div class="kb-scroll" tabindex="0" role="group" aria-label="表格">{}</div>'


def make_accessible(page: str) -> str:
    """Let keyboards reach every part, name the parts without a name, and drop attributes that are not HTML.

    Args:
        page: A finished page.
    """
    for old, new in REPLACEMENTS.items():
        page = page.replace(old, new)
    page = EXTERNAL.sub(r'<a rel="external" \1', page)
    page = ICON_BUTTON.sub(r' aria-label="\1"\g<0>', page)
    page = SWITCHES_AND_SKIP.sub(r"\2\1", NAV_LABEL.sub(r"\1>", page), count=1)
    return TABLE.sub(lambda match: SCROLLER.format(match[0]), page)

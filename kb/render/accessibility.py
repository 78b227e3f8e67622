"""What Material leaves out for keyboards, screen readers and validators, put into finished HTML."""

import re

REPLACEMENTS = {
    ' tabindex=""': "",
    'type="checkbox" id="__drawer" autocomplete="off"': 'type="checkbox" id="__drawer"',
    'type="checkbox" id="__search" autocomplete="off"': 'type="checkbox" id="__search"',
}
TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
SCROLLER = '<div class="kb-scroll" tabindex="0" role="group" aria-label="表格">{}</div>'


def make_accessible(page: str) -> str:
    """Let keyboards scroll wide tables, and drop attributes that are not HTML.

    Args:
        page: A finished page.
    """
    for old, new in REPLACEMENTS.items():
        page = page.replace(old, new)
    return TABLE.sub(lambda match: SCROLLER.format(match[0]), page)

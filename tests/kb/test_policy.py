"""The Content-Security-Policy of a page."""

from base64 import b64encode
from hashlib import sha256

import pytest

from kb.policy import policy, script_hashes, set_policy

PAGE = '<!doctype html><html><head><meta charset="utf-8"><script>a()</script></head><body></body></html>'


def hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def directives(page: str) -> dict[str, list[str]]:
    parts = (directive.split() for directive in policy(page).split("; "))
    return {name: sources for name, *sources in parts}


def test_stands_before_the_first_script() -> None:
    page = set_policy(PAGE)
    assert page.index("Content-Security-Policy") < page.index("<script>")
    assert page.count("http-equiv") == 1
    assert policy(PAGE) in page


def test_takes_the_place_of_the_one_before() -> None:
    assert set_policy(set_policy(PAGE)) == set_policy(PAGE)
    assert set_policy(set_policy(PAGE, from_files=True)) == set_policy(PAGE)


def test_allows_each_inline_script_by_its_hash_and_no_other() -> None:
    page = "<script>一\n</script><script>b()</script><script>b()</script>"
    assert directives(page)["script-src"] == ["'self'", *sorted([hashed("一\n"), hashed("b()")])]
    assert directives("")["script-src"] == ["'self'"]


@pytest.mark.parametrize(
    "script",
    [
        '<script src="a.js"></script>',
        '<script id="c" type="application/json">{}</script>',
        '<script type="application/ld+json">{}</script>',
        "&lt;script>a()&lt;/script>",
    ],
)
def test_what_is_not_an_inline_script_needs_no_hash(script: str) -> None:
    assert script_hashes(script) == []


def test_hashes_scripts_whose_type_only_looks_like_data() -> None:
    assert script_hashes('<script type="module" data-src="a">b()</script>') == [hashed("b()")]


def test_nothing_but_styles_may_stand_inline_and_nothing_is_evaluated() -> None:
    rules = directives(PAGE)
    assert [name for name, sources in rules.items() if "'unsafe-inline'" in sources] == ["style-src"]
    assert "eval" not in policy(PAGE)
    assert {name for name, sources in rules.items() if sources == ["'none'"]} == {
        "default-src",
        "base-uri",
        "form-action",
    }


def test_names_no_host_and_no_scheme_but_data() -> None:
    sources = {source for listed in directives(PAGE).values() for source in listed}
    assert {source for source in sources if not source.startswith("'")} == {"data:"}


def test_pages_opened_from_files_allow_files_wherever_they_allow_the_site() -> None:
    assert policy(PAGE, "'self' file:") == policy(PAGE).replace("'self'", "'self' file:")
    assert policy(PAGE, "'self' file:") in set_policy(PAGE, from_files=True)

"""The bibliography, and the citations that pages show from it."""

import re
from pathlib import Path

import pytest

from kb.citations import NOTES_HEADING, Citations, Source, load_sources, mark_citations, render_citations
from kb.errors import ContentError
from tests.builders import BIB, write

PAGE = Path("a.md")


@pytest.fixture
def citations(tmp_path: Path) -> Citations:
    return Citations(PAGE, load_sources(write(tmp_path / "references.bib", BIB)))


def test_a_paper_has_people_title_address_and_number(citations: Citations) -> None:
    assert citations.sources["one2020"].markdown("§2") == (
        "Wang，[On One](https://arxiv.org/abs/2001.00001)，arXiv:2001.00001，2020，§2"
    )


def test_three_authors_are_shortened_and_a_version_is_shown(citations: Citations) -> None:
    assert citations.sources["two2021"].markdown() == "Li、Zhang 等，[两种办法](https://example.com/two)，1.2，2021"


@pytest.mark.parametrize(
    ("people", "shown"),
    [
        ("", ""),
        ("organization = {OpenAI},", "OpenAI，"),
        ("author = {{Hugging Face}},", "Hugging Face，"),
        ("author = {Wang, Yi and Li, Er},", "Wang、Li，"),
        ("author = {Wang, Yi and others},", "Wang 等，"),
    ],
)
def test_people_may_be_persons_or_organizations(tmp_path: Path, people: str, shown: str) -> None:
    bib = f"@misc{{a, {people} title = {{甲}}, year = {{2020}}, url = {{https://example.com/}}}}"
    sources = load_sources(write(tmp_path / "a.bib", bib))
    assert sources["a"].markdown() == f"{shown}[甲](https://example.com/)，2020"


@pytest.mark.parametrize(
    ("bib", "fault"),
    [
        ("@misc{a,\n title = {甲},\n year = {2020},\n url = {u}", "syntax error in line 4"),
        (f"{BIB}@misc{{one2020, title = {{甲}}}}", "repeated .* one2020"),
        ("@misc{a, title = {甲}, title = {乙}}", "duplicate title"),
        ("@misc{a, author = {A, B, C, D}}", "Too many commas"),
    ],
)
def test_malformed_bibtex_is_refused(tmp_path: Path, bib: str, fault: str) -> None:
    with pytest.raises(ContentError, match=f"references.bib.*BibTeX 写错了（.*{fault}"):
        load_sources(write(tmp_path / "references.bib", bib))


@pytest.mark.parametrize("missing", ["title", "year", "url"])
def test_an_entry_needs_title_year_and_address(tmp_path: Path, missing: str) -> None:
    fields = {"title": "甲", "year": "2020", "url": "https://example.com/"}
    fields.pop(missing)
    bib = "@misc{a, " + ", ".join(f"{name} = {{{value}}}" for name, value in fields.items()) + "}"
    with pytest.raises(ContentError, match=f"来源 a 缺少 {missing}") as caught:
        load_sources(write(tmp_path / "references.bib", bib))
    assert caught.value.field == "a"


def test_equal_citations_share_a_footnote_and_neighbours_are_told_apart(citations: Citations) -> None:
    text = render_citations("甲[@one2020, §2]。乙 [@one2020, §3] [@one2020,  §2 ]，丙[@two2021]。", citations)
    body, _, notes = text.partition("\n\n")
    assert body == "甲[^cite-1]。乙[^cite-2]<sup>·</sup>[^cite-1]，丙[^cite-3]。"
    assert [line[:9] for line in notes.split("\n\n") if line] == ["[^cite-1]", "[^cite-2]", "[^cite-3]"]
    assert "§2" in notes.split("\n\n")[0] and "§3" in notes.split("\n\n")[1]


def test_the_list_of_sources_shows_whole_references(citations: Citations) -> None:
    body = "甲。\n\n## 参考资料\n\n- [@two2021, 表 1]：给出甲。\n"
    shown = citations.sources["two2021"].markdown("表 1")
    assert render_citations(body, citations) == f"甲。\n\n## 参考资料\n\n- {shown}：给出甲。\n"


def test_a_page_that_cites_nothing_stays_as_it_is(citations: Citations) -> None:
    assert render_citations("甲 `[@none]` [链接](a.md)", citations) == "甲 `[@none]` [链接](a.md)"


@pytest.mark.parametrize(
    ("body", "line", "mend"),
    [
        ("一\n二[@one202, §2]", 12, "改成 one2020，或把这个来源加进 references.bib"),
        ("一\n\n## 参考资料\n\n- [@two, §2]：二", 15, "改成 two2021，或把这个来源加进 references.bib"),
        ("[@完全不同]", 11, "把这个来源加进 references.bib"),
        ("[@one2020，§2]", 11, "改成 one2020，或把这个来源加进 references.bib"),
    ],
)
def test_an_unknown_key_has_a_line_and_a_hint(citations: Citations, body: str, line: int, mend: str) -> None:
    with pytest.raises(ContentError, match=r"references.bib 里没有") as caught:
        mark_citations(body, citations, offset=10)
    assert (caught.value.path, caught.value.line, caught.value.mend) == ("a.md", line, mend)


def test_a_page_shows_footnotes_for_its_marks(citations: Citations) -> None:
    marked = mark_citations("甲[@one2020, §2]。乙 [@one2020, §3] [@one2020,  §2 ]，丙[@two2021]。", citations)
    body, _, notes = citations.show(marked).partition(NOTES_HEADING)
    assert re.sub("<[^>]+>", "|", body) == "甲||1||。乙||2|||·|||1||，丙||3||。\n"
    assert re.findall(r'<sup id="([^"]+)"><a class="footnote-ref" href="#([^"]+)">', body) == [
        ("fnref:cite-1", "fn:cite-1"),
        ("fnref:cite-2", "fn:cite-2"),
        ("fnref2:cite-1", "fn:cite-1"),
        ("fnref:cite-3", "fn:cite-3"),
    ]
    first = notes.split("</li>")[0]
    assert re.findall(r'href="#([^"]+)" title="([^"]+)"', first) == [
        ("fnref:cite-1", "回到正文第 1 处引用"),
        ("fnref2:cite-1", "回到正文第 2 处引用"),
    ]
    assert 'Wang，<a href="https://arxiv.org/abs/2001.00001">On One</a>，arXiv:2001.00001，2020，§2' in first


def test_a_page_shows_whole_references_among_its_sources(citations: Citations) -> None:
    marked = mark_citations("甲。\n\n## 参考资料\n\n- [@two2021, 表 1]：给出甲。\n", citations)
    shown = citations.sources["two2021"].html("表 1")
    assert citations.show(marked) == f"甲。\n\n## 参考资料\n\n- {shown}：给出甲。\n"


def test_a_source_is_text_not_markup() -> None:
    source = Source("a", "A < B & *C*", "甲", "2020", "https://example.com/?a=1&b=2", "")
    link = '<a href="https://example.com/?a=1&amp;b=2">A &lt; B &amp; *C*</a>'
    assert source.html("`_f`") == f"甲，{link}，2020，<code>_f</code>"


def test_a_character_that_marks_use_is_refused(citations: Citations) -> None:
    with pytest.raises(ContentError, match=r"U\+E001") as caught:
        mark_citations("甲\n乙\ue001", citations, offset=3)
    assert caught.value.line == 5

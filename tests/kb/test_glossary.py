"""Terms are explained once a page, and only in running text."""

import pytest

from kb.glossary import mark_terms
from kb.vocabulary import Term
from tests.builders import GELU, INT8

ERF = Term(term="误差函数", slug="erf", forms=["erf"], meaning='积分 "erf" <x>')
KV = Term(term="KV 缓存", slug="kv-cache", forms=["KV Cache", "R&D"], meaning="键和值")
NOISE = Term(term="噪声", slug="noise", meaning="随机")
RATIO = Term(term="噪声比", slug="ratio", meaning="比", question=GELU)


def mark(page: str, *terms: Term, page_id: str = INT8) -> str:
    return mark_terms(page, list(terms), page_id)


def test_only_the_first_of_all_spellings_is_explained() -> None:
    assert mark("<p>erf 即误差函数，erf。</p>", ERF) == (
        '<p><abbr title="积分 &quot;erf&quot; &lt;x&gt;">erf</abbr> 即误差函数，erf。</p>'
    )


def test_the_longest_spelling_wins() -> None:
    assert mark("<p>噪声比与噪声</p>", NOISE, RATIO) == (
        '<p><abbr title="比">噪声比</abbr>与<abbr title="随机">噪声</abbr></p>'
    )


def test_a_latin_spelling_is_a_whole_word() -> None:
    page = "<p>erfc、perf、erf_x、my-erf、x.erf</p>"
    assert mark(page, ERF) == page
    assert mark("<p>用erf算</p>", ERF).startswith("<p>用<abbr")


def test_text_is_compared_as_html_writes_it() -> None:
    assert mark("<p>R&amp;D</p>", KV) == '<p><abbr title="键和值">R&amp;D</abbr></p>'


@pytest.mark.parametrize(
    "page",
    [
        "<h2>erf</h2>",
        "<a href='b'>erf</a>",
        "<code>erf</code>",
        "<pre><code>x\nerf</code> erf</pre>",
        "<summary>erf</summary>",
        "<svg><g><text>erf</text></g> erf</svg>",
        '<span class="arithmatex">\\(<span>x</span> erf\\)</span>',
        '<img alt="erf">',
        "<!-- erf -->",
        "<figcaption>erf</figcaption>",
    ],
)
def test_names_code_links_and_formulas_stay(page: str) -> None:
    explained = '<p><abbr title="积分 &quot;erf&quot; &lt;x&gt;">erf</abbr></p>'
    assert mark(f"{page}<p>erf</p>", ERF) == page + explained


def test_a_line_break_does_not_silence_the_rest() -> None:
    assert "<abbr" in mark("<p><code>a<br>b</code>erf</p>", ERF)


def test_the_page_about_a_term_does_not_explain_it() -> None:
    assert mark("<p>噪声比</p>", RATIO, page_id=GELU) == "<p>噪声比</p>"
    assert "<abbr" in mark("<p>噪声比</p>", RATIO)

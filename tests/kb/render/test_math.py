"""Formulas: what arithmatex marks becomes HTML and MathML, once, or a clear error."""

import html
from pathlib import Path

import markdown  # type: ignore[import-untyped, unused-ignore]
import pytest

from kb.render import Renderer
from kb.render.math import MathError, readable, render_math

EXTENSIONS = {"pymdownx.arithmatex": {"generic": True}}

PAGE = r"""
行内 $a<b$

$$
\begin{aligned} a &= b \\ c &< d \end{aligned}
$$

- 列表 $x$

| a |
|---|
| $y$ |

`$z$`
"""


def inline(tex: str) -> str:
    return rf'<span class="arithmatex">\({html.escape(tex, quote=False)}\)</span>'


def display(tex: str) -> str:
    return f'<div class="arithmatex">\\[\n{html.escape(tex, quote=False)}\n\\]</div>'


def forbid_requests(renderer: Renderer, monkeypatch: pytest.MonkeyPatch) -> None:
    def request(*_: object, **__: object) -> None:
        raise AssertionError("Node was asked")

    monkeypatch.setattr(renderer, "request", request)


def test_inline_formula_becomes_html_and_mathml(renderer: Renderer) -> None:
    page = render_math(f"<p>若 {inline('a<b')}。</p>", renderer)
    assert page.startswith('<p>若 <span class="katex">') and page.endswith("</span>。</p>")
    assert "<math" in page and "<mo>&lt;</mo>" in page
    assert "arithmatex" not in page and "math-display" not in page


def test_display_formula_scrolls_by_keyboard(renderer: Renderer) -> None:
    page = render_math(display("x = 1"), renderer)
    assert page.startswith(
        '<div class="math-display" tabindex="0" role="group" aria-label="公式"><span class="katex-display">'
    )
    assert page.endswith("</div>")


def test_what_markdown_writes_is_rendered(renderer: Renderer) -> None:
    source = markdown.markdown(PAGE, extensions=["tables", *EXTENSIONS], extension_configs=EXTENSIONS)
    page = render_math(source, renderer)
    assert page.count("<math") == 4
    assert "arithmatex" not in page
    assert "<code>$z$</code>" in page


def test_page_without_formulas_starts_no_process(renderer: Renderer, monkeypatch: pytest.MonkeyPatch) -> None:
    forbid_requests(renderer, monkeypatch)
    assert render_math("<p>5 $ 和 6 $</p>", renderer) == "<p>5 $ 和 6 $</p>"


def test_a_page_takes_one_request(renderer: Renderer, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    request = renderer.request

    def spy(kind: str, **payload: object) -> object:
        asked.append(payload["formulas"])
        return request(kind, **payload)

    monkeypatch.setattr(renderer, "request", spy)
    page = render_math(inline("x") + inline("y") + inline("x") + display("x"), renderer)
    assert page.count("<math") == 4
    assert asked == [[{"tex": "x", "display": False}, {"tex": "y", "display": False}, {"tex": "x", "display": True}]]


def test_formulas_come_from_memory_then_from_disk(renderer: Renderer, monkeypatch: pytest.MonkeyPatch) -> None:
    first = render_math(inline("x^2"), renderer)
    forbid_requests(renderer, monkeypatch)
    assert render_math(inline("x^2"), renderer) == first
    assert render_math(inline("x^2"), renderer) == first


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b"other text", None])
def test_a_damaged_cache_is_rebuilt(renderer: Renderer, project: Path, damage: bytes | None) -> None:
    first = render_math(inline("x^2"), renderer)
    (entry,) = (project / ".cache" / "katex").iterdir()
    whole = entry.read_bytes()
    entry.write_bytes(whole[:-5] if damage is None else damage)
    assert render_math(inline("x^2"), renderer) == first
    assert entry.read_bytes() == whole


def test_chinese_is_allowed_inside_text(renderer: Renderer) -> None:
    assert "cjk_fallback" in render_math(inline(r"\text{若（a，b）成立} x"), renderer)


@pytest.mark.parametrize(
    ("tex", "message"),
    [
        (r"\frac{1}", "Unexpected end of input"),
        (r"\nosuch", "Undefined control sequence"),
        ("概率", 'Unicode text character "概"'),
        ("x → y’", "Unrecognized Unicode character"),
        (r"a \\ b", "does nothing in display mode"),
        (r"\href{https://example.org}{x}", r"不允许使用 \\href"),
        (r"\htmlClass{a}{x}", "HTML extension"),
    ],
)
def test_bad_tex_is_an_error(renderer: Renderer, tex: str, message: str) -> None:
    with pytest.raises(MathError, match=message) as caught:
        render_math(inline("x") + display(tex), renderer)
    assert caught.value.tex == tex
    assert not caught.value.message.startswith("KaTeX parse error")


def test_html_inside_a_formula_is_an_error(renderer: Renderer) -> None:
    with pytest.raises(MathError, match="混进了 HTML"):
        render_math(r'<span class="arithmatex">\(\text{<abbr>KL</abbr>}\)</span>', renderer)


def test_double_dollars_in_a_sentence_are_an_error(renderer: Renderer) -> None:
    page = markdown.markdown("其中 $$x<y$$ 很大", extensions=[*EXTENSIONS], extension_configs=EXTENSIONS)
    with pytest.raises(MathError, match=r"\$\$…\$\$ 要单独成段") as caught:
        render_math(page, renderer)
    assert caught.value.tex == "x<y"


def test_a_formula_is_read_as_signs(renderer: Renderer) -> None:
    assert readable(render_math(inline("x^2 < y"), renderer)) == "x2<y"
    assert readable(render_math(display(r"\frac{a}{b}"), renderer)) == "ab"


def test_the_caller_says_what_stands_in_the_page(renderer: Renderer) -> None:
    assert render_math(f"<p>{inline('x')}</p>", renderer, lambda rendered: f"[{readable(rendered)}]") == "<p>[x]</p>"

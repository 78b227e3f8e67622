"""A page's own marks become Markdown and HTML; heavy HTML is kept aside."""

import base64
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from kb.errors import ContentError
from kb.notebooks.outputs import MARKDOWN, PLAIN, PNG, SVG, Output
from kb.pages import Fragments, PageContext, expand, figure_path
from kb.render.diagrams import DiagramError

PLOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 36"><path d="M 0 0 L 9 9"/></svg>'
MERMAID = '```mermaid alt="甲到乙"\nflowchart LR\n  A --> B\n```'

type Draw = Callable[[str, str, str], str]


def picture(width: int, height: int) -> str:
    data = io.BytesIO()
    Image.new("RGB", (width, height)).save(data, "PNG")
    return base64.b64encode(data.getvalue()).decode()


OUTPUTS = [
    Output("curve", "figure", PLOT, SVG, caption="甲 < 乙", alt="一条线"),
    Output("bare", "figure", PLOT, SVG, alt="没有说明"),
    Output("pixels", "figure", picture(6, 4), PNG, alt='"甲"', pixelated=True),
    Output("photo", "figure", picture(60, 40), PNG, alt="照片"),
    Output("table", "table", "| 甲 |\n| --- |\n| 1 |", MARKDOWN, caption="甲的表"),
    Output("total", "value", "10", PLAIN),
]


def draw(source: str, alt: str, uid: str) -> str:
    return f"<i>{uid}|{alt}|{source}</i>"


def context(diagram: Draw = draw, outputs: list[Output] = OUTPUTS) -> PageContext:
    named = {output.name: output for output in outputs}
    return PageContext(Path("docs/a/b/page.md"), "book", named, "../../", Fragments(), diagram)


def fault_of(text: str, diagram: Draw = draw, outputs: list[Output] = OUTPUTS) -> ContentError:
    with pytest.raises(ContentError) as caught:
        expand(text, context(diagram, outputs), offset=10)
    return caught.value


def test_a_number_stands_in_a_sentence_or_alone() -> None:
    assert expand("和是 {{ total }}。\n\n| {{ total }} |\n\n{{ total }}", context()) == "和是 10。\n\n| 10 |\n\n10"


def test_marks_in_code_stay() -> None:
    text = "写成 `{{ total }}`。\n\n```\n{{ curve }}\n```"
    assert expand(text, context()) == text


def test_a_table_is_markdown_in_a_figure() -> None:
    assert expand("{{ table }}", context()) == (
        '<figure class="kb-table" id="table" markdown="1">\n\n| 甲 |\n| --- |\n| 1 |\n\n'
        "<figcaption>甲的表</figcaption>\n</figure>"
    )


def test_a_block_keeps_its_indent() -> None:
    rows = expand('??? question "几？"\n\n    {{ table }}', context()).split("\n")[2:]
    assert all(row.startswith("    ") for row in rows if row)


def test_a_figure_is_kept_aside_until_the_page_is_finished() -> None:
    page = context()
    text = expand("{{ curve }}\n\n{{ bare }}", page)
    assert text == (
        '<figure class="kb-figure" id="curve"><!--fragment:book/curve-->'
        "<figcaption>甲 &lt; 乙</figcaption></figure>\n\n"
        '<figure class="kb-figure" id="bare"><!--fragment:book/bare--></figure>'
    )
    finished = page.fragments.insert(text)
    assert "fragment" not in finished
    assert re.findall(r"<title[^>]*>([^<]+)</title>", finished) == ["一条线", "没有说明"]


def test_a_bitmap_is_a_file_beside_the_page() -> None:
    pixels, photo = expand("{{ pixels }}\n\n{{ photo }}", context()).split("\n\n")
    assert '<img class="kb-pixelated" src="../../assets/figures/book-pixels.png" alt="&quot;甲&quot;"' in pixels
    assert 'width="6" height="4"' in pixels and 'width="60" height="40"' in photo
    assert "kb-pixelated" not in photo
    assert figure_path("book", OUTPUTS[2]) == "assets/figures/book-pixels.png"


def test_a_diagram_is_drawn_from_its_source() -> None:
    page = context()
    text = expand(f"甲\n\n{MERMAID}\n\n乙", page, offset=10)
    assert re.fullmatch(
        r'甲\n\n<figure class="kb-figure kb-diagram"><!--fragment:page/diagram-13--></figure>\n+乙', text
    )
    assert "<i>diagram-13|甲到乙|flowchart LR\n  A --> B</i>" in page.fragments.insert(text)


def test_a_diagram_may_be_indented() -> None:
    page = context()
    inner = "\n".join(f"    {row}" for row in MERMAID.split("\n"))
    text = expand(f'??? question "几？"\n\n{inner}\n', page)
    assert '\n    <figure class="kb-figure kb-diagram">' in text
    assert "|flowchart LR\n  A --> B</i>" in page.fragments.insert(text)


@pytest.mark.parametrize("name", ["curve", "table"])
def test_figures_and_tables_stand_alone(name: str) -> None:
    error = fault_of(f"一\n\n看 {{{{ {name} }}}}。")
    assert (error.line, error.fault, error.mend) == (13, f"{name} 是图或表，不能写在句子里", "让它单独成一段")


@pytest.mark.parametrize(
    ("name", "outputs", "mend"),
    [
        ("curves", OUTPUTS, "改成 curve"),
        ("zzz", OUTPUTS, "改成 notebook 里有的名字：bare、curve、photo、pixels、table、total"),
        ("zzz", [], "改成 notebook 里有的名字：无"),
    ],
)
def test_an_unknown_output_has_a_line_and_a_hint(name: str, outputs: list[Output], mend: str) -> None:
    error = fault_of(f"一\n\n{{{{ {name} }}}}", outputs=outputs)
    assert (error.line, error.fault, error.mend) == (13, f"notebook 里没有命名输出 {name}", mend)


def test_a_diagram_needs_an_alternative_text() -> None:
    error = fault_of("一\n\n" + MERMAID.replace(' alt="甲到乙"', ""))
    assert (error.line, error.fault) == (13, "流程图没有替代文字")


@pytest.mark.parametrize("before", ["", "{{ table }}\n\n", "{{ curve }}\n\n"])
def test_a_bad_diagram_has_the_line_in_the_file_whatever_stands_before_it(before: str) -> None:
    def fail(source: str, alt: str, uid: str) -> str:
        raise DiagramError("看不懂「A -> B」", 2)

    text = before + MERMAID
    error = fault_of(text, fail)
    assert error.fault == "流程图画不出来（看不懂「A -> B」）"
    assert error.line == 10 + text.split("\n").index("  A --> B") + 1


def test_an_unknown_output_after_a_diagram_has_its_own_line() -> None:
    text = f"{MERMAID}\n\n{{{{ none }}}}"
    assert fault_of(text).line == 10 + 6

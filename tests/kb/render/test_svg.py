"""Figures inside a page: they follow its text colour, and stay apart from each other."""

import re

import pytest
from lxml import etree  # type: ignore[import-untyped, unused-ignore]

from kb.render.svg import INK, theme_svg

HREF = "{http://www.w3.org/1999/xlink}href"
SMALL = """<?xml version="1.0"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 width="90pt" height="45pt" viewBox="0 0 90 45">
 <metadata><x/></metadata>
 <defs><style type="text/css">*{stroke-linejoin: round}</style>
  <clipPath id="p1"><rect x="1.23456" y="-0.0001"/></clipPath></defs>
 <g id="figure_1">
  <g id="patch_1"><path d="M 0 0 z" style="fill: #ffffff"/></g>
  <g id="axes_1">
   <g id="patch_2"><path d="M 0 0 z" style="fill: none"/></g>
   <g id="patch_3"><path d="M 1.23456 2
L 3 4.5" clip-path="url(#p1)" style="fill: #ffffff; stroke: #000000"/>
   </g>
   <path id="m1" d="M 0 0"/><use href="#m1" style="fill: #010203"/>
   <g transform="scale(0.01562 -1) translate(1.23456 0)"><text style="font-size: 11px; font-family: 'A', serif">a b</text></g>
   <!-- 注释 -->
  </g>
 </g>
</svg>"""


def themed(svg: str = SMALL, uid: str = "gelu-curves", alt: str = "图") -> etree._Element:
    return etree.fromstring(theme_svg(svg, uid, alt))


def test_nothing_but_the_svg_element_is_left() -> None:
    text = theme_svg(SMALL, "f", "图")
    assert text.startswith("<svg ") and text.endswith("</svg>")
    for absent in ("<?xml", "DOCTYPE", "metadata", "<!--", "<style", "font-family", "\n"):
        assert absent not in text


def test_ink_takes_the_colour_of_the_page_and_data_does_not() -> None:
    text = theme_svg(SMALL, "f", "图")
    assert INK not in text and "fill:currentColor" in text
    assert "fill:#ffffff;stroke:#000000" in text


def test_backgrounds_go_and_white_data_stays() -> None:
    paths = [path.get("d") for path in themed().iter("{*}path")]
    assert paths == ["M 1.2 2 L 3 4.5", "M 0 0"]


def test_ids_are_prefixed_where_used_and_references_follow() -> None:
    svg = themed()
    ids = [element.get("id") for element in svg.iter() if element.get("id")]
    assert sorted(ids) == ["gelu-curves-m1", "gelu-curves-p1", "gelu-curves-title"]
    assert svg.find(".//{*}use").attrib == {HREF: "#gelu-curves-m1", "style": "fill:currentColor"}
    assert svg.find(".//*[@clip-path]").get("clip-path") == "url(#gelu-curves-p1)"


def test_numbers_are_short_but_scales_stay_exact() -> None:
    svg = themed()
    assert svg.find(".//{*}rect").attrib == {"x": "1.23", "y": "0"}
    assert svg.find(".//*[@transform]").get("transform") == "scale(0.0156 -1) translate(1.2346 0)"


def test_name_and_size() -> None:
    svg = themed(alt='A & B < "C"')
    assert (svg.get("role"), svg.get("class"), svg.get("viewBox")) == ("img", "plot", "0 0 90 45")
    assert (svg[0].get("id"), svg[0].text) == (svg.get("aria-labelledby"), 'A & B < "C"')
    assert (svg.get("width"), svg.get("height")) == ("120", "60")
    assert svg.get("style") == "stroke-linejoin:round;aspect-ratio:120/60"


def test_two_figures_share_no_id(figures: list[str]) -> None:
    first, second = (set(re.findall(r' id="([^"]+)"', theme_svg(figures[0], uid, "图"))) for uid in ("a", "b"))
    assert first and not first & second


def test_a_real_figure_keeps_its_text_its_data_and_its_references(figures: list[str]) -> None:
    text = theme_svg(figures[0], "f", "图")
    svg = etree.fromstring(text)
    assert "输入（横轴）" in {element.text for element in svg.iter("{*}text")}
    assert {"#2f7fd1", "#000000", "#ffffff"} <= set(re.findall("#[0-9a-f]{6}", text))
    assert "currentColor" in text and INK not in text
    ids = {element.get("id") for element in svg.iter()}
    references = re.findall(r'(?:url\(|xlink:href=")#([^)"]+)', text)
    assert references and set(references) <= ids


def test_what_is_not_svg_is_an_error() -> None:
    with pytest.raises(ValueError, match="不是 SVG"):
        theme_svg("<svg", "f", "图")


@pytest.mark.parametrize(
    ("turn", "kept"),
    [
        ("rotate(-0 63.0695 223.464)", None),
        ("rotate(0)", None),
        ("rotate(-90 1 2)", "rotate(-90 1 2)"),
        ("rotate(0.5)", "rotate(0.5)"),
    ],
)
def test_a_turn_by_nothing_is_left_out(turn: str, kept: str | None) -> None:
    svg = themed(SMALL.replace("scale(0.01562 -1) translate(1.23456 0)", turn))
    assert svg.find(".//{*}text/..").get("transform") == kept

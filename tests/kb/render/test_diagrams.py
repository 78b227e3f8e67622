"""Diagrams: everything written is drawn, in the page's colours, or a clear error."""

import re

import pytest
from lxml import etree  # type: ignore[import-untyped, unused-ignore]
from PIL import ImageFont

from kb.render import Renderer
from kb.render.diagrams import DiagramError, check_diagram, render_diagram
from kb.render.plot import font_path

FLOWCHART = """\
%% 注释
flowchart LR
  text["提示词（最长 512 个词元）"]-->t5["T5-XXL 编码器，输出一串很长的中文标签"]
  text --> clip[CLIP ViT-L/14] & other-1([圆角])
  subgraph dit ["去噪网络"]
    direction TD
    double["双流块 (×19)"] -->|拼接| single[[单流块]]
  end
  t5 -.->|"调制 (AdaLN)"| double
  single==>ok{够步数了吗}
  ok <--> vae[("VAE<br>解码器")] --- image((图像))
  hex{{六边形}} === round(圆)
"""
LABELS = [
    "提示词（最长 512 个词元）",
    "T5-XXL 编码器，输出一串很长的中文标签",
    "CLIP ViT-L/14",
    "圆角",
    "去噪网络",
    "双流块 (×19)",
]
LABELS += ["拼接", "单流块", "调制 (AdaLN)", "够步数了吗", "VAE", "解码器", "图像", "六边形", "圆"]
SEQUENCE = """\
sequenceDiagram
  participant 客户端
  participant S as 服务器
  客户端->>S: SYN, seq=x
  S-->>客户端: SYN+ACK
  Note over 客户端,S: 三次握手
  loop 每次
    客户端->>+S: ACK
  end
"""
NODE_FONT_PX = 13


def parse(drawn: str) -> etree._Element:
    return etree.fromstring(drawn)[0]


def texts(svg: etree._Element) -> list[str]:
    return [text for element in svg.iter("{*}text") for text in element.itertext()]


def test_every_label_and_every_arrow_is_drawn(renderer: Renderer) -> None:
    svg = parse(render_diagram(FLOWCHART, "结构", "d1", renderer))
    assert set(texts(svg)) == set(LABELS)
    assert len(svg.findall(".//{*}polyline[@class='edge']")) == 9


def test_every_message_is_drawn(renderer: Renderer) -> None:
    svg = parse(render_diagram(SEQUENCE, "握手", "d1", renderer))
    assert {"客户端", "服务器", "SYN, seq=x", "SYN+ACK", "三次握手", "ACK"} <= set(texts(svg))


@pytest.mark.parametrize("source", [FLOWCHART, SEQUENCE])
def test_ids_are_prefixed_and_references_hold(renderer: Renderer, source: str) -> None:
    drawn = render_diagram(source, "图", "figure-7", renderer)
    ids = re.findall(r' id="([^"]+)"', drawn)
    assert len(ids) == len(set(ids)) and all(name.startswith("figure-7-") for name in ids)
    references = set(re.findall(r"url\(#([^)]+)\)", drawn))
    assert references and references <= set(ids)


@pytest.mark.parametrize("source", [FLOWCHART, SEQUENCE])
def test_colours_and_font_are_those_of_the_page(renderer: Renderer, source: str) -> None:
    drawn = render_diagram(source, "图", "d1", renderer)
    painted = set(re.findall(r'(?:fill|stroke)="([^"]+)"', drawn))
    assert all(colour == "none" or colour.startswith("var(--diagram-") for colour in painted)
    for absent in ("<style", "@import", "font-family", "background", "data-", "googleapis"):
        assert absent not in drawn


def test_it_has_a_name_and_a_size_and_scrolls_by_keyboard(renderer: Renderer) -> None:
    drawn = render_diagram(FLOWCHART, '三个 "块" & <箭头>', "d1", renderer)
    wrapper = etree.fromstring(drawn)
    assert (wrapper.get("tabindex"), wrapper.get("role"), wrapper.get("aria-label")) == ("0", "group", "流程图")
    svg = wrapper[0]
    assert svg.get("role") == "img"
    assert (svg[0].get("id"), svg[0].text) == (svg.get("aria-labelledby"), '三个 "块" & <箭头>')
    width, smallest = int(svg.get("width", "")), int(re.findall(r"min-width:(\d+)px", svg.get("style", ""))[0])
    assert float(svg.get("viewBox", "").split()[2]) < width
    assert 0.7 <= smallest / width < 1


def test_long_chinese_labels_fit_their_boxes(renderer: Renderer) -> None:
    svg = parse(render_diagram(FLOWCHART, "图", "d1", renderer))
    font = ImageFont.truetype(str(font_path()), NODE_FONT_PX)
    for group in svg.findall(".//{*}g[@class='node']"):
        box, label = group[0], group.findtext("{*}text")
        if box.tag.endswith("rect") and label:
            assert font.getlength(label) < float(box.get("width", "0"))


def test_the_same_source_gives_the_same_svg(renderer: Renderer) -> None:
    assert render_diagram(FLOWCHART, "图", "d1", renderer) == render_diagram(FLOWCHART, "图", "d1", renderer)


def test_arrows_need_no_spaces() -> None:
    assert check_diagram("graph TD\nA-->B-.->|是|C-1") == "graph TD\nA --> B -.->|是| C-1"


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        ("", 1, "是空的"),
        ("hello", 1, "只支持"),
        ("pie title 饼图", 1, "只支持"),
        ("flowchart LR", 1, "没有节点"),
        ("flowchart LR\nA --> B\n\nthis is garbage", 4, "看不懂「this is garbage」"),
        ("flowchart LR\nA --> B\nB ->>> C", 3, "看不懂"),
        ("flowchart LR\nA ----> B", 2, "看不懂"),
        ("flowchart LR\nA -- 字 --> B", 2, "连线上的字"),
        ("flowchart LR\nA[没有关", 2, "看不懂"),
        ('flowchart LR\nA["x [y]"]', 2, "看不懂"),
        ('flowchart LR\nA("f(x)")', 2, "看不懂"),
        ("flowchart LR\nA[f(x)]", 2, "加双引号"),
        ("flowchart LR\nA[2*3*4]", 2, "看不懂"),
        ("flowchart LR\n提示词 --> B", 2, "看不懂"),
        ("flowchart LR\nA --> B\nstyle A fill:#fff", 3, "看不懂"),
        ("flowchart LR\nsubgraph a [甲]\nA --> B", 2, "缺少对应的 end"),
        ("flowchart LR\nA --> B\nend", 3, "前面没有"),
        ("flowchart LR\ndirection TD\nA --> B", 2, "前面没有"),
        ("sequenceDiagram\nA->>B: 甲\nelse 乙", 3, "前面没有"),
        ("sequenceDiagram\nA->>B: 2*3*4", 2, "看不懂"),
        ("sequenceDiagram\nA->>B: 甲\nactivate B", 3, "看不懂"),
        ("sequenceDiagram\nA->>B", 2, "看不懂"),
    ],
)
def test_what_would_be_skipped_is_an_error(source: str, line: int, message: str) -> None:
    with pytest.raises(DiagramError, match=message) as caught:
        check_diagram(source)
    assert caught.value.line == line

"""Bad input, one fault a test: the message names file, line or field, the fault and the mend."""

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_output

from kb.citations import Citations, mark_citations
from kb.errors import ContentError
from kb.notebooks.execution import execute
from kb.notebooks.source import read_notebook
from kb.pages import Fragments, PageContext, expand
from kb.project import Project, load_project, publication_faults
from kb.render.diagrams import DiagramError
from tests.builders import (
    BIB,
    CELLS,
    CURVE,
    FOLLOW_UP,
    GELU,
    INT8,
    TOTAL,
    line_of,
    notebook_node,
    page_text,
    write,
    write_notebook,
    write_page,
    write_review,
)

PAGE = f"docs/{INT8}.md"
PROVED = f"docs/{GELU}.md"
BOOK = "notebooks/gelu.ipynb"
REVIEW = f"reviews/{GELU}.yml"
YAML_MEND = "改正这一行的缩进、引号或冒号"
SECTION_ORDER = "二级标题依次写成：面试速答、详解、常见误区、追问、参考资料"


@pytest.fixture(autouse=True)
def _at_root(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An author works in the project's folder: messages name files from there."""
    monkeypatch.chdir(root)


def no_diagram(source: str, alt: str, uid: str) -> str:
    raise DiagramError("看不懂「A -> B」", 2)


def render(project: Project) -> None:
    """Render every page as far as the library does, and ask whether it may be published."""
    for question in project.catalogue.questions.values():
        offset = question.document.offset
        outputs = project.outputs(question)
        context = PageContext(question.path, question.slug, outputs, "../", Fragments(), no_diagram)
        citations = Citations(question.path, project.sources)
        expand(mark_citations(question.document.body, citations, offset), context, offset)
    for fault in publication_faults(project):
        raise fault


def message(root: Path) -> str:
    with pytest.raises(ContentError) as caught:
        render(load_project(root))
    return str(caught.value)


def at(path: str, text: str) -> str:
    """A file and the line on which a text first stands in it."""
    return f"{path}:{line_of(Path(path), text)}"


def told(place: str, fault: str, mend: str) -> str:
    return f"{place}：{fault}。改法：{mend}。"


def page_message(root: Path, sections: dict[str, str | None] | None = None, **meta: Any) -> str:
    """The message about a page without notebook."""
    write_page(root, INT8, page_text(sections, **meta))
    return message(root)


def test_the_project_without_fault_passes(root: Path) -> None:
    render(load_project(root))


# 文件头


def test_unknown_front_matter_key(root: Path) -> None:
    assert page_message(root, tag="量化") == told(f"{at(PAGE, 'tag:')} 字段 tag", "没有这个键", "检查拼写，或删掉它")


@pytest.mark.parametrize("key", ["title", "description", "difficulty", "frequency", "tags", "created", "reviewed"])
def test_missing_key(root: Path, key: str) -> None:
    assert page_message(root, **{key: None}) == told(f"{PAGE} 字段 {key}", "缺少这一项", "补上它")


def test_value_outside_its_list(root: Path) -> None:
    mend = "改成这些值之一：'基础', '进阶' or '深入'"
    assert page_message(root, difficulty="困难") == told(
        f"{at(PAGE, 'difficulty:')} 字段 difficulty", "取值不在允许的范围内", mend
    )


def test_unknown_tag(root: Path) -> None:
    assert page_message(root, tags=["量化", "魔法"]) == told(
        f"{at(PAGE, 'tags:')} 字段 tags", "没有「魔法」这个标签", "改用 data/tags.yml 里的标签"
    )


@pytest.mark.parametrize("field", ["related", "prerequisites"])
def test_unknown_id(root: Path, field: str) -> None:
    assert page_message(root, {}, **{field: ["general/python/pip"]}) == told(
        f"{at(PAGE, field)} 字段 {field}", "没有 general/python/pip 这道题", "改成已有的另一道题的 id"
    )


def test_malformed_id(root: Path) -> None:
    assert page_message(root, related=["gelu"]).startswith(
        f"{at(PAGE, 'related:')} 字段 related.0：格式不对。改法：写成符合 "
    )


def test_duplicate_slug(root: Path) -> None:
    write_page(root, "general/python/gelu")
    assert message(root) == told(
        "docs/general/python/gelu.md", f"slug gelu 与 {GELU} 重复", "换一个文件名，slug 在全站唯一"
    )


def test_prerequisite_cycle(root: Path) -> None:
    write_page(root, GELU, page_text(notebook="gelu", prerequisites=[INT8]))
    text = page_message(root, prerequisites=[GELU])
    assert "字段 prerequisites：先修题成环：" in text and f"{GELU} → {INT8}" in text
    assert text.endswith("改法：去掉环上的一条 prerequisites。")


def test_description_too_long(root: Path) -> None:
    assert page_message(root, description="甲" * 121) == told(
        f"{at(PAGE, 'description:')} 字段 description", "太长，超过 120 个字符", "缩短它"
    )


def test_impossible_date(root: Path) -> None:
    write_page(root, INT8, page_text().replace("created: 2026-01-30", "created: 2026-02-30"))
    place = at(PAGE, "2026-02-30")
    assert message(root) == told(place, "YAML 写错了（day is out of range for month）", YAML_MEND)


def test_malformed_yaml(root: Path) -> None:
    write_page(root, INT8, page_text().replace("frequency: 高", "frequency: [高"))
    text = message(root)
    assert text.startswith(f"{at(PAGE, 'tags:')}：YAML 写错了（") and text.endswith(
        "改法：改正这一行的缩进、引号或冒号。"
    )


def test_duplicate_yaml_key(root: Path) -> None:
    write_page(root, INT8, page_text().replace("frequency: 高", "frequency: 高\ntitle: 又一个"))
    assert message(root) == told(f"{at(PAGE, '又一个')} 字段 title", "这个键写了两次", "删掉其中一个")


def test_duplicate_yaml_key_in_data(root: Path) -> None:
    write(root / "data" / "glossary.yml", "- term: 甲\n  slug: a\n  meaning: 乙\n  slug: b\n")
    assert message(root) == told("data/glossary.yml:4 字段 slug", "这个键写了两次", "删掉其中一个")


def test_file_that_is_not_utf8(root: Path) -> None:
    (root / PAGE).write_bytes(page_text().encode("gbk"))
    assert message(root) == told(f"{PAGE}:2", "不是 UTF-8 编码", "用 UTF-8 重新保存这个文件")


# 正文


def test_missing_section(root: Path) -> None:
    assert page_message(root, {"追问": None}) == told(
        at(PAGE, "## 参考资料"), "这里应该是「## 追问」，却是「## 参考资料」", SECTION_ORDER
    )


def test_missing_last_section(root: Path) -> None:
    text = page_text({"参考资料": None})
    write_page(root, INT8, text)
    place = f"{PAGE}:{text.count('\n') + 1}"
    assert message(root) == told(place, "缺少「## 参考资料」一节", SECTION_ORDER)


def test_misordered_section(root: Path) -> None:
    text = page_text().replace("## 详解", "## 常见误区", 1)
    write_page(root, INT8, text)
    assert message(root) == told(at(PAGE, "## 常见误区"), "这里应该是「## 详解」，却是「## 常见误区」", SECTION_ORDER)


def test_spoken_answer_too_long(root: Path) -> None:
    assert page_message(root, {"面试速答": "甲" * 201}) == told(
        f"{PAGE} 字段 面试速答", "面试速答有 201 个字符，超过 200", "删到能在一分钟内说完"
    )


def test_too_few_follow_ups(root: Path) -> None:
    assert page_message(root, {"追问": FOLLOW_UP}) == told(
        f"{PAGE} 字段 追问", "追问只有 1 条", '至少写三条 ??? question "问题"'
    )


def test_too_few_sources(root: Path) -> None:
    assert page_message(root, {"参考资料": "- [@one2020, §2]：给出定义。\n- 甲的书"}) == told(
        f"{PAGE} 字段 参考资料", "参考资料只有 1 条合格式", "至少列两条一手来源，写成「- [@键, 位置]：它支持什么」"
    )


def test_numeral_without_evidence(root: Path) -> None:
    assert page_message(root, {"详解": "甲。\n\n快 3 倍。"}) == told(
        at(PAGE, "快 3 倍"),
        "数字 3 没有依据（「快 3 倍。」）",
        "在这一段里加 [@键, 位置] 或 {{ 命名输出 }}，或标注（经验）（推测）",
    )


def test_unknown_citation_key(root: Path) -> None:
    assert page_message(root, {"详解": "甲[@one2002, §2]。"}) == told(
        at(PAGE, "one2002"), "references.bib 里没有 one2002", "改成 one2020，或把这个来源加进 references.bib"
    )


def test_malformed_bibtex(root: Path) -> None:
    write(root / "references.bib", BIB + "@misc{three,\n  title = {三}\n  year = {2020},\n}\n")
    text = message(root)
    assert text.startswith("references.bib：BibTeX 写错了（syntax error in line 17")
    assert text.endswith("改法：改正这一条的括号、逗号或重复的键。")


def test_unknown_named_output(root: Path) -> None:
    write_page(root, GELU, page_text({"详解": "和是 {{ totals }}。"}, notebook="gelu"))
    assert message(root) == told(at(PROVED, "totals"), "notebook 里没有命名输出 totals", "改成 total")


def test_figure_inside_a_sentence(root: Path) -> None:
    write_page(root, GELU, page_text({"详解": "看 {{ curve }}。"}, notebook="gelu"))
    assert message(root) == told(at(PROVED, "看 {{"), "curve 是图或表，不能写在句子里", "让它单独成一段")


def test_bad_diagram(root: Path) -> None:
    diagram = '```mermaid alt="甲到乙"\nflowchart LR\n  A -> B\n```'
    write_page(root, GELU, page_text({"详解": f"{{{{ table }}}}\n\n{diagram}"}, notebook="gelu"))
    assert message(root) == told(at(PROVED, "A -> B"), "流程图画不出来（看不懂「A -> B」）", "按 Mermaid 语法改正")


def test_diagram_without_alt(root: Path) -> None:
    assert page_message(root, {"详解": "```mermaid\nflowchart LR\n  A --> B\n```"}) == told(
        at(PAGE, "```mermaid"), "流程图没有替代文字", '写成 ```mermaid alt="图里说了什么"'
    )


def test_image_without_alt(root: Path) -> None:
    assert page_message(root, {"详解": "![](../a.png)"}) == told(
        at(PAGE, "![]"), "图片 ../a.png 没有替代文字", "在方括号里写上图里说了什么"
    )


def test_image_on_another_host(root: Path) -> None:
    assert page_message(root, {"详解": "![图](https://example.com/a.png)"}) == told(
        at(PAGE, "![图]"), "图片 https://example.com/a.png 在别的网站上", "把图放进 docs/assets，或用 notebook 画"
    )


def test_formula_in_a_heading(root: Path) -> None:
    assert page_message(root, {"详解": "### 为什么是 $x$"}) == told(
        at(PAGE, "### "), "标题里有公式（### 为什么是 $x$）", "改用文字，或把公式移到正文"
    )


def test_draft_marker(root: Path) -> None:
    assert page_message(root, {"详解": "待写。"}) == told(at(PAGE, "待写"), "还有「待写」", "写完它再发布")


# 核查记录


def test_review_that_no_longer_matches_its_page(root: Path) -> None:
    write_page(root, GELU, page_text({"详解": "改了。"}, notebook="gelu"))
    assert message(root) == told(
        f"{REVIEW} 字段 text_sha256",
        f"{GELU}.md 在核查之后有改动",
        f"重新核对改动过的断言，再运行 make seal ID={GELU}",
    )


def test_review_whose_number_rests_on_memory(root: Path) -> None:
    claim = {"claim": "和是 10", "verdict": "成立", "evidence": "recalled", "where": "常识"}
    write_review(root, GELU, claims=[claim])
    assert message(root) == told(
        f"{REVIEW} 字段 claims.0", "数字断言「和是 10」只凭记忆", "找到来源原句或算出来，否则从页面删掉"
    )


def test_review_of_no_page(root: Path) -> None:
    (root / REVIEW).rename(root / "reviews/general/deep-learning/relu.yml")
    assert message(root) == told(
        "reviews/general/deep-learning/relu.yml",
        "没有 general/deep-learning/relu 这道题",
        "按题目的 id 改文件名，或删掉这份记录",
    )


# Notebook


def test_missing_notebook(root: Path) -> None:
    (root / BOOK).unlink()
    assert message(root) == told(
        f"{at(PROVED, 'notebook:')} 字段 notebook", "没有 notebooks/gelu.ipynb", "写出这本 notebook，或删掉这一项"
    )


def test_failing_notebook(root: Path) -> None:
    write_notebook(root, "gelu", CURVE, "assert 1 == 2, '不等'")
    assert message(root) == told(BOOK, "第 3 个单元格出错：AssertionError: 不等", "在 Jupyter 里从头运行一遍并改正")


def test_hanging_notebook(root: Path) -> None:
    notebook = read_notebook(write_notebook(root, "gelu", "while True: pass"))
    with pytest.raises(ContentError) as caught:
        execute(notebook, root / ".cache" / "notebooks", timeout=1)
    assert str(caught.value) == told(BOOK, "第 2 个单元格运行超过 1 秒", "缩小规模，或改正死循环")


def test_notebook_carrying_outputs(root: Path) -> None:
    node = notebook_node(*CELLS)
    node.cells[3].outputs = [new_output("stream", text="10")]
    write(root / BOOK, nbformat.writes(node))
    assert message(root) == told(BOOK, "第 4 个单元格带着输出或运行编号", "运行 make format，清掉后再提交")


def test_notebook_without_title(root: Path) -> None:
    node = notebook_node(*CELLS)
    del node.cells[0]
    write(root / BOOK, nbformat.writes(node))
    assert message(root) == told(BOOK, "第一个单元格没有标题", "用一个 Markdown 单元格开头，第一行写「# 标题」")


def test_file_that_is_no_notebook(root: Path) -> None:
    write(root / BOOK, "甲")
    text = message(root)
    assert text.startswith(f"{BOOK}：不是有效的 notebook（") and text.endswith("改法：用 Jupyter 打开并重新保存。")


def test_unknown_cell_option(root: Path) -> None:
    write_notebook(root, "gelu", CURVE.replace("fig-alt", "fig_alt"))
    assert message(root) == told(
        f"{BOOK} 字段 fig_alt",
        "第 2 个单元格的选项 fig_alt 不存在",
        "改成这些之一：fig-alt、fig-cap、fig-pixelated、label、tbl-cap",
    )


def test_duplicate_output_name(root: Path) -> None:
    write_notebook(root, "gelu", TOTAL, TOTAL)
    assert message(root) == told(f"{BOOK} 字段 label", "命名输出 total 出现两次", "给第 3 个单元格换一个名字")


def test_figure_without_alt(root: Path) -> None:
    write_notebook(root, "gelu", CURVE.replace("#| fig-alt: 一条上升的折线\n", ""))
    assert message(root) == told(
        f"{BOOK} 字段 fig-alt", "第 2 个单元格的图没有替代文字", "在单元格开头加 #| fig-alt: …"
    )


def test_table_without_caption(root: Path) -> None:
    write_notebook(root, "gelu", CELLS[1].replace("#| tbl-cap: 甲的表\n", ""))
    assert message(root) == told(f"{BOOK} 字段 tbl-cap", "表 table 没有说明", "在第 2 个单元格加 #| tbl-cap: 说明")

"""The segmenter's dictionary holds the site's own words."""

from pathlib import Path

from kb.project import load_project
from kb.search import prepare_segmenter, search_terms
from tests.builders import DATA, GELU, page_text, write_data, write_page

TERMS = [
    {"term": "误差函数", "slug": "erf", "forms": ["erf", "高斯误差函数"], "meaning": "积分"},
    {"term": "KV 缓存", "slug": "kv-cache", "meaning": "键和值"},
]


def test_chinese_words_without_spaces_are_kept_whole(root: Path) -> None:
    write_data(root, glossary=TERMS)
    write_page(root, GELU, page_text(notebook="gelu", aliases=["高斯单元", "高斯 单元", "GELU", "误差函数"]))
    assert search_terms(load_project(root)) == ["误差函数", "高斯单元", "高斯误差函数"]


def test_the_dictionary_is_one_word_a_line(root: Path, tmp_path: Path) -> None:
    prepare_segmenter(load_project(root), tmp_path / "jieba")
    assert (tmp_path / "jieba" / "terms.txt").read_text("utf-8") == "误差函数\n高斯单元\n"


def test_no_entries_no_dictionary_words(root: Path, tmp_path: Path) -> None:
    write_data(root, glossary=DATA["glossary"][:0])
    write_page(root, GELU, page_text(notebook="gelu"))
    prepare_segmenter(load_project(root), tmp_path / "jieba")
    assert (tmp_path / "jieba" / "terms.txt").read_bytes() == b""

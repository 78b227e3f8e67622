"""What of a page's HTML is searched."""

from kb.search.sections import Section, sections


def test_text_stands_under_its_heading() -> None:
    html = "<p>开头</p><h2 id='a'>甲<a class='headerlink' href='#a'>#</a></h2><p>一，<em>二</em>。</p><p>三</p>"
    assert sections(html) == [Section("", "", "开头"), Section("a", "甲", "一，二。 三")]


def test_cells_and_items_do_not_run_together() -> None:
    html = "<table><tr><td>甲</td><td>乙</td></tr></table><ul><li>丙</li><li>丁</li></ul>"
    assert sections(html)[0].text.split() == ["甲", "乙", "丙", "丁"]


def test_folded_questions_are_kept_apart_too() -> None:
    section = sections("<details><summary>为什么？</summary><p>因为。</p></details>")[0]
    assert section == Section("", "", "为什么？ 因为。", ["为什么？"])


def test_code_stays_whole() -> None:
    assert sections("<pre><code>a<span>.</span><span>b</span>(1)</code></pre>")[0].text == "a.b(1)"


def test_marks_of_the_page_are_left_out() -> None:
    html = (
        '<p class="kb-aliases">又名：乙</p><p>甲<sup><a class="footnote-ref" href="#1">1</a></sup>'
        "<!--fragment:x--><svg><text>轴</text></svg><script>s</script></p><div class='footnote'>注</div>"
    )
    assert sections(html) == [Section("", "", "甲")]


def test_words_that_stand_for_a_formula_are_searched() -> None:
    assert sections('<p>值 <span class="kb-stand-in">x²</span><!--fragment:math/1--> 大</p>')[0].text == "值 x² 大"


def test_nothing_is_no_section() -> None:
    assert sections("") == []


def test_text_before_the_first_element_is_kept() -> None:
    assert [section.text for section in sections("甲<p>乙</p>丙")] == ["甲 乙 丙"]

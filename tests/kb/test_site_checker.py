"""Each rule on a tiny made-up site: the good site passes, one change breaks exactly one rule."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kb.errors import ContentError
from kb.site_checker import Fault, Rule, check_site, inspect_site
from kb.site_checker.__main__ import main

BASE_URL = "https://example.org/kb/"
BUNDLE = "assets/javascripts/bundle.a5f9d56c.min.js"

POLICY = "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'\">"

Build = Callable[[Mapping[str, str]], Path]


def page(body: str = "", *, title: str = "甲", head: str = "", lang: str = 'lang="zh"') -> str:
    """A content page without fault around the given body."""
    return (
        f"<!doctype html><html {lang}><head><meta charset=utf-8>{POLICY}<title>{title}</title>"
        f'<meta name=description content="一句话">{head}</head>'
        f'<body><article><h1 id="题">题</h1>{body}</article></body></html>'
    )


GOOD = {
    "index.html": page('<a href="a/#题">甲</a> <a href="a/#%E9%A2%98">甲</a> <a href="/kb/a/">甲</a>', title="首页"),
    "a/index.html": page('<a href="..">首页</a> <a href="https://example.org/kb/a/?q=1#题">自己</a>'),
    "404.html": f'<html lang="zh"><head>{POLICY}<title>甲</title></head><body><a href="/kb/">首页</a></body></html>',
    "old/index.html": f'<html lang="zh"><head>{POLICY}<title>甲</title><meta http-equiv=Refresh content="0; url=../a/"></head>',
    "n.ipynb": "{}",
    "s.svg": '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><path id="p"/><use href="#p"/></svg>',
    "s.css": "/* url(https://cdn.example.com/) */ a { background: url(\"data:image/svg+xml,<svg xmlns='u'/>\") }",
    "s.js": '// see https://cdn.example.com\nconst ns = "http://www.w3.org/2000/svg", u = "https://example.org/kb/a/"',
    BUNDLE: 'l("https://unpkg.com/mermaid@11/dist/mermaid.min.js"); r("https://unpkg.com/resize-observer-polyfill");'
    "`https://api.github.com/repos/${e}`",
    "sitemap.xml": "<urlset xmlns='urn:s'><url><loc>https://example.org/kb/a/</loc></url></urlset>",
    "feed.xml": "<rss><link>https://example.org/kb/</link><guid isPermaLink='false'>1</guid><hub href='https://h.com'/></rss>",
    "atom.xml": '<feed xmlns="urn:a"><link href="https://example.org/kb/a/#题"/></feed>',
    "search/catalogue.js": 'kbSearch("catalogue",{"pages":{"url":["","a/#题"]}})\n',
    "search/0123456789ab/texts/0.js": 'kbSearch("texts/0",[["","","https://cdn.example.com/"]])\n',
}


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Write the good site with some of its files changed."""

    def write(changed: Mapping[str, str]) -> Path:
        for name, text in (GOOD | dict(changed)).items():
            file = tmp_path / "site" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return tmp_path / "site"

    return write


def faults_of(site: Path) -> list[tuple[str, Rule]]:
    return [(fault.page, fault.rule) for fault in check_site(site, base_url=BASE_URL)]


def test_good_site_passes(build: Build) -> None:
    assert check_site(build({}), base_url=BASE_URL) == []


BAD_BODIES = [
    (Rule.DEAD_LINK, '<a href="../b/">乙</a>'),
    (Rule.DEAD_LINK, '<a href="/a/">不在子路径里</a>'),
    (Rule.DEAD_LINK, '<a href="../../../x">越过站点</a>'),
    (Rule.DEAD_LINK, '<a href="https://example.org/kb/b/">乙</a>'),
    (Rule.DEAD_LINK, '<a href="../../kb/a">缺斜杠</a>'),
    (Rule.DEAD_LINK, '<a href="http://[坏">坏网址</a>'),
    (Rule.DEAD_LINK, '<img src="b.png" alt="图">'),
    (Rule.DEAD_LINK, '<img src="../s.svg" srcset="../s.svg 1x, b.png 2x" alt="图">'),
    (Rule.DEAD_LINK, '<video src="../s.svg" poster="b.png"></video>'),
    (Rule.DEAD_LINK, '<script src=""></script>'),
    (Rule.DEAD_LINK, "<style>a { background: url(b.png) }</style>"),
    (Rule.DEAD_ANCHOR, '<a href="#没有">没有</a>'),
    (Rule.DEAD_ANCHOR, '<a href="../#没有">没有</a>'),
    (Rule.DEAD_ANCHOR, '<a href="../#%E6%B2%A1">没有</a>'),
    (Rule.DEAD_ANCHOR, '<svg><use href="../s.svg#q"/></svg>'),
    (Rule.SOURCE_LINK, '<a href="../b.md">乙</a>'),
    (Rule.SOURCE_LINK, '<a href="../b.ipynb">乙</a>'),
    (Rule.EMPTY_ID, '<p id="">'),
    (Rule.DUPLICATE_ID, '<p id="x"></p><p id="x">'),
    (Rule.DANGLING_REFERENCE, '<p aria-labelledby="题 没有">'),
    (Rule.DANGLING_REFERENCE, '<p aria-describedby="没有">'),
    (Rule.DANGLING_REFERENCE, '<label for="没有">'),
    (Rule.DANGLING_REFERENCE, '<label for="">'),
    (Rule.DANGLING_REFERENCE, '<svg><use href="#没有"/></svg>'),
    (Rule.DANGLING_REFERENCE, '<svg><use xlink:href="#没有"/></svg>'),
    (Rule.DANGLING_REFERENCE, '<svg><path clip-path="url(#没有)"/></svg>'),
    (Rule.DANGLING_REFERENCE, "<svg><path style=\"fill: url('#没有')\"/></svg>"),
    (Rule.DANGLING_REFERENCE, "<svg><style>path { fill: url(#没有) }</style></svg>"),
    (Rule.MISSING_ALT, '<img src="../s.svg">'),
    (Rule.MISSING_ALT, '<img src="../s.svg" alt="">'),
    (Rule.MISSING_ALT, '<svg role="img"><title> </title></svg>'),
    (Rule.MISSING_ALT, "<figure><svg></svg></figure>"),
    (Rule.DEFAULT_ALT, '<img src="../s.svg" alt="No description has been provided for this image">'),
    (Rule.THIRD_PARTY, '<script src="https://cdn.example.com/x.js"></script>'),
    (Rule.THIRD_PARTY, '<script src="//cdn.example.com/x.js"></script>'),
    (Rule.THIRD_PARTY, '<script type="module">import("https://cdn.example.com/x.js")</script>'),
    (Rule.THIRD_PARTY, "<script>fetch('//cdn.example.com/x.json')</script>"),
    (Rule.THIRD_PARTY, '<iframe src="https://cdn.example.com/"></iframe>'),
    (Rule.THIRD_PARTY, '<img alt="图" src="../s.svg" srcset="https://cdn.example.com/x.png 2x">'),
    (Rule.THIRD_PARTY, '<video poster="https://cdn.example.com/x.png"></video>'),
    (Rule.THIRD_PARTY, '<object data="https://cdn.example.com/x.pdf"></object>'),
    (Rule.THIRD_PARTY, '<p style="background: url(https://cdn.example.com/x.png)">'),
    (Rule.THIRD_PARTY, '<style>@import "https://cdn.example.com/x.css";</style>'),
    (Rule.THIRD_PARTY, '<svg><image href="https://cdn.example.com/x.png"/></svg>'),
    (Rule.THIRD_PARTY, '<pre class="mermaid">graph</pre>'),
    (Rule.THIRD_PARTY, '<a data-md-component="source" href="https://github.com/x/y">源码</a>'),
    (Rule.RAW_TEX, r"<p>\(x\)</p>"),
    (Rule.RAW_TEX, r"<p>\[x\]</p>"),
    (Rule.RAW_TEX, "<p>$$x$$</p>"),
    (Rule.RAW_TEX, "<p>$x_1$</p>"),
    (Rule.RAW_TEX, rf'<span class="arithmatex">\({"x" * 60}\)</span>'),
    (Rule.RAW_TEX, '<span class="katex-error">x</span>'),
    (Rule.RAW_TEX, '<img src="../s.svg" alt="$$x$$">'),
    (Rule.PLACEHOLDER, "<p>{{ curves }}</p>"),
    (Rule.PLACEHOLDER, "<p>见 [@he2016, §3]</p>"),
    (Rule.JUPYTER_LEFTOVER, "<div>In [1]:</div>"),
    (Rule.JUPYTER_LEFTOVER, "<div>In&nbsp;[&nbsp;]:</div>"),
    (Rule.JUPYTER_LEFTOVER, "<div>Out[12]:</div>"),
    (Rule.JUPYTER_LEFTOVER, "<div>Copied!</div>"),
    (Rule.JUPYTER_LEFTOVER, '<img alt="图" src="data:image/svg+xml;base64,AAAA">'),
    (Rule.JUPYTER_LEFTOVER, '<div class="cell jp-Cell"></div>'),
    (Rule.JUPYTER_LEFTOVER, "<style>.jp-Cell { color: red }</style>"),
    (Rule.H1_COUNT, "<h1>又一个</h1>"),
    (Rule.HEADING_SKIP, "<h2>二</h2><h4>四</h4>"),
]


@pytest.mark.parametrize(("rule", "body"), BAD_BODIES)
def test_bad_body_breaks_one_rule(build: Build, rule: Rule, body: str) -> None:
    assert faults_of(build({"a/index.html": page(body)})) == [("a/index.html", rule)]


@pytest.mark.parametrize(
    "body",
    [
        '<a href="#">顶</a><a href="#top">顶</a><a href="#:~:text=甲">甲</a><a href="mailto:a@b.c">信</a>',
        '<a id="甲 乙"></a><a name="旧"></a><a href="#旧">旧</a><a href="#%E7%94%B2%20%E4%B9%99">甲</a>',
        '<a href="https://cdn.example.com/x.md">别站</a><a href="https://example.org/other/">同主机的别站</a>',
        '<a href="../n.ipynb" download>下载</a><a href="../s.svg#p">图</a>',
        '<svg><defs><path id="x"/></defs><use xlink:href="#x"/><path fill="url(#x)"/></svg><label for="x">甲</label>',
        '<img src="../s.svg" alt="图"><img src="../s.svg" alt="" aria-hidden="true">',
        '<svg role="img"><title>图</title></svg><svg role="img" aria-label="图"></svg><svg></svg>',
        '<figure><svg></svg><figcaption>图注</figcaption></figure><figure><img src="../s.svg" alt="图"></figure>',
        "<figure><table><caption>表题</caption><tr><td>1</td></tr></table></figure>",
        r"<code>\(x\) {{ a }} [@b]</code><pre>$$x$$ In [1]: Copied!</pre><script>var a = '{{ a }}'</script>",
        r'<span class="arithmatex"><math><annotation encoding="application/x-tex">\[x\]</annotation></math></span>',
        "<p>价格 $5 到 $6，区间 [0, 1]，Out of memory [oom]</p>",
        '<script type="application/ld+json">{"@context": "https://schema.org"}</script>',
        "<h2>二</h2><h3>三</h3><h2>二</h2>",
    ],
)
def test_good_body_passes(build: Build, body: str) -> None:
    assert check_site(build({"a/index.html": page(body)}), base_url=BASE_URL) == []


@pytest.mark.parametrize(
    "relation", ["stylesheet", "preload", "modulepreload", "preconnect", "dns-prefetch", "icon", "canonical", ""]
)
def test_head_link_must_stay_on_own_host(build: Build, relation: str) -> None:
    head = f'<link rel="{relation}" href="https://cdn.example.com/">'
    assert faults_of(build({"a/index.html": page(head=head)})) == [("a/index.html", Rule.THIRD_PARTY)]


def test_head_link_may_name_a_licence_elsewhere_and_the_own_address(build: Build) -> None:
    head = (
        '<link rel="license" href="https://creativecommons.org/"><link rel="canonical" href="https://example.org/kb/a/">'
        '<meta property="og:url" content="https://example.org/kb/a/">'
    )
    assert check_site(build({"a/index.html": page(head=head)}), base_url=BASE_URL) == []


@pytest.mark.parametrize("meta", ['property="og:url"', 'property="og:image"', 'name="twitter:image"'])
def test_shared_address_must_exist_on_own_host(build: Build, meta: str) -> None:
    head = f'<meta {meta} content="https://cdn.example.com/"><meta {meta} content="https://example.org/kb/b">'
    rules = {rule for _, rule in faults_of(build({"a/index.html": page(head=head)}))}
    assert rules == {Rule.THIRD_PARTY, Rule.DEAD_LINK}


@pytest.mark.parametrize(
    ("file", "text", "rule"),
    [
        ("a/index.html", page(lang=""), Rule.MISSING_LANG),
        ("a/index.html", page(title=""), Rule.MISSING_TITLE),
        ("b/index.html", page(title=" 甲 "), Rule.DUPLICATE_TITLE),
        ("a/index.html", page().replace("一句话", " "), Rule.MISSING_DESCRIPTION),
        ("a/index.html", page().replace("一句话", "{{ 名字 }}"), Rule.PLACEHOLDER),
        ("a/index.html", page().replace("h1", "b"), Rule.H1_COUNT),
        ("a/index.html", page().replace("<h1", "<h2>早</h2><h1"), Rule.HEADING_SKIP),
        ("old/index.html", GOOD["old/index.html"].replace("../a/", "../b/"), Rule.DEAD_LINK),
        ("404.html", GOOD["404.html"].replace("/kb/", "/"), Rule.DEAD_LINK),
        ("404.html", GOOD["404.html"].replace(POLICY, ""), Rule.POLICY_COUNT),
        ("old/index.html", GOOD["old/index.html"].replace(POLICY, ""), Rule.POLICY_COUNT),
        ("a/index.html", page(head=POLICY), Rule.POLICY_COUNT),
        ("s.svg", GOOD["s.svg"].replace("#p", "#q"), Rule.DANGLING_REFERENCE),
        ("s.svg", GOOD["s.svg"].replace("#p", "https://cdn.example.com/#p"), Rule.THIRD_PARTY),
        ("s.css", "a { background: url( 'b.png' ) }", Rule.DEAD_LINK),
        ("s.css", "@import url(//cdn.example.com/x.css);", Rule.THIRD_PARTY),
        ("s.css", '@import "https://cdn.example.com/x.css";', Rule.THIRD_PARTY),
        ("s.css", ".jp-Cell { color: red }", Rule.JUPYTER_LEFTOVER),
        ("s.js", 'import x from "https://cdn.example.com/x.js"', Rule.THIRD_PARTY),
        ("s.js", "fetch(`https://cdn.example.com/${x}`)", Rule.THIRD_PARTY),
        ("s.js", GOOD[BUNDLE].partition(";")[0], Rule.THIRD_PARTY),
        (BUNDLE, 'l("https://unpkg.com/other")', Rule.THIRD_PARTY),
        ("sitemap.xml", GOOD["sitemap.xml"].replace("/a/", "/b/"), Rule.DEAD_LINK),
        ("sitemap.xml", GOOD["sitemap.xml"].replace("example.org", "example.com"), Rule.THIRD_PARTY),
        ("sitemap.xml", "<urlset>", Rule.BROKEN_FILE),
        ("feed.xml", "<rss><link>https://example.org/kb/b/</link></rss>", Rule.DEAD_LINK),
        ("feed.xml", "<rss><guid>https://example.org/kb/b/</guid></rss>", Rule.DEAD_LINK),
        ("atom.xml", GOOD["atom.xml"].replace("#题", "#没有"), Rule.DEAD_ANCHOR),
        ("search/catalogue.js", 'kbSearch("catalogue",{"pages":{"url":["b/"]}})', Rule.DEAD_LINK),
        ("search/catalogue.js", 'kbSearch("catalogue",{"pages":{"url":["a/#没有"]}})', Rule.DEAD_ANCHOR),
        ("search/catalogue.js", "{", Rule.BROKEN_FILE),
    ],
)
def test_bad_file_breaks_one_rule(build: Build, file: str, text: str, rule: Rule) -> None:
    assert faults_of(build({file: text})) == [(file, rule)]


def test_empty_page_is_reported_not_a_crash(build: Build) -> None:
    rules = {rule for where, rule in faults_of(build({"empty.html": ""})) if where == "empty.html"}
    assert rules == {Rule.MISSING_LANG, Rule.MISSING_TITLE, Rule.MISSING_DESCRIPTION, Rule.POLICY_COUNT, Rule.H1_COUNT}


def test_theme_may_decorate_outside_the_article(build: Build) -> None:
    text = page().replace("<body>", '<body><img src="../s.svg" alt="">')
    assert check_site(build({"a/index.html": text}), base_url=BASE_URL) == []


@pytest.mark.parametrize("figure", ["<svg>{}</svg>", '<img alt="图" src="data:image/png;base64,{}">'])
def test_figures_do_not_weigh_on_a_notebook_page(build: Build, figure: str) -> None:
    text = page(figure.format("x" * 100_000), title="本")
    assert check_site(build({"notebooks/n/index.html": text}), base_url=BASE_URL) == []


def test_heavy_notebook_page(build: Build) -> None:
    text = page("x" * 100_000, title="本")
    site = build({"notebooks/n/index.html": text, "b/index.html": page("x" * 100_000, title="乙")})
    assert faults_of(site) == [("notebooks/n/index.html", Rule.HEAVY_NOTEBOOK)]


def test_same_fault_is_told_once_a_page(build: Build) -> None:
    site = build(
        {"a/index.html": page('<a href="b">1</a><a href="b">2</a>'), "index.html": page('<a href="b">', title="首页")}
    )
    assert faults_of(site) == [("a/index.html", Rule.DEAD_LINK), ("index.html", Rule.DEAD_LINK)]


def test_site_at_the_root_of_its_host(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(page('<a href="/">首页</a><a href="/kb/">没有</a>'), encoding="utf-8")
    faults = check_site(tmp_path, base_url="https://example.org")
    assert faults == [Fault("index.html", Rule.DEAD_LINK, "/kb/")]


def test_report_counts_pages_links_and_anchors(tmp_path: Path) -> None:
    body = '<a href="#题">1</a><a href="./">2</a><a href="https://example.com/">3</a>'
    (tmp_path / "index.html").write_text(page(body), encoding="utf-8")
    report = inspect_site(tmp_path, base_url=BASE_URL)
    assert (report.pages, report.links, report.anchors) == (1, 2, 1)


@pytest.mark.parametrize("base_url", ["/kb/", "example.org/kb/", "file:///kb/"])
def test_base_url_must_be_absolute(build: Build, base_url: str) -> None:
    with pytest.raises(ContentError, match="不是完整的网址"):
        check_site(build({}), base_url=base_url)


def test_folder_without_pages_is_no_good_site(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="没有网页"):
        check_site(tmp_path, base_url=BASE_URL)


def test_fault_is_one_chinese_line() -> None:
    fault = Fault("a/index.html", Rule.RAW_TEX, "第一行\n  第二行")
    assert str(fault) == f"a/index.html：公式没有渲染：第一行 第二行。改法：{fault.mend}。"


def test_command_line_passes_a_good_site(build: Build, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(build({})), "--base-url", BASE_URL]) == 0
    assert capsys.readouterr().out.strip().endswith("没有错误")


def test_command_line_fails_a_bad_site(build: Build, capsys: pytest.CaptureFixture[str]) -> None:
    site = build({"a/index.html": page('<a href="b">乙</a>')})
    assert main([str(site), "--base-url", BASE_URL]) == 1
    fault, summary = capsys.readouterr().out.splitlines()
    assert fault.startswith("a/index.html：死链：b。")
    assert summary.startswith("检查了 4 个页面") and summary.endswith("1 处错误")


def test_command_line_tells_a_missing_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none"), "--base-url", BASE_URL]) == 1
    assert "没有网页" in capsys.readouterr().err

"""Files for machines: feeds, `llms.txt`, a Markdown copy of each page, redirects from old addresses."""

import datetime
import html
from urllib.parse import urljoin

from feedgenerator import Atom1Feed, Rss201rev2Feed

from kb.citations import Citations, render_citations
from kb.notebooks.outputs import Output
from kb.pages import OUTPUT_MARK
from kb.policy import set_policy
from kb.project import Project
from kb.question import Question
from kb.redirects import Content
from kb.text import replace_outside_code

CHINA = datetime.timezone(datetime.timedelta(hours=8))
FEED_LENGTH = 50


def exported_files(project: Project, site_url: str, site_name: str) -> dict[str, str]:
    """All exported files but the Markdown copies, by their path below the site's root."""
    files = {
        "rss.xml": feed(project, site_url, site_name, Rss201rev2Feed, "rss.xml"),
        "atom.xml": feed(project, site_url, site_name, Atom1Feed, "atom.xml"),
        "llms.txt": llms_text(project, site_url, site_name),
    }
    return files | redirect_pages(project)


def redirect_pages(project: Project) -> dict[str, str]:
    """A page at each old address of a question or a notebook."""
    questions = project.catalogue.questions
    content = Content({q.id: q.meta.formerly for q in questions.values()}, frozenset(project.notebooks))
    titles = {q.id: q.meta.title for q in questions.values()}
    titles |= {f"notebooks/{slug}": published.notebook.title for slug, published in project.notebooks.items()}
    return {f"{old}/index.html": redirect(old, new, titles[new]) for old, new in content.redirects().items()}


def feed(project: Project, site_url: str, site_name: str, kind: type[Rss201rev2Feed | Atom1Feed], path: str) -> str:
    """The newest questions as a feed; every date comes from the content, none from the clock."""
    writer = kind(
        title=site_name,
        link=site_url,
        description="新题与更正",
        language="zh-CN",
        feed_url=urljoin(site_url, path),
        feed_guid=site_url,
    )
    for question in project.catalogue.newest()[:FEED_LENGTH]:
        link = urljoin(site_url, question.url)
        writer.add_item(
            title=question.meta.title,
            link=link,
            description=question.meta.description,
            unique_id=link,
            pubdate=_midnight(question.meta.created),
            updateddate=_midnight(max(question.meta.created, question.meta.reviewed)),
            categories=question.meta.tags,
        )
    writer.latest_post_date = lambda: _midnight(project.catalogue.latest_change())
    return str(writer.writeString("utf-8"))


def llms_text(project: Project, site_url: str, site_name: str) -> str:
    """The site's contents for language models: a line a question, with the Markdown copy's address."""
    lines = [f"# {site_name}", "", "> 一题一页的 AI 算法面试题库；每个数字都有 notebook 或一手来源。", ""]
    for listed in project.catalogue.boards():
        lines += [f"## {listed.part.title} · {listed.board.title}", ""]
        lines += [
            f"- [{q.meta.title}]({urljoin(site_url, q.url)}index.md.txt): {q.meta.description}"
            for q in listed.questions
        ]
        lines.append("")
    return "\n".join(lines)


def markdown_copy(project: Project, question: Question) -> str:
    """A page as plain Markdown: numbers and tables filled in, figures described, sources as footnotes."""
    outputs = project.outputs(question)
    cited = render_citations(question.document.body, Citations(question.path, project.sources))
    body = replace_outside_code(
        cited,
        OUTPUT_MARK,
        lambda match, line: _plain(outputs[match["name"]]) if match["name"] in outputs else match[0],
    )
    return f"# {question.meta.title}\n\n> {question.meta.description}\n\n{body.strip()}\n"


def redirect(old: str, new: str, title: str) -> str:
    """A page at an old address that leads to the new one."""
    target = "../" * (old.count("/") + 1) + f"{new}/"
    title = html.escape(title)
    return set_policy(
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>已搬家：{title}</title>'
        f'<meta name="robots" content="noindex"><link rel="canonical" href="{target}">'
        f'<meta http-equiv="refresh" content="0; url={target}"></head>'
        f'<body><h1>已搬家</h1><p><a href="{target}">{title}</a></p></body></html>\n'
    )


def _plain(output: Output) -> str:
    return f"（图：{output.alt}）" if output.kind == "figure" else output.content


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), CHINA)

"""Says in the terminal what `mkdocs serve --dirty` leaves as it was."""

import logging

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

log = logging.getLogger("mkdocs.hooks.preview")

STALE = (
    "这次只重建了改动的 %d 页；导航、板块和标签的列表、链到它们的页面和公式的字体停在上一次完整构建，"
    "要看新的就重启 make serve。预览里的搜索稍后跟上"
)


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Tell how many pages are made anew, when it is not all: by now their Markdown has become HTML."""
    pages = [file.page for file in files.documentation_pages()]
    made = sum(page is not None and page.content is not None for page in pages)
    if made < len(pages):
        log.info(STALE, made)

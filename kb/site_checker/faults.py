"""What the checker can find wrong, and how each fault is mended."""

from dataclasses import dataclass
from enum import Enum


class Rule(Enum):
    """A rule of the built site: its short name, and how to put a breach right."""

    DEAD_LINK = ("死链", "改成存在的地址，目录地址以 / 结尾")
    DEAD_ANCHOR = ("锚点不存在", "改成目标页里存在的 id")
    SOURCE_LINK = ("链接指向源文件", "链接到生成的页面，或发布这个下载文件")
    EMPTY_ID = ("空 id", "给标题一个非空的 id，检查 toc.slugify")
    DUPLICATE_ID = ("重复的 id", "给每处 id 加上各自的前缀")
    DANGLING_REFERENCE = ("引用的 id 不存在", "让引用指向本页存在的 id，或删去引用")
    MISSING_ALT = ("图没有替代文字", "写上说明图意的 alt、aria-label 或图注")
    DEFAULT_ALT = ("替代文字是默认值", "用 fig-alt 写明图里说了什么")
    THIRD_PARTY = ("第三方主机", "改由本站提供，或删去")
    RAW_TEX = ("公式没有渲染", "检查公式语法；不是公式就放进代码里")
    PLACEHOLDER = ("占位符没有替换", "检查名字或引用键；要原样显示就放进代码里")
    MISSING_LANG = ("没有 <html lang>", '在模板里写明语言，如 lang="zh"')
    MISSING_TITLE = ("没有 <title>", "给页面写 title")
    DUPLICATE_TITLE = ("标题与别页相同", "改成各不相同的 title")
    MISSING_DESCRIPTION = ("没有 meta description", "在文件头写 description")
    POLICY_COUNT = ("内容安全策略不是恰好一条", "让页面经过 kb.policy.set_policy")
    H1_COUNT = ("一级标题不是恰好一个", "正文不写一级标题，只留 title 生成的那一个")
    HEADING_SKIP = ("标题跳级", "改成逐级递进的标题")
    JUPYTER_LEFTOVER = ("Jupyter 残留", "改 notebook 模板，去掉这些内容")
    HEAVY_NOTEBOOK = ("notebook 页面过重", "缩短输出，或拆成两本")
    BROKEN_FILE = ("文件无法解析", "重新生成这个文件")

    def __init__(self, label: str, mend: str) -> None:
        self.label, self.mend = label, mend


@dataclass(frozen=True)
class Fault:
    """One breach of one rule.

    Attributes:
        page: The file at fault, relative to the site, with `/` separators.
        rule: The rule it breaks.
        detail: What exactly: the address, the id, the text.
    """

    page: str
    rule: Rule
    detail: str

    @property
    def mend(self) -> str:
        """How to put it right."""
        return self.rule.mend

    def __str__(self) -> str:
        detail = " ".join(self.detail.split())
        return f"{self.page}：{self.rule.label}：{detail}。改法：{self.mend}。"

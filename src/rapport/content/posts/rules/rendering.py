"""From what somebody wrote to HTML that is safe to show as it is (quality 4).

A post is plain text: paragraphs, line ends, addresses, mentions, hashtags, nothing else. An article is Markdown
without HTML and pictures. Either goes through an allow-list at the end, so a mistake before it does no harm.
"""

from __future__ import annotations

import html
import re
from collections.abc import Set
from urllib.parse import quote

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from rapport.content.posts.rules.scanning import Part, What, parts

REL = "nofollow noopener ugc"
TAGS = frozenset(
    "p br a strong em s del code pre blockquote ul ol li h2 h3 h4 hr bdi table thead tbody tr th td".split()
)
"""Every tag that can stand in what is shown."""

_ATTRIBUTES = {"a": {"href", "class"}, "p": {"dir"}, "ol": {"start"}, "code": {"class"}}
_BLANK_LINES = re.compile(r"\n\s*\n")
_SHOWN = 60


def post_html(text: str, mentioned: Set[str]) -> str:
    """The HTML of a post; `mentioned` are the handles that become links."""
    if not text:
        return ""
    blocks = [
        "<br>".join(_inline(line, mentioned) for line in block.split("\n"))
        for block in _BLANK_LINES.split(text)
    ]
    return _safe("".join(f'<p dir="auto">{block}</p>' for block in blocks))


def article_html(text: str, mentioned: Set[str]) -> str:
    """The HTML of an article written in Markdown; headings begin at the second level."""
    return _safe(_MARKDOWN.render(text, {"mentioned": mentioned}))


def _inline(line: str, mentioned: Set[str]) -> str:
    return "".join(_shown(part, mentioned) for part in parts(line))


def _shown(part: Part, mentioned: Set[str]) -> str:
    written = html.escape(part.written)
    match part.what:
        case What.LINK:
            shown = part.written.split("://", 1)[1].removeprefix("www.").rstrip("/")
            short = shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"
            return f'<a href="{html.escape(part.key)}"><bdi>{html.escape(short)}</bdi></a>'
        case What.MENTION if part.key in mentioned:
            return f'<a class="mention" href="/@{part.key}"><bdi>{written}</bdi></a>'
        case What.HASHTAG:
            return f'<a class="hashtag" href="/hashtags/{quote(part.key, safe="")}"><bdi>{written}</bdi></a>'
    return written


def _safe(made: str) -> str:
    return nh3.clean(
        made,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes={"http", "https", "mailto"},
        link_rel=REL,
        strip_comments=True,
    )


def _linked(state: StateCore) -> None:
    """Turn the texts of an article into addresses, mentions and hashtags, but not inside its links."""
    mentioned = state.env["mentioned"]
    for block in state.tokens:
        if block.type != "inline" or not block.children:
            continue
        made: list[Token] = []
        depth = 0
        for token in block.children:
            depth += (token.type == "link_open") - (token.type == "link_close")
            if token.type == "text" and not depth and token.content:
                one = Token("html_inline", "", 0)
                one.content = _inline(token.content, mentioned)
                made.append(one)
            else:
                made.append(token)
        block.children = made


def _lower_headings(state: StateCore) -> None:
    """The title of an article is the page's heading: what is in it stands below."""
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 4)}"
        elif token.type == "paragraph_open":
            token.attrSet("dir", "auto")


def _markdown() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).enable(["table", "strikethrough"])
    made.disable(["image", "html_block", "html_inline"])
    made.core.ruler.push("linked", _linked)
    made.core.ruler.push("lower_headings", _lower_headings)
    return made


_MARKDOWN = _markdown()

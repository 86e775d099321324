"""What is shown of a text: found parts, and nothing but allowed HTML (FEED-1, quality 4)."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.content.posts.rules.forms import Form
from rapport.content.posts.rules.rendering import TAGS, article_html, post_html
from rapport.content.posts.rules.saying import check_said
from rapport.content.posts.rules.scanning import What, hashtag_key, is_hashtag, parts
from rapport.kernel.limits.rules import Limits
from rapport.kernel.text import many_lines

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "![x](javascript:alert(1))",
    "![x](https://tracker.example/p.gif)",
    "<javascript:alert(1)>",
    "[a]: javascript:alert(1)\n\n[a]",
    'https://a.example/"onmouseover="alert(1)',
    "https://a.example/'><script>alert(1)</script>",
    "http://[::1]]]",
    "http://\u202eevil.example",
    "https://bank.example@evil.example/",
    "`<b>`",
    "```html\n<script>\n```",
    "<a href='https://x' style='position:fixed' class='btn'>x</a>",
    "<iframe src=//x>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<!-- --><style>*{display:none}</style>",
    "@mara<script>",
    "#tag<script>",
    '#"onclick="x',
    "<p dir='rtl' onclick=x>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\x00<\x00script>",
]


class _Looked(HTMLParser):
    """Reads what was made as a browser does, and complains of whatever is not allowed."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        for name, value in attrs:
            assert name in {"href", "rel", "class", "dir", "start"}, (tag, name)
            if name == "href":
                assert urlsplit(value or "").scheme in {"http", "https", "mailto", ""}, value
                assert value is not None
                assert value.startswith(("http://", "https://", "mailto:", "/@", "/hashtags/")), value
        if tag == "a":
            assert ("rel", "nofollow noopener ugc") in attrs


@pytest.mark.parametrize("render", [post_html, article_html])
@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_hostile_is_left(render: object, hostile: str) -> None:
    for text in (hostile, f"before {hostile} after", f"> {hostile}", f"[{hostile}](https://a.example)"):
        made = render(text, {"mara"})  # type: ignore[operator]
        _Looked().feed(made)
        assert "<script" not in made.lower()


_SOUP = st.text(alphabet="<>&\"'()[]!`*_#@:/.\\ abjs\n=-|~1é日\u202e\u0000", max_size=80)


@given(_SOUP)
def test_whatever_is_typed_only_allowed_tags_come_out(text: str) -> None:
    for made in (post_html(text, {"ab"}), article_html(text, {"ab"})):
        _Looked().feed(made)


@given(st.text(max_size=100) | _SOUP)
def test_parts_are_the_text(text: str) -> None:
    assert "".join(part.written for part in parts(text)) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@mara and @MARA.", ["mention:mara", "mention:mara"]),
        ("mail@mara.example, @@mara, a/@mara, @m, @1ab", []),
        ("@mara@elsewhere.example", []),
        ("(@mara) “@mara”", ["mention:mara", "mention:mara"]),
        (
            "#Rust #rust_lang ＃日本語 #हिन्दी",
            ["hashtag:rust", "hashtag:rust_lang", "hashtag:日本語", "hashtag:हिन्दी"],
        ),
        ("#1 #2026 C# a#b &#39; ##x #" + "a" * 51, []),
        ("#a1 #1a", ["hashtag:a1", "hashtag:1a"]),
        ("See https://a.example/b_(c)), or http://x.y.", ["link:https://a.example/b_(c)", "link:http://x.y"]),
        ("https://a.example/@mara#top", ["link:https://a.example/@mara#top"]),
        ("https:// http://", []),
        ("ahttps://a.example", []),
        ("https://a.example:99999999/", []),
    ],
)
def test_what_is_found(text: str, found: list[str]) -> None:
    assert [f"{part.what}:{part.key}" for part in parts(text) if part.what is not What.TEXT] == found


@given(st.text(alphabet="aAßẞéE\u0301İıſK\u200d日#", min_size=1, max_size=10))
def test_a_hashtag_has_one_spelling(text: str) -> None:
    kept = many_lines(text, field="text", at_most=100)
    if is_hashtag(kept):
        key = hashtag_key(kept)
        assert hashtag_key(key) == key
        assert is_hashtag(key)


def test_lines_and_paragraphs() -> None:
    assert post_html("a\nb\n\nc", set()) == '<p dir="auto">a<br>b</p><p dir="auto">c</p>'
    assert post_html("", set()) == ""


def test_an_article_leaves_code_and_links_alone() -> None:
    made = article_html("`@mara` [@mara #x](https://a.example) @mara", {"mara"})
    assert made.count("/@mara") == 1
    assert "/hashtags/" not in made
    assert "<img" not in article_html("![x](https://a.example/b.png)", set())


def test_an_article_keeps_its_indents() -> None:
    """FEED-1: lists within lists, and code as it was written."""
    typed = "- one\n\t- two\u00a0a\n\n```\nif x:\n    y  = 1\n```  \n"
    said = check_said(Form.ARTICLE, "Title", typed, limits=Limits())
    assert said.text == "- one\n    - two a\n\n```\nif x:\n    y  = 1\n```"
    assert check_said(Form.ARTICLE, "Title", said.text, limits=Limits()) == said
    made = said.html(set())
    assert made.count("<ul>") == 2
    assert "if x:\n    y  = 1" in made

"""What somebody wants to publish, made fit to keep, and why it may not be (FEED-1)."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from rapport.content.posts.rules.forms import Form
from rapport.content.posts.rules.rendering import article_html, post_html
from rapport.content.posts.rules.scanning import HASHTAGS, MENTIONS, What, parts
from rapport.kernel import text
from rapport.kernel.errors import Invalid
from rapport.kernel.limits.rules import Limits

TITLE_LENGTH = 150


@dataclass(frozen=True)
class Said:
    """A text that can be kept, with the handles and hashtags in it, in order, each once."""

    form: Form
    title: str
    text: str
    handles: tuple[str, ...]
    hashtags: tuple[str, ...]

    def html(self, mentioned: Set[str]) -> str:
        """What is shown of it; `mentioned` are those of the handles that become links."""
        render = article_html if self.form is Form.ARTICLE else post_html
        return render(self.text, mentioned)


def check_said(form: Form, title: str, words: str, *, limits: Limits, may_be_empty: bool = False) -> Said:
    """What was typed, made fit to keep; it `may_be_empty` where something else is posted with it.

    Raises: Invalid (`text`, `title`) with `empty`, `too_long`, `too_many_mentions` or `too_many_hashtags`.
    """
    article = form is Form.ARTICLE
    name = text.one_line(title, field="title", at_most=TITLE_LENGTH, at_least=1) if article else ""
    longest = limits.article_length if article else limits.post_length
    lines = text.written_lines if article else text.many_lines
    said = lines(words, field="text", at_most=longest, at_least=0 if may_be_empty else 1)
    found = list(parts(said))
    handles = tuple(dict.fromkeys(part.key for part in found if part.what is What.MENTION))
    hashtags = tuple(dict.fromkeys(part.key for part in found if part.what is What.HASHTAG))
    for many, most, code, sentence in (
        (handles, MENTIONS, "too_many_mentions", "Name at most {limit} people; here are {count}."),
        (hashtags, HASHTAGS, "too_many_hashtags", "Use at most {limit} hashtags; here are {count}."),
    ):
        if len(many) > most:
            raise Invalid(sentence, code=code, field="text", limit=most, count=len(many))
    return Said(form, name, said, handles, hashtags)


_WHATEVER = Limits(post_length=20_000, article_length=200_000)


def said_before(form: Form, title: str, words: str) -> Said:
    """What was published already, read again: under whatever limits that was, it is not measured once more."""
    return check_said(form, title, words, limits=_WHATEVER, may_be_empty=True)

"""What somebody wants to say under a post, made fit to keep (FEED-2)."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from rapport.content.posts.rules.rendering import post_html
from rapport.content.posts.rules.scanning import HASHTAGS, MENTIONS, What, parts
from rapport.kernel import text
from rapport.kernel.errors import Invalid
from rapport.kernel.limits.rules import Limits


@dataclass(frozen=True)
class Said:
    """A comment that can be kept, with the handles in it, in order, each once."""

    text: str
    handles: tuple[str, ...]

    def html(self, mentioned: Set[str]) -> str:
        """What is shown of it; `mentioned` are those of the handles that become links."""
        return post_html(self.text, mentioned)


def check_comment(words: str, limits: Limits) -> Said:
    """What was typed, made fit to keep.

    Raises: Invalid (`text`) with `empty`, `too_long`, `too_many_mentions` or `too_many_hashtags`.
    """
    said = text.many_lines(words, field="text", at_most=limits.comment_length, at_least=1)
    found = list(parts(said))
    handles = tuple(dict.fromkeys(part.key for part in found if part.what is What.MENTION))
    hashtags = {part.key for part in found if part.what is What.HASHTAG}
    for many, most, code, sentence in (
        (handles, MENTIONS, "too_many_mentions", "Name at most {limit} people; here are {count}."),
        (hashtags, HASHTAGS, "too_many_hashtags", "Use at most {limit} hashtags; here are {count}."),
    ):
        if len(many) > most:
            raise Invalid(sentence, code=code, field="text", limit=most, count=len(many))
    return Said(said, handles)


def handles_in(said: str) -> Set[str]:
    """The handles in a comment that was kept."""
    return {part.key for part in parts(said) if part.what is What.MENTION}

"""What a member does not want to read in feeds: people, words and hashtags (FEED-5)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache

LONGEST_WORD = 100


@dataclass(frozen=True)
class Mutes:
    """What is muted now: actors by id, words and phrases, names of hashtags."""

    people: frozenset[int] = frozenset()
    words: frozenset[str] = frozenset()
    hashtags: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether anything is."""
        return bool(self.people or self.words or self.hashtags)


NOTHING = Mutes()


@dataclass(frozen=True, slots=True)
class Said:
    """What mutes look at in a post, and in what it passes on."""

    actors: Collection[int]
    texts: Collection[str] = field(default=())
    hashtags: Collection[str] = field(default=())


def hides(mutes: Mutes, said: Said) -> bool:
    """Whether any of the mutes hides a post: its author, group or original's author, a whole word, a hashtag.

    Words are found however they are written large or small and whatever stands around them; a part of a longer
    word is not the word. One's own posts are never asked about.
    """
    if not mutes.people.isdisjoint(said.actors) or not mutes.hashtags.isdisjoint(said.hashtags):
        return True
    if not mutes.words:
        return False
    pattern = _pattern(mutes.words)
    return any(pattern.search(folded(text)) for text in said.texts)


def folded(text: str) -> str:
    """A text as it is compared: without large letters, ligatures and the width of signs, spaces as one."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@cache
def _boundary(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _pattern(words: frozenset[str]) -> re.Pattern[str]:
    return re.compile("|".join(_whole(folded(word)) for word in sorted(words)))


def _whole(word: str) -> str:
    """The word with no letter next to it; a word in a script without spaces is found anywhere."""
    if not word or (not word.isascii() and any(ord(one) >= _NO_SPACES for one in word)):
        return re.escape(word) or r"(?!)"
    before = r"(?<!\w)" if _boundary(word[0]) else ""
    after = r"(?!\w)" if _boundary(word[-1]) else ""
    return f"{before}{re.escape(word)}{after}"


_NO_SPACES = 0x2E80
"""From here on stand the scripts of East Asia, which do not part words."""

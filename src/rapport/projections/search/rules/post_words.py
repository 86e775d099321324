"""By which words a post is found, and how they stand in the index (NET-4, FEED-6).

Who may see the post is asked of its one predicate in the same query, not of the index: the signs here tell only
where a word stands, and whether it may be spelt for others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rapport.content.posts.rules.scanning import What, parts
from rapport.people.audience import Audience
from rapport.projections.search.rules.fields import GAP, handle_word
from rapport.projections.search.rules.words import folded_whole, joined, pieces

OPEN, CLOSED, HEAD = "o", "c", "h"
"""Before each word of a post for all members, of one for fewer, and once more before those of title and hashtags."""
ANYWHERE = OPEN + CLOSED
WORD_LENGTH = 120
"""So much of a word is kept; nobody can ask for more."""
SPELT_AT_MOST = 400
"""So many different words of one post may stand in for misspelt ones."""
_OPEN_TO = frozenset({Audience.ANYONE, Audience.MEMBERS})


@dataclass(frozen=True)
class Said:
    """What a post says: its title, its text, its hashtags, and what else is read in it (alt texts, answers)."""

    audience: Audience
    title: str = ""
    text: str = ""
    hashtags: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()


def index_words(said: Said) -> list[str]:
    """What is kept of a post, in order, with a gap after each run of words."""
    sign = OPEN if said.audience in _OPEN_TO else CLOSED
    kept: list[str] = []
    for text in (said.title, said.text, *said.besides):
        kept += _runs(sign, text)
    kept += [sign + handle_word(part.key) for part in parts(said.text) if part.what is What.MENTION]
    kept += _runs(HEAD, said.title)
    for name in said.hashtags:
        kept += [sign + tag_word(name), *_runs(sign, name), *_runs(HEAD, name)]
    return kept


def _runs(sign: str, text: str) -> Iterator[str]:
    plain = folded_whole(text)
    found = pieces(plain)
    if found:
        yield from (sign + word[:WORD_LENGTH] for word in found)
        yield GAP
        for word in joined(plain):
            yield from (sign + word[:WORD_LENGTH], GAP)


def tag_word(name: str) -> str:
    """A hashtag as one word of the index."""
    return f"#{name}"


def spelt(kept: list[str]) -> frozenset[str]:
    """The words of a post that may stand in for misspelt ones: of one that all members may see, the first of them."""
    found = dict.fromkeys(word[1:] for word in kept if word[0] == OPEN and word[1] != "@")
    return frozenset([*found][:SPELT_AT_MOST])

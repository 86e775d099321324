"""The reactions there are: a small set of words, one of which a member may leave at a post or comment (FEED-2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from rapport.kernel.errors import Invalid


class Reaction(StrEnum):
    """What somebody says without words of their own. None counts for more than another."""

    THANKS = "thanks"
    AGREE = "agree"
    INTERESTING = "interesting"
    CONGRATULATIONS = "congratulations"
    SUPPORT = "support"


@dataclass(frozen=True)
class Said:
    """How a reaction reads: its word, what it means, and its drawing in the set of icons."""

    word: str
    meaning: str
    icon: str


def _noop(text: str) -> str:
    """The text as it is; the name tells the translators' tools that it is read by people."""
    return text


REACTIONS: Mapping[Reaction, Said] = {
    Reaction.THANKS: Said(_noop("Thanks"), _noop("This helped me."), "heart"),
    Reaction.AGREE: Said(_noop("Agree"), _noop("I see it the same way."), "check"),
    Reaction.INTERESTING: Said(
        _noop("Interesting"), _noop("This gives me something to think about."), "lightbulb"
    ),
    Reaction.CONGRATULATIONS: Said(_noop("Congratulations"), _noop("I am glad for you."), "sprout"),
    Reaction.SUPPORT: Said(_noop("Support"), _noop("I stand with you."), "users-round"),
}
"""Every reaction, in the order in which they are offered."""


def check_reaction(kind: str) -> Reaction:
    """The reaction of this name.

    Raises: Invalid (`kind`).
    """
    for one in Reaction:
        if one.value == kind:
            return one
    raise Invalid(
        "Choose one of these reactions: {known}.", code="reaction", field="kind", known=", ".join(Reaction)
    )

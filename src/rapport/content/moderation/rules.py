"""What can be reported, for which reasons, and what may be decided about it: tables (OPS-4)."""

from __future__ import annotations

from collections.abc import Mapping, Set
from enum import StrEnum

from rapport.kernel import text
from rapport.kernel.errors import Invalid

WORDS_LENGTH = 1_000
"""Characters that a report may say of its own, and a decision."""


class Thing(StrEnum):
    """What can be reported."""

    POST = "post"
    COMMENT = "comment"
    MEMBER = "member"


class Reason(StrEnum):
    """Why something is reported."""

    SPAM = "spam"
    HARASSMENT = "harassment"
    FALSEHOOD = "falsehood"
    PRIVACY = "privacy"
    UNLAWFUL = "unlawful"
    OTHER = "other"


class State(StrEnum):
    """Where a case stands; what is decided is not decided again."""

    OPEN = "open"
    LEFT = "left"
    TAKEN_DOWN = "taken_down"
    ACTED = "acted"


class Decision(StrEnum):
    """What moderators decide."""

    LEAVE = "leave"
    TAKE_DOWN = "take_down"
    ACT = "act"


class Beyond(StrEnum):
    """What a post says beyond its own words; of one that passes another on, all that the other says."""

    PASSED_ON = "passed_on"
    ANSWER = "answer"
    PICTURE = "picture"
    DOCUMENT = "document"


def _noop(words: str) -> str:
    """The text as it is; the name tells the translators' tools that it is read by people."""
    return words


REASONS: Mapping[Reason, str] = {
    Reason.SPAM: _noop("Spam or fraud"),
    Reason.HARASSMENT: _noop("Harassment or hate"),
    Reason.FALSEHOOD: _noop("False, and meant to mislead"),
    Reason.PRIVACY: _noop("Somebody’s private matters"),
    Reason.UNLAWFUL: _noop("Against the law"),
    Reason.OTHER: _noop("Something else"),
}
"""Every reason, in the order in which they are offered."""

NEXT: Mapping[Decision, State] = {
    Decision.LEAVE: State.LEFT,
    Decision.TAKE_DOWN: State.TAKEN_DOWN,
    Decision.ACT: State.ACTED,
}
"""Where a decision leads."""

MAY_DECIDE: Mapping[Thing, Set[Decision]] = {
    Thing.POST: frozenset({Decision.LEAVE, Decision.TAKE_DOWN}),
    Thing.COMMENT: frozenset({Decision.LEAVE, Decision.TAKE_DOWN}),
    Thing.MEMBER: frozenset({Decision.LEAVE, Decision.ACT}),
}
"""What may be decided about each; a member is not taken down: what was done about them is said in words."""

NEEDS_IT: Set[Decision] = frozenset({Decision.TAKE_DOWN})
"""What may be decided only while it stands: what its author has deleted is not taken from them."""


def may_decide(thing: Thing, *, there: bool) -> frozenset[Decision]:
    """What may be decided about such a thing, where it stands or where it is gone."""
    return frozenset(MAY_DECIDE[thing] if there else MAY_DECIDE[thing] - NEEDS_IT)


def check_reason(reason: str) -> Reason:
    """The reason of this name. Raises: Invalid (`reason`)."""
    for one in Reason:
        if one.value == reason:
            return one
    raise Invalid("Choose what is wrong with it.", code="reason", field="reason", known=", ".join(Reason))


def check_words(words: str, reason: Reason) -> str:
    """What a report says of its own; something else has to be said. Raises: Invalid (`words`)."""
    least = 1 if reason is Reason.OTHER else 0
    return text.many_lines(words, field="words", at_most=WORDS_LENGTH, at_least=least)


def check_decision(decision: str, thing: Thing, words: str, *, there: bool) -> tuple[Decision, str]:
    """What is decided about such a thing, and in which words. Raises: Invalid (`decision`, `words`)."""
    choices = may_decide(thing, there=there)
    for one in Decision:
        if one.value == decision and one in choices:
            return one, text.many_lines(words, field="words", at_most=WORDS_LENGTH, at_least=1)
    raise Invalid(
        "Choose what is decided.", code="choice", field="decision", choices=", ".join(sorted(choices))
    )

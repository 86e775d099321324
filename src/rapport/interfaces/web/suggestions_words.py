"""Suggestions in words: the reasons beside a name, and the page that says how suggestions arise (NET-3).

The page is read off the rules: a sign that is added there has to be explained here, and its points stand
as they are in the code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapport.interfaces.web import engine_words as words
from rapport.kernel.limits.rules import Limits
from rapport.projections.graph.rules import FADES
from rapport.projections.suggestions.rules.following import (
    COMPANY_EVERY,
    FOLLOW_SIGNS,
    HUB,
    HUB_RATIO,
    FollowSign,
)
from rapport.projections.suggestions.rules.reasons import Reason
from rapport.projections.suggestions.rules.weighing import (
    ALIKE_AT_MOST,
    BRIDGE_EVERY,
    BRIDGE_PLACE,
    MODESTY,
    RUN,
    SIGNS,
    Sign,
)

_ = words.translate


def _noop(text: str) -> str:
    """Marks a text for the translators; it may be read before Django is set up."""
    return text


def told(reasons: Sequence[Reason]) -> tuple[str, ...]:
    """Reasons in the reader's language, names set apart from the words around them."""
    return tuple(_sentence(one) for one in reasons)


def _sentence(one: Reason) -> str:
    values = {name: words.bdi(str(value)) for name, value in one.values.items()}
    if one.many:
        return words.translate_plural(one.one, one.many, one.count, **values)
    return _(one.one, **values)


SAID: Mapping[Sign, tuple[str, str]] = {
    Sign.MUTUAL: (
        _noop("Mutual connections"),
        _noop(
            "Each counts the less the more connections they have: who knows everybody says little about two people."
        ),
    ),
    Sign.CONTACT: (
        _noop("Your contact book"),
        _noop("They stand in the book that you brought. Nobody else sees it."),
    ),
    Sign.FOLLOWS_YOU: (_noop("They follow you"), _noop("As far as they let you see it.")),
    Sign.TALKED: (
        _noop("Conversation under posts"),
        _noop(
            "You answered them or reacted to what they wrote. It counts for more where both of you did, and fades "
            "by half in 90 days; what you do not see any more counts for nothing."
        ),
    ),
    Sign.COLLEAGUE: (
        _noop("A company, at the same time"),
        _noop("You both work there, or your years there overlap."),
    ),
    Sign.COMPANY: (_noop("A company"), _noop("You both worked there at some time.")),
    Sign.CLASS: (_noop("A school, in the same year"), _noop("You left the same school in the same year.")),
    Sign.SCHOOL: (_noop("A school"), _noop("You both went there.")),
    Sign.GROUP: (_noop("A group"), _noop("You are both in it.")),
    Sign.BRIDGE: (
        _noop("A way into another circle"),
        _noop(
            "You know somebody in common who knows hardly anybody else you know. It adds no points, but a place."
        ),
    ),
}
"""Each sign by its name and in a sentence."""

SAID_TO_FOLLOW: Mapping[FollowSign, tuple[str, str]] = {
    FollowSign.FOLLOWED_BY: (
        _noop("Your people follow them"),
        _noop("For each doubling of their number; as far as that list is open to every member."),
    ),
    FollowSign.TALKED: (
        _noop("You answer them"),
        _noop("Or react to what they write: beside what conversation under posts counts for already."),
    ),
    FollowSign.WORK_THERE: (
        _noop("Your connections work there"),
        _noop("For each doubling of their number; as far as their profiles show it to you."),
    ),
    FollowSign.OWN_COMPANY: (_noop("Your own company"), _noop("It stands on your profile.")),
    FollowSign.FOLLOW_FIRST: (
        _noop("They ask people to follow first"),
        _noop("Where something else leads to them."),
    ),
    FollowSign.KNOWN_ONLY: (
        _noop("They connect with people they know already"),
        _noop("Where something else leads to them."),
    ),
    FollowSign.WIDELY_READ: (
        _noop("Many more follow them than they are connected to"),
        _noop("Where something else leads to them."),
    ),
}
"""The same of whom to follow."""


def figure(points: float) -> str:
    """A weight as it stands in the rules."""
    return f"{points:g}"


@dataclass(frozen=True)
class SignRow:
    """One sign on the page that explains: name, sentence, points, and whether many sharing it makes it less."""

    name: str
    sentence: str
    points: str
    divided: bool = False


def signs() -> list[SignRow]:
    """What speaks for suggesting somebody to know, most first."""
    ordered = sorted(SIGNS, key=lambda sign: -SIGNS[sign].points)
    return [
        SignRow(_(SAID[sign][0]), _(SAID[sign][1]), figure(SIGNS[sign].points), SIGNS[sign].divided)
        for sign in ordered
    ]


def follow_signs() -> list[SignRow]:
    """What speaks for suggesting somebody to follow, most first."""
    ordered = sorted(FOLLOW_SIGNS, key=lambda sign: -FOLLOW_SIGNS[sign])
    return [
        SignRow(_(SAID_TO_FOLLOW[sign][0]), _(SAID_TO_FOLLOW[sign][1]), figure(FOLLOW_SIGNS[sign]))
        for sign in ordered
    ]


ORDER: Sequence[tuple[str, Mapping[str, str]]] = (
    (
        _noop(
            "A mutual connection’s point is divided by the number of their connections to the power of {power}."
        ),
        {"power": figure(FADES)},
    ),
    (_noop("What is shared is divided by how many share it, and two more."), {}),
    (
        _noop("The sum is divided by the number of the person’s own connections to the power of {power}."),
        {"power": figure(MODESTY)},
    ),
    (
        _noop(
            "Of any {run} in a row at most {count} share one company, school class or group, while others wait."
        ),
        {"run": str(RUN), "count": str(ALIKE_AT_MOST)},
    ),
    (
        _noop(
            "Of every {count}, place {place} is kept for a way into another circle, if none came by itself."
        ),
        {"count": str(BRIDGE_EVERY), "place": str(BRIDGE_PLACE)},
    ),
    (
        _noop(
            "Among those worth following, of {count} in a row at most one is a company, while there are people."
        ),
        {"count": str(COMPANY_EVERY)},
    ),
    (
        _noop("Widely read is who has at least {count} followers, and {ratio} times as many as connections."),
        {"count": str(HUB), "ratio": figure(HUB_RATIO)},
    ),
)
"""How the lists are put in order, with the figures of the rules."""

KEPT_OUT: Sequence[tuple[str, str, str]] = (
    (_noop("Those you are connected to, and those with whom an invitation waits, whoever sent it."), "", ""),
    (
        _noop(
            "For {count} day, those with whom an invitation ended otherwise: declined, ignored, withdrawn or lapsed."
        ),
        _noop(
            "For {count} days, those with whom an invitation ended otherwise: declined, ignored, withdrawn or lapsed."
        ),
        "reinvite_after_decline_days",
    ),
    (
        _noop("For {count} day, former connections, whoever of you ended it."),
        _noop("For {count} days, former connections, whoever of you ended it."),
        "reinvite_after_removal_days",
    ),
    (_noop("Whoever is blocked, by either of you; whoever is suspended or leaving."), "", ""),
    (_noop("Whoever does not want to be suggested."), "", ""),
    (_noop("Whom you put aside, until you take that back."), "", ""),
)
"""Who is not suggested whatever speaks for them; the days are those of the setting that is named."""


def order() -> list[str]:
    """How the lists are put in order, in the reader's language."""
    return [_(text, **values) for text, values in ORDER]


def kept_out(limits: Limits) -> list[str]:
    """Who is not suggested, with the days of this community, in the reader's language."""
    return [
        words.translate_plural(one, many, getattr(limits, days)) if days else _(one)
        for one, many, days in KEPT_OUT
    ]

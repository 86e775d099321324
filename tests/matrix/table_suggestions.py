"""The rows of suggestions: each name and each reason is something this viewer may see anyway (NET-3)."""

from __future__ import annotations

from collections.abc import Mapping

from tests.matrix.canaries import Canary
from tests.matrix.row import PLAIN, WRITES, Row, Shown, Write, to
from tests.matrix.viewers import ONLY_SELF, SEES_OTHERS, Who

OWNER = Who.SELF.value
FIRST, SECOND = frozenset({Who.FIRST}), frozenset({Who.SECOND})
SAME_GROUP = frozenset({Who.SAME_OPEN, Who.SAME_PRIVATE})
IN_PRIVATE = frozenset({Who.SELF, Who.SAME_PRIVATE})
FOLLOWED = frozenset({Who.FOLLOWEE, Who.BOTH})
"""Whom the owner follows openly."""
FOLLOWS = frozenset({Who.FOLLOWER, Who.HIDDEN_FOLLOWER, Who.BOTH})

PEOPLE: Shown = (
    # who follows the owner openly; private followers and who asks to follow are no reason
    to(ONLY_SELF, Canary.FOLLOWER)
    # the owner's connections are at the 2nd degree of whoever is connected to the owner, who shows that to them
    | to(FIRST | IN_PRIVATE - ONLY_SELF, Canary.CONNECTION)
    | to(FIRST | {Who.THIRD}, Canary.BRIDGE)
    | to(IN_PRIVATE, Canary.PRIVATE_GROUP)
    | to(SECOND | SAME_GROUP | FOLLOWED, Canary.HEADLINE)
)
FOLLOW: Shown = (
    # the company shows every member that the owner follows it
    to(FOLLOWS | FIRST, Canary.COMPANY_FOLLOWED)
    # the owner connects with whom they worked with alone, and says so
    | to(SECOND | SAME_GROUP | {Who.FOLLOWEE}, Canary.HEADLINE)
    | to(IN_PRIVATE - ONLY_SELF, Canary.PRIVATE_GROUP)
)

# a page shows the faces of whom both know, where a program reads their number alone
_BOTH_KNOW = FIRST | SECOND | ONLY_SELF | {Who.THIRD}
PEOPLE_PAGE: Shown = {**PEOPLE, **to(_BOTH_KNOW, Canary.BRIDGE), **to(FIRST, Canary.PICTURE)}
FOLLOW_PAGE: Shown = {**FOLLOW, **to(SECOND, Canary.BRIDGE)}
SUGGESTED_HOME: Shown = (
    to(FOLLOWS | FIRST, Canary.COMPANY_FOLLOWED)
    | to(_BOTH_KNOW, Canary.BRIDGE)
    | to(FIRST | {Who.SAME_PRIVATE}, Canary.CONNECTION)
    | to(IN_PRIVATE, Canary.PRIVATE_GROUP)
)
"""The first of both lists, beside one's home; without headlines."""
SUGGESTED_NETWORK: dict[Canary, frozenset[Who]] = {
    **to(_BOTH_KNOW, Canary.BRIDGE),
    **to(FIRST | {Who.SAME_PRIVATE}, Canary.CONNECTION),
    **to(IN_PRIVATE, Canary.PRIVATE_GROUP),
    **to(FIRST, Canary.PICTURE),
    **to(SECOND | SAME_GROUP | FOLLOWED | {Who.ASKED}, Canary.HEADLINE),
}
"""The first people to know, beneath the letters; whom the owner asked has their letter there."""

SUGGESTION_ROWS: Mapping[str, Row] = {
    "api_suggested_people": Row(PEOPLE, queries=("", "?limit=2")),
    "api_suggested_to_follow": Row(FOLLOW, queries=("", "?limit=1")),
    "api_dismiss_person": WRITES,
    "api_dismiss_follow": WRITES,
    "suggestions": Row(PEOPLE_PAGE),
    "suggestions_follow": Row(FOLLOW_PAGE),
    "suggestions_how": PLAIN,
    "suggestions_restore_all": WRITES,
    "suggestion_dismiss": WRITES,
    "suggestion_restore": WRITES,
    "suggestion_follow_dismiss": WRITES,
    "suggestion_follow_restore": WRITES,
}
_DISMISSED = (Write(SEES_OTHERS, target=OWNER, method="DELETE"),)
_PUT_ASIDE = (Write(SEES_OTHERS | {Who.NARROW}, target=OWNER),)
_TAKEN_BACK = (Write(frozenset(), target=OWNER),)
SUGGESTION_WRITES: Mapping[str, tuple[Write, ...]] = {
    "api_dismiss_person": _DISMISSED,
    "api_dismiss_follow": _DISMISSED,
    "suggestions_restore_all": (Write(frozenset()),),
    "suggestion_dismiss": _PUT_ASIDE,
    "suggestion_restore": _TAKEN_BACK,
    "suggestion_follow_dismiss": _PUT_ASIDE,
    "suggestion_follow_restore": _TAKEN_BACK,
}
SUGGESTION_READ_ONLY = frozenset(
    {
        "api_suggested_people",
        "api_suggested_to_follow",
        "suggestions",
        "suggestions_follow",
        "suggestions_how",
    }
)

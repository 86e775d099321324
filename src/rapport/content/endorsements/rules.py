"""Whose endorsement counts: one table, read when endorsing and again at each reading (PRO-3, REL-10).

An endorsement counts only while its endorser still stands as the member's policy asks. So
unconnecting, unfollowing or a narrower policy sets it aside, and nothing is lost: it is back
as soon as the tie or the policy is.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from enum import StrEnum

from rapport.content.profiles.rules.sections import EndorsePolicy
from rapport.kernel.errors import Invalid, Refused


class Tie(StrEnum):
    """What may carry an endorsement.

    Who follows privately is never named among the followers (REL-2); an endorsement would name
    them, so that only an open follow carries one.
    """

    CONNECTION = "connection"
    OPEN_FOLLOW = "open_follow"


CARRIES: Mapping[EndorsePolicy, Set[Tie]] = {
    EndorsePolicy.CONNECTIONS: frozenset({Tie.CONNECTION}),
    EndorsePolicy.FOLLOWERS: frozenset({Tie.CONNECTION, Tie.OPEN_FOLLOW}),
    EndorsePolicy.NOBODY: frozenset(),
}
"""The whole rule: under each policy, the ties of which any one is enough."""

FACES = 3
"""How many endorsers stand beside a skill by face; the others are counted."""


def stands(policy: EndorsePolicy, ties: Set[Tie]) -> bool:
    """Whether an endorsement counts, its endorser being tied to the member by `ties`."""
    return not CARRIES[policy].isdisjoint(ties)


def policies_for(tie: Tie) -> tuple[EndorsePolicy, ...]:
    """The policies under which `tie` is enough, for the SQL of the same table."""
    return tuple(policy for policy, ties in CARRIES.items() if tie in ties)


def ties_of(*, connected: bool, follows: bool, privately: bool) -> frozenset[Tie]:
    """What ties somebody to a member, from what a page has read of the two already."""
    held = {Tie.CONNECTION: connected, Tie.OPEN_FOLLOW: follows and not privately}
    return frozenset(tie for tie, so in held.items() if so)


def refuse_endorsing(
    policy: EndorsePolicy, ties: Set[Tie], *, name: str, privately: bool = False
) -> Refused | None:
    """Why one may not endorse the member `name` now, or None where one may.

    `privately` says that one follows them, and does so privately. Codes: `endorse_nobody`,
    `endorse_private_follow`, `endorse_followers`, `endorse_connections`.
    """
    if stands(policy, ties):
        return None
    if policy is EndorsePolicy.NOBODY:
        return Refused("{name} takes no endorsements.", code="endorse_nobody", name=name)
    if policy is EndorsePolicy.CONNECTIONS:
        return Refused("{name} takes endorsements from connections.", code="endorse_connections", name=name)
    if privately:
        return Refused(
            "An endorsement shows your name. Follow {name} openly first, or connect.",
            code="endorse_private_follow",
            name=name,
        )
    return Refused(
        "{name} takes endorsements from connections and followers.", code="endorse_followers", name=name
    )


def refuse_own_skill(endorser: int, owner: int) -> None:
    """Raises: Invalid (`oneself`), where one would endorse oneself."""
    if endorser == owner:
        raise Invalid("Others endorse your skills; you list them.", code="oneself")

"""The owner's groups, with every viewer who stands to one in some way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from rapport.kernel.limits import queries as limits_queries
from rapport.people.groups.actions import founding, joining, running
from rapport.people.groups.actions.founding import Words
from rapport.people.groups.rules.process import Verb
from tests.matrix.canaries import Canary
from tests.matrix.viewers import Who

CIRCLE = "circle"
"""The group of the owner that everybody finds: by request, its list of members for its members."""


def make_groups(ids: Mapping[str, int], now: datetime) -> None:
    """One that everybody finds, one that is private, and one to which the owner is invited."""
    owner, limits = ids[Who.SELF], limits_queries.current()

    def found(founder: int, handle: str, words: Words) -> int:
        return founding.found(
            actor_id=founder, is_organiser=False, handle=handle, name=f"{handle.capitalize()} People",
            words=words, now=now, limits=limits,
        )  # fmt: skip

    def enter(who: str, group: int, note: str = "") -> None:
        joining.enter(group_id=group, actor_id=ids[who], note=note, now=now, limits=limits)

    def leave(who: str, group: int) -> None:
        joining.leave(group_id=group, actor_id=ids[who], now=now, limits=limits)

    def become(group: int, **changes: object) -> None:
        founding.describe(group_id=group, actor_id=owner, changes=changes, now=now, limits=limits)

    def invite(sender: int, person: str, group: int) -> None:
        running.invite(group_id=group, actor_id=sender, person_id=ids[person], now=now, limits=limits)

    circle = found(owner, CIRCLE, Words(joining="open"))
    private = found(owner, Canary.PRIVATE_GROUP, Words(joining="open", about=f"Says {Canary.GROUP_ABOUT}"))
    enter(Who.SAME_OPEN, circle)
    for who in (Who.SAME_PRIVATE, Canary.CONNECTION):
        enter(who, private)
    for group in (circle, private):
        enter(Who.LEFT_GROUPS, group)
        leave(Who.LEFT_GROUPS, group)
    become(circle, joining="request")
    become(private, listed=False)
    enter(Who.STRANGER, circle, Canary.GROUP_NOTE)
    invite(owner, Canary.CONNECTION, circle)
    running.take(
        verb=Verb.BAN, group_id=circle, actor_id=owner, person_id=ids[Who.THIRD], now=now, limits=limits
    )  # fmt: skip
    theirs = found(ids[Canary.BRIDGE], Canary.INVITED_GROUP, Words(listed=False))
    invite(ids[Canary.BRIDGE], Who.SELF, theirs)

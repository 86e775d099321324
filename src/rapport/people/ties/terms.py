"""Each tie once as an SQL term; `visibility` and every list are built from these.

`owner` and `other` may be ids, `OuterRef`s or `F` expressions, so that one term
serves to filter rows, to check one and to fan out.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from rapport.people.actors.models import Actor
from rapport.people.actors.rules import Status
from rapport.people.ties.models import Block, Connection, Follow, Membership, Mute, Network
from rapport.people.ties.rules import FollowPolicy


def connected(owner: Any, other: Any) -> Exists:
    """`owner` and `other` are connected."""
    return Exists(Connection.objects.filter(owner_id=owner, other_id=other))


def follows(owner: Any, other: Any) -> Exists:
    """`owner` follows `other`, and the follow counts: REL-1 suspends those from outside."""
    return Exists(Follow.objects.filter(owner_id=owner, other_id=other).filter(counts()))


def member_of(member: Any, group: Any) -> Exists:
    """`member` is in `group`, whatever they are there (PRO-7)."""
    return Exists(Membership.objects.filter(owner_id=member, other_id=group))


def counts() -> Q:
    """A row of Follow counts: the followee's policy admits it, or the two are connected (REL-1)."""
    shut = Network.objects.filter(
        actor_id=OuterRef("other_id"), follow_policy=FollowPolicy.CONNECTIONS_ONLY.value
    )
    inside = Connection.objects.filter(owner_id=OuterRef("other_id"), other_id=OuterRef("owner_id"))
    return ~Q(Exists(shut)) | Q(Exists(inside))


COUNTS = f"""(n.follow_policy <> '{FollowPolicy.CONNECTIONS_ONLY.value}' OR EXISTS (
    SELECT 1 FROM ties_connection c WHERE c.owner_id = f.owner_id AND c.other_id = f.other_id))"""  # noqa: S608
"""The same of a row `f` of `ties_follow` with its followee's `n` of `ties_network`, for statements written out."""


def blocked(one: Any, two: Any) -> Q:
    """Either of the two has blocked the other (REL-17)."""
    return Q(Exists(Block.objects.filter(owner_id=one, other_id=two))) | Q(
        Exists(Block.objects.filter(owner_id=two, other_id=one))
    )


def muted(owner: Any, other: Any, now: datetime) -> Exists:
    """`owner` wants to hear nothing of `other` at this time (FEED-5)."""
    rows = Mute.objects.filter(owner_id=owner, other_id=other)
    return Exists(rows.filter(Q(until__isnull=True) | Q(until__gt=now)))


def gone(actor: Any) -> Exists:
    """The actor is suspended or deleted: out of the graph for everyone (NET-1)."""
    return Exists(Actor.objects.filter(pk=actor).exclude(status=Status.ACTIVE.value))


def unseen_by(viewer_id: int | None, column: str) -> Q:
    """Rows whose `column` names someone this viewer does not see: gone, or blocked either way."""
    bars = Q(gone(OuterRef(column)))
    return bars if viewer_id is None else bars | blocked(viewer_id, OuterRef(column))

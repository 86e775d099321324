"""Readings of edges: exact counts, and the ends of edges in order, page by page."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from rapport.kernel.rows import fetch
from rapport.people.actors.models import Actor
from rapport.people.actors.rules import Kind, Status
from rapport.people.ties.models import Block, Connection, Follow, Membership, Network
from rapport.people.ties.rules import FollowPolicy, GroupRole
from rapport.people.ties.terms import counts, unseen_by

_GONE = Actor.objects.exclude(status=Status.ACTIVE.value).values("pk")


def network_of(actor_id: int) -> Network:
    """What a member's network counts and what its owner chose."""
    return Network.objects.get(pk=actor_id)


_LOST_CONNECTIONS = """
    SELECT COUNT(*) FROM ties_connection
    WHERE owner_id = %s AND other_id IN (SELECT id FROM actors_actor WHERE status <> %s)
"""
_LOST_FOLLOWERS = """
    SELECT COUNT(*) FROM ties_follow
    WHERE other_id = %s AND owner_id IN (SELECT id FROM actors_actor WHERE status <> %s)
"""


def _lost(sql: str, actor_id: int) -> int:
    ((count,),) = fetch(sql, actor_id, Status.ACTIVE.value, kinds=(int,))
    return int(count)


def connection_count(network: Network) -> int:
    """The connections of a member who are in the graph (REL-15): the counter less those who are gone."""
    return network.connections - _lost(_LOST_CONNECTIONS, network.pk)


def follower_count(network: Network) -> int:
    """The followers of a member who count (REL-1, REL-2, REL-15): private ones too, suspended ones not."""
    if network.follow_policy == FollowPolicy.CONNECTIONS_ONLY.value:
        rows = Follow.objects.filter(other_id=network.pk)
        return rows.filter(inside()).exclude(owner_id__in=_GONE).count()
    return network.followers - _lost(_LOST_FOLLOWERS, network.pk)


def counts_of(network: Network) -> tuple[int, int]:
    """The connections and followers of a member, as the two above; in one statement but for a closed door."""
    if network.follow_policy == FollowPolicy.CONNECTIONS_ONLY.value:
        return connection_count(network), follower_count(network)
    both = f"SELECT ({_LOST_CONNECTIONS}), ({_LOST_FOLLOWERS})"
    gone = (network.pk, Status.ACTIVE.value)
    ((connections, followers),) = fetch(both, *gone, *gone, kinds=(int, int))
    return network.connections - connections, network.followers - followers


def following_count(network: Network) -> int:
    """How many people a member follows, as far as it counts for them; companies are counted apart (REL-5)."""
    rows = Follow.objects.filter(owner_id=network.pk)
    lost = rows.filter(Q(other_id__in=_GONE) | ~counts() | ~Q(other__kind=Kind.PERSON.value)).count()
    return network.following - lost


def company_count(network: Network) -> int:
    """How many companies a member follows (REL-5)."""
    return following(network.pk, Kind.COMPANY).count()


def inside() -> Exists:
    """A row of Follow whose follower is connected to the followee."""
    return Exists(Connection.objects.filter(owner_id=OuterRef("other_id"), other_id=OuterRef("owner_id")))


def follows(owner_id: int, other_id: int) -> bool:
    """Whether one follows the other, and it counts (REL-1)."""
    return Follow.objects.filter(owner_id=owner_id, other_id=other_id).filter(counts()).exists()


def connections(viewer_id: int | None, owner_id: int) -> QuerySet[Connection]:
    """The connection rows of a member whose other end this viewer sees."""
    return Connection.objects.filter(owner_id=owner_id).exclude(unseen_by(viewer_id, "other_id"))


def followers(viewer_id: int | None, owner_id: int) -> QuerySet[Follow]:
    """The follow rows that name a follower of `owner_id` whom this viewer sees: no private ones (REL-2)."""
    named = Follow.objects.filter(other_id=owner_id, private=False).filter(counts())
    return named.exclude(unseen_by(viewer_id, "owner_id"))


def following(owner_id: int, kind: Kind = Kind.PERSON) -> QuerySet[Follow]:
    """The follow rows of a member to people, or to companies; for the member alone.

    Those a closed door suspends are among them.
    """
    rows = Follow.objects.filter(owner_id=owner_id, other__kind=kind.value)
    return rows.exclude(unseen_by(owner_id, "other_id"))


def blocked(owner_id: int) -> QuerySet[Block]:
    """The block rows of a member, for the member alone; whom it names may have left since."""
    return Block.objects.filter(owner_id=owner_id)


def blocks(owner_id: int) -> list[tuple[Actor, datetime]]:
    """Whom a member has blocked, latest first."""
    rows = Block.objects.filter(owner_id=owner_id).select_related("other").order_by("-since", "other_id")
    return [(row.other, row.since) for row in rows]


def blocked_by(owner_id: int, handle: str) -> int | None:
    """The id of `@handle` where this member has blocked them, so that the block can be taken back."""
    return (
        Block.objects.filter(owner_id=owner_id, other__handle=handle)
        .values_list("other_id", flat=True)
        .first()
    )


_LOST_MEMBERS = """
    SELECT m.other_id, COUNT(*) FROM ties_membership m JOIN actors_actor a ON a.id = m.owner_id
    WHERE m.other_id IN (%s) AND a.status <> %s GROUP BY m.other_id
"""


def member_counts(groups: Collection[int]) -> dict[int, int]:
    """How many are in each of these groups and in the graph: the counters less those who are gone.

    Everybody reads the same figure, blocked or not, as with followers (PRO-7, REL-15).
    """
    counted = dict(Network.objects.filter(pk__in=groups).values_list("pk", "members"))
    if not counted:
        return {}
    for group, lost in fetch(_LOST_MEMBERS, groups, Status.ACTIVE.value, kinds=(int, int)):
        counted[group] -= lost
    return counted


def members(viewer_id: int | None, group_id: int) -> QuerySet[Membership]:
    """The membership rows of a group that name somebody this viewer sees."""
    return Membership.objects.filter(other_id=group_id).exclude(unseen_by(viewer_id, "owner_id"))


def memberships(member_id: int) -> QuerySet[Membership]:
    """The membership rows of a member in groups that are there."""
    return Membership.objects.filter(owner_id=member_id).exclude(unseen_by(None, "other_id"))


def role_in(member_id: int, group_id: int) -> GroupRole | None:
    """What a member is in a group; None where they are not in it."""
    rows = Membership.objects.filter(owner_id=member_id, other_id=group_id)
    found = rows.values_list("role", flat=True).first()
    return None if found is None else GroupRole(found)


def connected_members(viewer_id: int, group_id: int) -> list[int]:
    """The connections of a viewer who are in a group, by id: two steps from the smaller side.

    Nothing joins edges to edges (architecture 6), so the ends of one side are looked up in the
    other, some hundreds at a time.
    """
    sizes = dict(Network.objects.filter(pk=viewer_id).values_list("pk", "connections"))
    sizes |= dict(Network.objects.filter(pk=group_id).values_list("pk", "members"))
    mine = connections(viewer_id, viewer_id)
    theirs = members(viewer_id, group_id)
    found: set[int] = set()
    if sizes.get(viewer_id, 0) <= sizes.get(group_id, 0):
        for part in _parts(list(mine.values_list("other_id", flat=True))):
            found |= set(theirs.filter(owner_id__in=part).values_list("owner_id", flat=True))
    else:
        for part in _parts(list(theirs.values_list("owner_id", flat=True))):
            found |= set(mine.filter(other_id__in=part).values_list("other_id", flat=True))
    return sorted(found)


_PART = 900


def _parts(ids: list[int]) -> list[list[int]]:
    return [ids[start : start + _PART] for start in range(0, len(ids), _PART)]

"""Readings of edges: exact counts, and the ends of edges in order, page by page."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import IntegerField, OneToOneField, Q, QuerySet

from rapport.kernel.rows import Reading, Rows, fetch, together
from rapport.people.actors.models import Actor
from rapport.people.actors.rules import Kind, Status
from rapport.people.ties.models import Block, Connection, Follow, Membership, Mute, MutedText, Network
from rapport.people.ties.rules import FollowPolicy, GroupRole, MutedKind
from rapport.people.ties.terms import counts, unseen_by


def network_of(actor_id: int) -> Network:
    """What a member's network counts and what its owner chose."""
    return Network.objects.get(pk=actor_id)


_NETWORK = tuple(
    (field.attname, int if isinstance(field, IntegerField | OneToOneField) else str)
    for field in Network._meta.concrete_fields
)


def networks_reading(ids: Collection[int]) -> Reading:
    """What has to be read for `networks_from`."""
    return Reading(_NETWORK, "FROM ties_network WHERE actor_id IN (%s)", (ids,))


def networks_from(rows: Rows) -> dict[int, Network]:
    """The networks of members, by id, from the rows of `networks_reading`."""
    names = [name for name, _ in _NETWORK]
    return {row[0]: Network.from_db(None, names, row) for row in rows}


_GONE_IDS = f"SELECT id FROM actors_actor WHERE NOT (status = '{Status.ACTIVE.value}')"  # noqa: S608 (as the index says it)
_COUNTS = (
    (
        f"""n.connections - (
            SELECT COUNT(*) FROM ties_connection WHERE owner_id = n.actor_id AND other_id IN ({_GONE_IDS})
        )""",  # noqa: S608 (words of ours)
        int,
    ),
    (
        f"""CASE WHEN n.follow_policy = '{FollowPolicy.CONNECTIONS_ONLY.value}' THEN (
            SELECT COUNT(*) FROM ties_follow f WHERE f.other_id = n.actor_id AND f.owner_id NOT IN ({_GONE_IDS})
            AND EXISTS (SELECT 1 FROM ties_connection c WHERE c.owner_id = f.other_id AND c.other_id = f.owner_id)
        ) ELSE n.followers - (
            SELECT COUNT(*) FROM ties_follow WHERE other_id = n.actor_id AND owner_id IN ({_GONE_IDS})
        ) END""",  # noqa: S608 (words of ours)
        int,
    ),
)


def counts_reading(actor_id: int) -> Reading:
    """The connections and the followers of a member, as `counts_of` gives them, in one row."""
    return Reading(_COUNTS, "FROM ties_network n WHERE n.actor_id = %s", (actor_id,))


def counts_of(actor_id: int) -> tuple[int, int]:
    """The connections of a member who are in the graph, and the followers who count; one statement.

    Of connections the counter less those who are gone (REL-15); of followers private ones too, suspended
    ones and those outside a closed door not (REL-1, REL-2, REL-15).
    """
    (((connections, followers),),) = together(counts_reading(actor_id))
    return connections, followers


# Scalar subqueries: for an EXISTS or a join PostgreSQL would read the whole community for whom one follows.
_FOLLOWED = f"""
    FROM (SELECT f.owner_id, f.other_id, (
            SELECT a.kind FROM actors_actor a WHERE a.id = f.other_id AND a.status = '{Status.ACTIVE.value}'
        ) AS kind FROM ties_follow f WHERE f.owner_id = %s) g
    WHERE COALESCE((SELECT n.follow_policy FROM ties_network n WHERE n.actor_id = g.other_id), '')
            <> '{FollowPolicy.CONNECTIONS_ONLY.value}'
        OR (SELECT c.other_id FROM ties_connection c WHERE c.owner_id = g.owner_id AND c.other_id = g.other_id)
            IS NOT NULL
    GROUP BY g.kind
"""  # noqa: S608 (words of ours)


def following_reading(actor_id: int) -> Reading:
    """What has to be read for `following_from`: one look at each whom a member follows."""
    return Reading((("g.kind", str), ("COUNT(*)", int)), _FOLLOWED, (actor_id,))


def following_from(found: Rows) -> tuple[int, int]:
    """How many people a member follows, as far as it counts for them, and how many companies (REL-1, REL-5)."""
    by_kind: dict[str, int] = dict(found)
    return by_kind.get(Kind.PERSON.value, 0), by_kind.get(Kind.COMPANY.value, 0)


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


def mutes(owner_id: int, now: datetime) -> list[tuple[Actor, datetime | None]]:
    """Whom a member mutes now and until when, latest first; for the member alone (FEED-5)."""
    rows = Mute.objects.filter(Q(until=None) | Q(until__gt=now), owner_id=owner_id)
    seen = (
        rows.exclude(unseen_by(owner_id, "other_id")).select_related("other").order_by("-since", "other_id")
    )
    return [(row.other, row.until) for row in seen]


def muted_texts(owner_id: int, now: datetime) -> list[tuple[MutedKind, str, datetime | None]]:
    """The words and hashtags a member mutes now, in their order; for the member alone (FEED-5)."""
    rows = MutedText.objects.filter(Q(until=None) | Q(until__gt=now), owner_id=owner_id)
    return [(MutedKind(row.kind), row.text, row.until) for row in rows.order_by("kind", "text")]


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

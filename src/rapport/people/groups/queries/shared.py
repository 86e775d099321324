"""The groups that two members are both in: a context they share, and no right to anything (PRO-7)."""

from __future__ import annotations

from collections.abc import Collection

from rapport.kernel.rows import fetch
from rapport.people.actors.rules import Status
from rapport.people.audience import Viewer
from rapport.people.groups.queries.places import GroupFace

_OF_BOTH = """
    SELECT m.owner_id, a.id, a.handle, a.name FROM ties_membership m
    JOIN actors_actor a ON a.id = m.other_id
    WHERE m.owner_id IN (%s) AND a.status = %s ORDER BY a.name_key, a.id
"""


def shared(viewer: Viewer, other_id: int) -> tuple[GroupFace, ...]:
    """The groups both are in, by name; without joining edges to edges.

    Whoever is in a group knows of it, private or not; nobody else learns of one here. Visitors and
    oneself share none. That the two see each other is for the caller to have made sure.
    """
    if viewer.actor_id is None or viewer.actor_id == other_id:
        return ()
    return shared_with(viewer, {other_id}).get(other_id, ())


def shared_with(viewer: Viewer, others: Collection[int]) -> dict[int, tuple[GroupFace, ...]]:
    """The same with several, by their id; one statement, and none where nobody is asked about.

    That the viewer sees these people is for the caller to have made sure.
    """
    if viewer.actor_id is None or not others:
        return {}
    rows = fetch(_OF_BOTH, {viewer.actor_id, *others}, Status.ACTIVE.value, kinds=(int, int, str, str))
    mine = {row[1] for row in rows if row[0] == viewer.actor_id}
    found: dict[int, tuple[GroupFace, ...]] = {}
    for other, *face in rows:
        if other != viewer.actor_id and face[0] in mine:
            found[other] = (*found.get(other, ()), GroupFace(*face))
    return found


_OWN = """
    SELECT a.id, a.handle, a.name FROM ties_membership m JOIN actors_actor a ON a.id = m.other_id
    WHERE m.owner_id = %s AND a.status = %s ORDER BY a.name_key, a.id
"""


def own_groups(viewer: Viewer) -> list[GroupFace]:
    """The groups the viewer is in, by name; all of them, in one statement."""
    if viewer.actor_id is None:
        return []
    rows = fetch(_OWN, viewer.actor_id, Status.ACTIVE.value, kinds=(int, str, str))
    return [GroupFace(*row) for row in rows]

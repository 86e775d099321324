"""Faces: the least that is shown of people beside a sentence or a number (NET-1)."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.kernel.rows import fetch
from rapport.people import visibility
from rapport.people.audience import Viewer


@dataclass(frozen=True)
class Face:
    """The least one shows of a person; `picture` is a key, empty where there is none for this viewer."""

    id: int
    handle: str
    name: str
    picture: str = ""


_FACES = """
    SELECT a.id, a.handle, a.name, a.picture, a.picture_audience, EXISTS (
        SELECT 1 FROM ties_connection c WHERE c.owner_id = %s AND c.other_id = a.id
    )
    FROM actors_actor a WHERE a.id IN (%s)
"""
_FACE = (int, str, str, str, str, bool)


@dataclass(frozen=True)
class _Pictured:
    """What says whether a face is shown."""

    picture: str
    picture_audience: str


def faces_of(viewer: Viewer, ids: set[int]) -> dict[int, Face]:
    """The faces of these actors, by id, as this viewer sees them; one statement.

    A picture for the 2nd degree is left out here unless they are connected: nearness is not asked for.
    """
    if not ids:
        return {}
    rows = fetch(_FACES, viewer.actor_id, ids, kinds=_FACE)
    return {row[0]: face_to(viewer, *row) for row in rows}


def face_to(
    viewer: Viewer, one: int, handle: str, name: str, key: str, audience: str, connected: bool
) -> Face:
    """The face of an actor of whom this is known: the picture `key`, whom it is for, whether they are connected."""
    held = visibility.standings(viewer, owner_id=one, connected=connected, follows=False, degree=None)
    return Face(one, handle, name, visibility.shown_picture(_Pictured(key, audience), held))

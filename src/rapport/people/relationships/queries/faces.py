"""Faces: the least that is shown of people beside a sentence or a number (NET-1)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rapport.kernel.rows import Reading, together
from rapport.people import visibility
from rapport.people.audience import Viewer
from rapport.people.ties import neighbourhood


@dataclass(frozen=True)
class Face:
    """The least one shows of a person; `picture` is a key, empty where there is none for this viewer.

    Who stands in a list of their own has a headline, and how near they are, too (`near_faces_of`).
    """

    id: int
    handle: str
    name: str
    picture: str = ""
    headline: str = ""
    degree: int | None = None
    mutual_count: int = 0


_FACE = (
    ("a.id", int), ("a.handle", str), ("a.name", str), ("a.picture", str), ("a.picture_audience", str),
    ("c.owner_id IS NOT NULL", bool), ("a.headline", str),
)  # fmt: skip
_FACES = """
    FROM actors_actor a LEFT JOIN ties_connection c ON c.owner_id = %s AND c.other_id = a.id WHERE a.id IN (%s)
"""


@dataclass(frozen=True)
class Portrait:
    """What says whether somebody's picture is shown."""

    picture: str
    picture_audience: str


def faces_of(viewer: Viewer, ids: set[int]) -> dict[int, Face]:
    """The faces of these actors, by id, as this viewer sees them; one statement.

    A picture for the 2nd degree is left out here unless they are connected: nearness is not asked for.
    """
    if not ids:
        return {}
    (rows,) = together(faces_reading(viewer, ids))
    return faces_from(viewer, rows)


def faces_reading(viewer: Viewer, ids: Collection[int]) -> Reading:
    """What has to be read for `faces_from`."""
    return Reading(_FACE, _FACES, (viewer.actor_id, ids))


def faces_from(viewer: Viewer, rows: Iterable[tuple[Any, ...]]) -> dict[int, Face]:
    """The faces of actors, by id, as this viewer sees them, from the rows of `faces_reading`."""
    return {row[0]: face_to(viewer, *row) for row in rows}


def near_faces_of(viewer: Viewer, ids: set[int]) -> dict[int, Face]:
    """The same with degree and mutual connections; one question to the neighbourhood more."""
    return with_nearness(viewer, faces_of(viewer, ids))


def with_nearness(viewer: Viewer, faces: Mapping[int, Face]) -> dict[int, Face]:
    """These faces, by id, with degree and mutual connections (NET-1); one question to the neighbourhood.

    Nobody is near to a visitor.
    """
    near = neighbourhood.current().closeness(viewer.actor_id, faces)
    return {
        one: replace(face, degree=near[one].degree, mutual_count=near[one].mutual_count)
        for one, face in faces.items()
    }


def face_to(
    viewer: Viewer,
    one: int,
    handle: str,
    name: str,
    key: str,
    audience: str,
    connected: bool,
    headline: str = "",
) -> Face:
    """The face of an actor of whom this is known: the picture `key`, whom it is for, whether they are connected."""
    held = visibility.standings(viewer, owner_id=one, connected=connected, follows=False, degree=None)
    return Face(one, handle, name, visibility.shown_picture(Portrait(key, audience), held), headline)

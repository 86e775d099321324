"""What a member keeps about a tie, for its owner alone (REL-18)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from rapport.kernel import paging
from rapport.kernel.rows import Reading, Rows, together
from rapport.people.audience import Viewer
from rapport.people.relationships.models import TieNote
from rapport.people.relationships.queries.lists import PeopleList, in_order
from rapport.people.ties import queries as ties


@dataclass(frozen=True)
class PrivateNote:
    """What the viewer alone keeps about a tie (REL-18); `rhythm_weeks` None where there is no rhythm."""

    note: str = ""
    how_met: str = ""
    tags: tuple[str, ...] = ()
    rhythm_weeks: int | None = None
    changed_at: datetime | None = None


NO_NOTE = PrivateNote()


_NOTE = (
    ("other_id", int), ("note", str), ("how_met", str), ("tags", str), ("rhythm_weeks", int), ("changed_at", datetime)
)  # fmt: skip


def notes_reading(owner_id: int, ids: Collection[int]) -> Reading:
    """What has to be read for `notes_from`."""
    return Reading(
        _NOTE, "FROM relationships_tienote WHERE owner_id = %s AND other_id IN (%s)", (owner_id, ids)
    )


def notes_from(rows: Rows) -> dict[int, PrivateNote]:
    """Notes by the ids of those they are about, from the rows of `notes_reading`."""
    return {
        other: PrivateNote(note, how_met, tuple(json.loads(tags)), weeks, changed_at)
        for other, note, how_met, tags, weeks, changed_at in rows
    }


def notes_about(viewer: Viewer, ids: Collection[int]) -> dict[int, PrivateNote]:
    """What the viewer keeps about these people, by id; people without a note are left out (REL-18)."""
    if viewer.actor_id is None:
        return {}
    return notes_from(together(notes_reading(viewer.actor_id, ids))[0])


def note_about(viewer: Viewer, other_id: int) -> PrivateNote:
    """What the viewer keeps about one person; empty where there is nothing (REL-18)."""
    return notes_about(viewer, [other_id]).get(other_id, NO_NOTE)


def kept_about_each(viewer: Viewer, ids: Collection[int]) -> dict[int, PrivateNote]:
    """What the viewer keeps about each of these members, by id, in one statement."""
    return {**dict.fromkeys(ids, NO_NOTE), **notes_about(viewer, ids)}


def _tags(viewer: Viewer) -> list[tuple[int, list[str]]]:
    """The tags the viewer gave to connections they still see.

    From the few notes to the connections, not the other way: there may be thousands of those.
    """
    if viewer.actor_id is None:
        return []
    notes = TieNote.objects.filter(owner_id=viewer.actor_id).exclude(tags=[]).order_by("other_id")
    rows = list(notes.values_list("other_id", "tags"))
    if not rows:
        return []
    edges = ties.connections(viewer.actor_id, viewer.actor_id).filter(other_id__in=[row[0] for row in rows])
    around = set(edges.values_list("other_id", flat=True))
    return [row for row in rows if row[0] in around]


def tags_of(viewer: Viewer, at_most: int = 12) -> list[str]:
    """The tags the viewer gave to connections, the most used first."""
    counted = Counter(tag for _, tags in _tags(viewer) for tag in tags)
    return sorted(counted, key=lambda tag: (-counted[tag], tag.casefold()))[:at_most]


def tagged(
    viewer: Viewer, tag: str, *, cursor: str | None = None, size: int = 20, now: datetime
) -> PeopleList:
    """The connections to whom the viewer gave this tag, by id.

    Raises: Invalid (`cursor`).
    """
    wanted = tag.casefold()
    ids = [one for one, tags in _tags(viewer) if wanted in (own.casefold() for own in tags)]
    after = paging.decode(cursor, int)[0] if cursor else 0
    page = paging.cut([one for one in ids if one > after][: size + 1], size, key=lambda one: (one,))
    return PeopleList(in_order(viewer, page.items, now), page.next)

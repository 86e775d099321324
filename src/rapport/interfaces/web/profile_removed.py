"""What was removed from a profile last: kept in the session alone, so that the toast can bring it back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

from rapport.content.profiles.actions.entries import RemovedEntry
from rapport.content.profiles.queries.page import EntryView
from rapport.content.profiles.rules.sections import Section
from rapport.kernel.errors import Absent

_KEY = "removed_entry"
NAMES = ("title", "name", "school", "company", "url")
"""The fields that say what an entry is, the first that is filled."""


def keep(request: HttpRequest, removed: RemovedEntry) -> None:
    """Keep it, in place of the one before."""
    request.session[_KEY] = {
        "id": str(removed.id),
        "section": removed.section.value,
        "place": removed.place,
        "values": dict(removed.values),
        "organization": removed.organization,
        "created_at": removed.created_at.isoformat(),
    }


def take(request: HttpRequest) -> RemovedEntry:
    """What was removed last in this session; it is forgotten here. Raises: Absent, where nothing was."""
    kept = request.session.pop(_KEY, None)
    if kept is None:
        raise Absent
    return RemovedEntry(
        id=UUID(kept["id"]),
        section=Section(kept["section"]),
        place=kept["place"],
        values=kept["values"],
        organization=kept["organization"],
        created_at=datetime.fromisoformat(kept["created_at"]),
    )


def words_of_removed(removed: RemovedEntry) -> str:
    """What one calls it."""
    return next((removed.values[name] for name in NAMES if removed.values.get(name)), "")


def words_of(entry: EntryView) -> str:
    """What one calls an entry."""
    return entry.title or entry.organization_name or entry.url

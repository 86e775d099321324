"""What a member keeps about a tie, for its owner alone (REL-18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rapport.people.audience import Viewer
from rapport.people.relationships.models import TieNote


@dataclass(frozen=True)
class Kept:
    """A private note, tags, how one met, and how often one wants to be in touch; all empty where nothing is kept."""

    note: str = ""
    tags: tuple[str, ...] = ()
    how_met: str = ""
    rhythm_weeks: int | None = None
    changed_at: datetime | None = None


def kept_about(viewer: Viewer, other_id: int) -> Kept:
    """What the viewer keeps about a member."""
    rows = TieNote.objects.filter(owner_id=viewer.actor_id, other_id=other_id)
    row = rows.values_list("note", "tags", "how_met", "rhythm_weeks", "changed_at").first()
    return Kept() if row is None else Kept(row[0], tuple(row[1]), *row[2:])

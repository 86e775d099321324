"""What happened to reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from rapport.kernel.events import Event


@dataclass(frozen=True)
class CaseDecided(Event):
    """Moderators decided about what these reported; `taken_from_ids` is whose it was, where it was taken down."""

    name: ClassVar[str] = "moderation.CaseDecided"
    case_id: UUID
    state: str
    reporter_ids: tuple[int, ...]
    taken_from_ids: tuple[int, ...]
    at: datetime

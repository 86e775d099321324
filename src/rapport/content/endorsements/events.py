"""What happened to endorsements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from rapport.kernel.events import Event


@dataclass(frozen=True)
class Endorsed(Event):
    """`endorser_id` endorsed a skill of `owner_id` for the first time, or again after taking it back."""

    name: ClassVar[str] = "endorsements.Endorsed"
    skill_id: UUID
    owner_id: int
    endorser_id: int

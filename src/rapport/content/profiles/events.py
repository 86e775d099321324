"""What happened to profiles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from rapport.kernel.events import Event


@dataclass(frozen=True)
class ProfileChanged(Event):
    """A member's profile says something else now, or to others."""

    name: ClassVar[str] = "profiles.ProfileChanged"
    owner_id: int


@dataclass(frozen=True)
class PositionAdded(Event):
    """A member wrote down a position; whether others hear of it, the milestones decide (PRO-5)."""

    name: ClassVar[str] = "profiles.PositionAdded"
    owner_id: int
    entry_id: UUID


@dataclass(frozen=True)
class EntryRemoved(Event):
    """An entry is about to go; what points to it has to let go in the same transaction."""

    name: ClassVar[str] = "profiles.EntryRemoved"
    owner_id: int
    section: str
    entry_id: UUID


@dataclass(frozen=True)
class SkillRemoved(Event):
    """A skill is about to go; what points to it has to let go in the same transaction (PRO-3)."""

    name: ClassVar[str] = "profiles.SkillRemoved"
    owner_id: int
    skill_id: UUID


@dataclass(frozen=True)
class MilestoneReached(Event):
    """A member came to a day that they let their connections know; it is told of for a few days (PRO-5).

    `kind` is that of `rules.milestones`, `key` is the same each time; `entry_id` is the position, None for a birthday.
    """

    name: ClassVar[str] = "profiles.MilestoneReached"
    owner_id: int
    kind: str
    key: str
    day: date
    entry_id: UUID | None
    at: datetime

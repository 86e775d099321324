"""What happened in groups: ids and plain values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from rapport.kernel.events import Event


@dataclass(frozen=True)
class GroupFounded(Event):
    """A group came to be; `by_id` owns it."""

    name: ClassVar[str] = "groups.GroupFounded"
    group_id: int
    by_id: int


@dataclass(frozen=True)
class GroupClosed(Event):
    """A group is closed for good."""

    name: ClassVar[str] = "groups.GroupClosed"
    group_id: int
    by_id: int | None


@dataclass(frozen=True)
class AskedToJoin(Event):
    """Somebody asks to join; those who run the group are told."""

    name: ClassVar[str] = "groups.AskedToJoin"
    admission_id: UUID
    group_id: int
    person_id: int
    runner_ids: tuple[int, ...]
    at: datetime


@dataclass(frozen=True)
class InvitedToGroup(Event):
    """A member invites one of their connections to a group."""

    name: ClassVar[str] = "groups.InvitedToGroup"
    admission_id: UUID
    group_id: int
    sender_id: int
    person_id: int
    at: datetime


@dataclass(frozen=True)
class Admitted(Event):
    """Those who run a group let somebody in who had asked; that person is told."""

    name: ClassVar[str] = "groups.Admitted"
    admission_id: UUID
    group_id: int
    person_id: int
    at: datetime


@dataclass(frozen=True)
class JoinedGroup(Event):
    """Somebody is in a group from now on, in whichever way; nobody is told of a join."""

    name: ClassVar[str] = "groups.JoinedGroup"
    group_id: int
    person_id: int


@dataclass(frozen=True)
class LeftGroup(Event):
    """Somebody is no longer in a group: left, removed or kept out; nobody is told."""

    name: ClassVar[str] = "groups.LeftGroup"
    group_id: int
    person_id: int


@dataclass(frozen=True)
class RoleChanged(Event):
    """Somebody else made a member something new in a group; that member is told."""

    name: ClassVar[str] = "groups.RoleChanged"
    group_id: int
    person_id: int
    role: str
    at: datetime

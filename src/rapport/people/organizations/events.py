"""What happened on company pages: ids and plain values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from rapport.kernel.events import Event


@dataclass(frozen=True)
class RoleOffered(Event):
    """`by_id` offered a member a role on a company page."""

    name: ClassVar[str] = "organizations.RoleOffered"
    company_id: int
    member_id: int
    by_id: int
    role: str
    at: datetime


@dataclass(frozen=True)
class RoleAccepted(Event):
    """A member accepted the role that `by_id` had offered."""

    name: ClassVar[str] = "organizations.RoleAccepted"
    company_id: int
    member_id: int
    by_id: int
    role: str
    at: datetime


@dataclass(frozen=True)
class PageChanged(Event):
    """A company page was made, or says something else now."""

    name: ClassVar[str] = "organizations.PageChanged"
    company_id: int

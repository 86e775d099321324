"""What happened to accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from rapport.kernel.events import Event


@dataclass(frozen=True)
class MemberJoined(Event):
    """An account became a member: it has a public face from now on."""

    name: ClassVar[str] = "accounts.MemberJoined"
    account_id: int
    actor_id: int


@dataclass(frozen=True)
class SignedUp(Event):
    """An account came to be; its address is not verified yet."""

    name: ClassVar[str] = "accounts.SignedUp"
    account_id: int


@dataclass(frozen=True)
class Approved(Event):
    """An organiser let an account in."""

    name: ClassVar[str] = "accounts.Approved"
    account_id: int


@dataclass(frozen=True)
class ApplicationRefused(Event):
    """An organiser refused an account that waited; it is gone."""

    name: ClassVar[str] = "accounts.ApplicationRefused"
    account_id: int
    email: str
    reason: str


@dataclass(frozen=True)
class Suspended(Event):
    """An account may not be used until `until`, or until further notice."""

    name: ClassVar[str] = "accounts.Suspended"
    account_id: int
    actor_id: int | None
    reason: str
    until: datetime | None


@dataclass(frozen=True)
class Restored(Event):
    """A suspended account may be used again."""

    name: ClassVar[str] = "accounts.Restored"
    account_id: int
    actor_id: int | None


@dataclass(frozen=True)
class Left(Event):
    """A member is out of sight from now on, and is erased at `erase_at` unless they come back."""

    name: ClassVar[str] = "accounts.Left"
    account_id: int
    actor_id: int | None
    erase_at: datetime


@dataclass(frozen=True)
class Returned(Event):
    """Who was leaving stays."""

    name: ClassVar[str] = "accounts.Returned"
    account_id: int
    actor_id: int | None


@dataclass(frozen=True)
class Erased(Event):
    """An account is gone for good; whoever kept something of it forgets it now (OPS-2)."""

    name: ClassVar[str] = "accounts.Erased"
    account_id: int
    actor_id: int | None


@dataclass(frozen=True)
class EmailChanged(Event):
    """Another address is verified and takes the place of the former."""

    name: ClassVar[str] = "accounts.EmailChanged"
    account_id: int


@dataclass(frozen=True)
class PasswordChanged(Event):
    """The password of an account is another one now."""

    name: ClassVar[str] = "accounts.PasswordChanged"
    account_id: int


@dataclass(frozen=True)
class SecondFactorChanged(Event):
    """A passkey, authenticator app or set of recovery codes came, went or was renewed."""

    name: ClassVar[str] = "accounts.SecondFactorChanged"
    account_id: int

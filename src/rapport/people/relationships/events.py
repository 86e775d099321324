"""What happened between members: ids and plain values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from rapport.kernel.events import Event


@dataclass(frozen=True)
class Followed(Event):
    """`owner_id` began to follow `other_id`; nobody is told (REL-2)."""

    name: ClassVar[str] = "relationships.Followed"
    owner_id: int
    other_id: int


@dataclass(frozen=True)
class Unfollowed(Event):
    """`owner_id` no longer follows `other_id`; nobody is told (REL-3)."""

    name: ClassVar[str] = "relationships.Unfollowed"
    owner_id: int
    other_id: int


@dataclass(frozen=True)
class Invited(Event):
    """An invitation reached a tray of its recipient, for the first time or as a reminder."""

    name: ClassVar[str] = "relationships.Invited"
    invitation_id: UUID
    sender_id: int
    recipient_id: int
    tray: str
    reminder: int


@dataclass(frozen=True)
class InvitationClosed(Event):
    """An invitation no longer asks for an answer."""

    name: ClassVar[str] = "relationships.InvitationClosed"
    invitation_id: UUID
    sender_id: int
    recipient_id: int
    state: str


@dataclass(frozen=True)
class Connected(Event):
    """Two members are connected."""

    name: ClassVar[str] = "relationships.Connected"
    invitation_id: UUID
    sender_id: int
    recipient_id: int


@dataclass(frozen=True)
class Declined(Event):
    """The recipient declined courteously; the sender is told (REL-7)."""

    name: ClassVar[str] = "relationships.Declined"
    invitation_id: UUID
    sender_id: int
    recipient_id: int
    reason: str


@dataclass(frozen=True)
class FollowSuggested(Event):
    """The recipient would rather be followed; the sender is told (REL-7)."""

    name: ClassVar[str] = "relationships.FollowSuggested"
    invitation_id: UUID
    sender_id: int
    recipient_id: int


@dataclass(frozen=True)
class Replied(Event):
    """Someone wrote in the thread of a pending invitation; `reader_id` is told."""

    name: ClassVar[str] = "relationships.Replied"
    reply_id: UUID
    invitation_id: UUID
    author_id: int
    reader_id: int


@dataclass(frozen=True)
class Disconnected(Event):
    """`by_id` ended the connection; the other is not told (REL-10)."""

    name: ClassVar[str] = "relationships.Disconnected"
    by_id: int
    other_id: int


@dataclass(frozen=True)
class Blocked(Event):
    """`owner_id` blocked `other_id`; the other is not told (REL-17)."""

    name: ClassVar[str] = "relationships.Blocked"
    owner_id: int
    other_id: int


@dataclass(frozen=True)
class Unblocked(Event):
    """`owner_id` took a block back; nothing returns by itself (REL-17)."""

    name: ClassVar[str] = "relationships.Unblocked"
    owner_id: int
    other_id: int


@dataclass(frozen=True)
class Restricted(Event):
    """A member's invitations need the recipient's email address until `until` (REL-12)."""

    name: ClassVar[str] = "relationships.Restricted"
    restriction_id: UUID
    member_id: int
    until: datetime

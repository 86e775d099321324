"""What happened to contact books."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from rapport.kernel.events import Event


@dataclass(frozen=True)
class ContactJoined(Event):
    """`member_id` came to be here, and `owner_id` has them in the contact book: both are offered to connect (OPS-1).

    `tells_member` is off where the newcomer was told of enough people already.
    """

    name: ClassVar[str] = "contacts.ContactJoined"
    owner_id: int
    member_id: int
    at: datetime
    tells_member: bool

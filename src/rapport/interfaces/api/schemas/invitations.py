"""Invitations, their threads, and the budget."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from rapport.interfaces.api.schemas.common import Body, Shown, choice
from rapport.interfaces.api.schemas.people import Count, Person
from rapport.people.relationships.queries.invitations import Direction
from rapport.people.relationships.rules.process import Context, DeclineReason, State


class Invitation(Shown):
    """An invitation as your side is shown it (REL-6, REL-7, REL-11)."""

    id: UUID
    state: Annotated[str, choice(State)]
    direction: Annotated[str, choice(Direction)]
    from_: Annotated[Person, Field(alias="from")]
    to: Person
    context: Annotated[str, choice(Context)]
    note: str
    tray: Annotated[str | None, Field(description="Where it waits for you; null for one you sent (REL-13).")]
    sent_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    decline_reason: Annotated[str, choice(DeclineReason)]
    follow_suggested: bool
    reminders: Count
    remind_from: Annotated[datetime | None, Field(description="From when a reminder may be sent, if later.")]
    reply_count: Count
    allowed_actions: list[str]


class InvitationList(Shown):
    """One page of invitations."""

    items: list[Invitation]
    next: str | None


class Invite(Body):
    """An invitation to send."""

    to: Annotated[str, Field(description="The handle.", examples=["mara"])]
    context: Annotated[str, choice(Context)]
    note: str = ""
    email: Annotated[str, Field(description="The recipient's address; needed while restricted (REL-12).")] = (
        ""
    )
    follow: Annotated[bool, Field(description="Whether you follow them once you are connected (REL-8).")] = (
        True
    )


class Accept(Body):
    """How to accept."""

    follow: Annotated[bool, Field(description="Whether you follow them from now on (REL-8).")] = True


class Decline(Body):
    """How to decline."""

    reason: Annotated[str, choice(DeclineReason)] = ""


class NoWords(Body):
    """Nothing is asked for here."""


class ReplyIn(Body):
    """What to write in the thread."""

    text: str


class Reply(Shown):
    """One message of a thread; `from` is the handle of who wrote it."""

    id: UUID
    from_: Annotated[str, Field(alias="from")]
    text: str
    at: datetime
    mine: bool


class ReplyList(Shown):
    """One page of a thread, oldest first."""

    items: list[Reply]
    next: str | None


class Restriction(Shown):
    """Why, since and until when invitations need the recipient's address (REL-12)."""

    reason: str
    started_at: datetime
    ends_at: datetime


class Budget(Shown):
    """What you may still send (REL-12)."""

    limit: Count
    window_days: Count
    used: Count
    refunded: Count
    left: Count
    pending: Count
    pending_limit: Count
    renews_at: datetime | None
    full_at: datetime | None
    restriction: Restriction | None

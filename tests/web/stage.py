"""Ties for tests of pages, made by the real actions at the moment of the clock."""

from __future__ import annotations

from uuid import UUID

from rapport.people.relationships.actions import answering, inviting
from tests.conftest import Clock
from tests.people import LIMITS, make_member


def member(clock: Clock, handle: str, name: str = "") -> int:
    """A member, here since now."""
    return make_member(handle, name=name or None, now=clock.now)


def invite(
    clock: Clock, sender: int, recipient: int, *, context: str = "worked_together", note: str = ""
) -> UUID:
    """An invitation that waits."""
    sent = inviting.invite(
        sender=sender, recipient=recipient, context=context, note=note, now=clock.now, limits=LIMITS
    )
    return sent.invitation_id


def connect(clock: Clock, one: int, two: int) -> None:
    """A connection, with its two follows."""
    answering.accept(invitation_id=invite(clock, one, two), actor_id=two, now=clock.now, limits=LIMITS)

"""Members for tests of actions: a face, an account and a network, made by the real actions."""

from __future__ import annotations

from datetime import UTC, datetime

from rapport.kernel.limits.rules import Limits
from rapport.people.accounts.models import Account
from rapport.people.actors import actions as actors

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
LIMITS = Limits()


def make_member(
    handle: str, *, name: str | None = None, now: datetime = START, limits: Limits = LIMITS
) -> int:
    """The actor id of a new member `@handle` with the address handle@example.org."""
    actor = actors.create(handle=handle, name=name or handle.title(), headline="", now=now, limits=limits)
    Account.objects.create(email=f"{handle}@example.org", actor=actor, joined_at=now, approved_at=now)
    return actor.pk

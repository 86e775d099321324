"""What the app of accounts does by the clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from rapport.kernel import clock, jobs
from rapport.people.accounts import actions


@jobs.periodic("accounts.restore", every=timedelta(minutes=10))
def restore(_: dict[str, Any]) -> None:
    """End the suspensions that have run their time."""
    actions.end_overdue_suspensions(now=clock.now())


@jobs.periodic("accounts.forget", every=timedelta(hours=1))
def forget(_: dict[str, Any]) -> None:
    """Remove sessions that ran out and accounts that nobody verified."""
    actions.forget_sessions(now=clock.now())
    actions.forget_unverified(now=clock.now())

"""What the app of accounts does by the clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from rapport.kernel import clock, jobs, rows
from rapport.people.accounts import actions


@jobs.periodic("accounts.restore", every=timedelta(minutes=10))
def restore(_: dict[str, Any]) -> None:
    """End the suspensions that have run their time."""
    actions.end_overdue_suspensions(now=clock.now())


@jobs.periodic("accounts.erase", every=timedelta(minutes=10))
def erase(_: dict[str, Any]) -> None:
    """Erase the accounts whose grace period is over (OPS-2)."""
    actions.erase_due(now=clock.now())


@jobs.handler(actions.EMPTY_LOG_JOB, outward=True)
def empty_log(_: dict[str, Any], _job: UUID) -> None:
    """Let no file keep what was erased."""
    rows.empty_log()


@jobs.periodic("accounts.forget", every=timedelta(hours=1))
def forget(_: dict[str, Any]) -> None:
    """Remove sessions that ran out and accounts that nobody verified."""
    actions.forget_sessions(now=clock.now())
    actions.forget_unverified(now=clock.now())

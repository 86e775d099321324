"""Reading the jobs: what is due, and how much waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Min, Q, QuerySet

from rapport.kernel.jobs.models import Job, Schedule
from rapport.kernel.jobs.rules import CLOCK_TOLERANCE, LONGEST_LEASE, LONGEST_PAUSE, OPEN, State


@dataclass(frozen=True)
class Backlog:
    """How much waits; `oldest_seconds` is for how long the longest overdue job has been due, 0 where none is."""

    ready: int
    running: int
    dead: int
    oldest_seconds: float


def backlog(now: datetime) -> Backlog:
    """The open and the dead jobs, counted at `now`."""
    # state by state: each has its partial index, while one count over all would read the done ones too
    waiting = Job.objects.filter(state=State.READY).aggregate(count=Count("id"), oldest=Min("run_at"))
    oldest = waiting["oldest"]
    return Backlog(
        ready=waiting["count"],
        running=Job.objects.filter(state=State.RUNNING).count(),
        dead=Job.objects.filter(state=State.DEAD).count(),
        oldest_seconds=max(0.0, (now - oldest).total_seconds()) if oldest else 0.0,
    )


def open_under(key: str) -> QuerySet[Job]:
    """The job of that key that waits or runs; it says that the key is not empty for SQLite to take the index."""
    return Job.objects.filter(~Q(key=""), key=key, state__in=OPEN)


def ready(now: datetime) -> QuerySet[Job]:
    """Jobs whose time has come, longest due first."""
    return Job.objects.filter(state=State.READY, run_at__lte=now).order_by("run_at", "id")


def abandoned(now: datetime) -> QuerySet[Job]:
    """Jobs whose lease ran out, or was given by a clock far ahead of the present one."""
    gone = Q(lease_until__lt=now) | Q(lease_until__gt=now + LONGEST_LEASE)
    return Job.objects.filter(gone, state=State.RUNNING).order_by("lease_until", "id")


def misdated(now: datetime) -> QuerySet[Job]:
    """Ready jobs that only a clock put back since can have set so late: retries beyond the longest pause, and jobs
    due at their birth that were born in the future."""
    retry = Q(attempts__gt=0, run_at__gt=now + LONGEST_PAUSE)
    at_once = Q(run_at=F("created_at"), run_at__gt=now + CLOCK_TOLERANCE)
    return Job.objects.filter(retry | at_once, state=State.READY)


def slots() -> dict[str, int]:
    """The latest slot of each periodic job."""
    return dict(Schedule.objects.order_by("name").values_list("name", "slot"))

"""Every step of a job; each is a compare-and-swap, so that of two workers one wins."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from rapport.kernel import clock, ids
from rapport.kernel.jobs import queries
from rapport.kernel.jobs.models import Job, Schedule
from rapport.kernel.jobs.rules import (
    HANDLERS,
    KEEP_DONE,
    PERIODIC,
    Claimed,
    Payload,
    State,
    attempts_of,
    pause,
    slot,
    slot_is_new,
)

_LONGEST_ERROR = 4_000
_PRUNE_AT_ONCE = 1_000


def enqueue(
    name: str,
    payload: Payload | None = None,
    *,
    run_at: datetime | None = None,
    key: str = "",
    job_id: UUID | None = None,
) -> UUID:
    """Write a job down, in the transaction at hand if there is one; gives its id.

    It runs at `run_at`, else at once. With a `key`, while a job of that key waits or runs, no second one is
    made and the id of the first is given: the key has to name the whole work, since one that already runs
    may not see what happened just now. A `job_id` of the caller's own has to be fresh.
    Raises: LookupError where no handler has the name; TypeError where the payload is no JSON.
    """
    if name not in HANDLERS:
        raise LookupError(f"no handler is registered for the job {name}")
    now = clock.now()
    while True:
        job = Job(
            id=job_id or ids.new(),
            name=name,
            payload=payload or {},
            key=key,
            run_at=run_at or now,
            created_at=now,
        )
        if not key:
            job.save(force_insert=True)
            return job.id
        # ON CONFLICT DO NOTHING: an IntegrityError would spoil the caller's transaction on PostgreSQL
        Job.objects.bulk_create([job], ignore_conflicts=True)
        found = queries.open_under(key).values_list("id", flat=True).first()
        if found is not None:  # else the one in the way has just been done: once more
            return found


def claim(*, owner: str, lease: timedelta, now: datetime) -> Claimed | None:
    """Take the next job that is due for `owner`, until `now + lease`; None where nothing is due.

    A job whose workers died too often is laid with the dead letters instead of taken.
    """
    while queries.ready(now).exists() or queries.abandoned(now).exists():  # asks without the write lock
        with transaction.atomic():
            job = None
            for due in (queries.abandoned(now), queries.ready(now)):
                # SQLite knows no row locks and needs none: its transactions begin with the write lock
                job = job or due.select_for_update(skip_locked=True).first()
            if job is None:
                return None
            row = Job.objects.filter(id=job.id, state=job.state, lease_owner=job.lease_owner)
            if job.state == State.RUNNING and job.attempts >= attempts_of(job.name):
                row.update(
                    state=State.DEAD,
                    lease_until=None,
                    lease_owner="",
                    last_error=f"the worker died or stalled at attempt {job.attempts}\n{job.last_error}",
                )
            elif row.update(
                state=State.RUNNING, attempts=F("attempts") + 1, lease_until=now + lease, lease_owner=owner
            ):
                return Claimed(job.id, job.name, job.payload, job.attempts + 1)
    return None


def renew(*, job: UUID, owner: str, lease: timedelta, now: datetime) -> bool:
    """Hold the job until `now + lease`; False where it is no longer ours."""
    return _held(job, owner).update(lease_until=now + lease) == 1


def finish(*, job: UUID, owner: str, result: object, now: datetime) -> bool:
    """Mark the job done; False where it is no longer ours: then the caller's effect must be rolled back."""
    return (
        _held(job, owner).update(
            state=State.DONE, done_at=now, result=result, last_error="", lease_until=None, lease_owner=""
        )
        == 1
    )


def fail(*, job: Claimed, owner: str, error: str, now: datetime) -> None:
    """Note a failed attempt: the job comes back after a pause, or is dead after the last attempt."""
    last = job.attempt >= attempts_of(job.name)
    again_at = now + pause(job.attempt, secrets.randbelow(1_000) / 1_000)
    _held(job.id, owner).update(
        state=State.DEAD if last else State.READY,
        run_at=F("run_at") if last else again_at,
        last_error=error[-_LONGEST_ERROR:].replace("\0", ""),
        lease_until=None,
        lease_owner="",
    )


def release(*, job: UUID, owner: str) -> None:
    """Give back a job that was taken and not begun, as if it had never been taken."""
    _held(job, owner).update(state=State.READY, attempts=F("attempts") - 1, lease_until=None, lease_owner="")


def mend(*, now: datetime) -> int:
    """Make due what a clock since put back had set too late; gives how many."""
    misdated = queries.misdated(now)
    return misdated.update(run_at=now) if misdated.exists() else 0


def schedule(*, now: datetime) -> int:
    """Make a job for each periodic one whose slot has come; gives how many this call made."""
    made = 0
    known = queries.slots()
    for name, every in PERIODIC.items():
        last = known.get(name, -1)
        if not slot_is_new(last, every, now):
            continue
        with transaction.atomic():
            if name not in known:
                Schedule.objects.bulk_create([Schedule(name=name)], ignore_conflicts=True)
            # of several workers that saw the same last slot, one moves it
            if Schedule.objects.filter(name=name, slot=last).update(slot=slot(every, now)):
                enqueue(name, {"slot": slot(every, now)}, key=f"periodic {name}")
                made += 1
    return made


def prune(*, now: datetime) -> int:
    """Delete the jobs that have been done for longer than a week; gives how many."""
    pruned = 0
    old = Job.objects.filter(state=State.DONE, done_at__lt=now - KEEP_DONE).order_by("done_at", "id")
    while batch := list(old.values_list("id", flat=True)[:_PRUNE_AT_ONCE]):
        pruned += Job.objects.filter(id__in=batch).delete()[0]
    return pruned


def forget(*, mentioning: Sequence[str]) -> int:
    """Delete the jobs over and done with, or dead, that mention one of these addresses; gives how many.

    A longer address in which one of them stands is another's.
    """
    forgotten = 0
    for words in mentioning:
        whole = re.compile(rf"(?<![\w.+-]){re.escape(words)}(?!\.?[\w-])", re.IGNORECASE)
        said = Q(payload__icontains=words) | Q(last_error__icontains=words)
        rows = Job.objects.filter(said, state__in=(State.DONE, State.DEAD))
        found = [
            pk
            for pk, payload, error in rows.values_list("pk", "payload", "last_error")
            if whole.search(f"{payload}\n{error}")
        ]
        forgotten += Job.objects.filter(pk__in=found).delete()[0]
    return forgotten


def _held(job: UUID, owner: str) -> QuerySet[Job]:
    return Job.objects.filter(id=job, state=State.RUNNING, lease_owner=owner)

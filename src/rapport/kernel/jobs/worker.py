"""The worker: takes jobs one after the other, holds each by a heartbeat, and survives its database.

Killed at any moment it loses nothing: the transaction of the job at hand is rolled back,
its lease runs out, another worker takes it. On SIGTERM the job at hand is finished first.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time
import traceback
from datetime import datetime, timedelta
from uuid import UUID

from django.db import Error as DatabaseError
from django.db import connection, transaction

from rapport.kernel import clock, ids
from rapport.kernel.jobs import actions
from rapport.kernel.jobs.rules import HANDLERS, LEASE, LONGEST_LEASE, POLL_SECONDS, Claimed

log = logging.getLogger(__name__)

_ROUND_SECONDS = 2.0
_TROUBLE_SECONDS = 1.0


class LeaseLost(Exception):
    """Another worker has taken the job over; what was done here is rolled back."""


class Heartbeat(threading.Thread):
    """Renews the lease of the job at hand, over a database connection of its own."""

    def __init__(self, owner: str, lease: timedelta) -> None:
        """Beat three times a lease."""
        super().__init__(name="jobs-heartbeat", daemon=True)
        self._owner, self._lease = owner, lease
        self._job: UUID | None = None
        self._ended = threading.Event()

    def hold(self, job: UUID | None) -> None:
        """Renew the lease of `job` from now on, or of none."""
        self._job = job

    def run(self) -> None:
        """Beat until ended; a database that does not answer is asked again at the next beat."""
        while not self._ended.wait(self._lease.total_seconds() / 3):
            job = self._job
            if job is None:
                continue
            try:
                actions.renew(job=job, owner=self._owner, lease=self._lease, now=clock.now())
            except DatabaseError as trouble:
                log.warning("the lease of job %s could not be renewed: %s", job, trouble)
                connection.close()
        connection.close()

    def end(self) -> None:
        """Stop beating, and wait until it is so."""
        self._ended.set()
        self.join()


def run_worker(
    stop: threading.Event, *, poll_seconds: float = POLL_SECONDS, lease: timedelta = LEASE
) -> None:
    """Do jobs until `stop` is set; the job at hand is finished first. Blocks; one job at a time.

    Raises: ValueError for a lease longer than the longest one.
    """
    if lease > LONGEST_LEASE:
        raise ValueError(f"a lease of {lease} is longer than {LONGEST_LEASE}")
    owner = f"{socket.gethostname()[:40]} {os.getpid()} {ids.new()}"
    heartbeat = Heartbeat(owner, lease)
    heartbeat.start()
    next_round = time.monotonic()
    try:
        while not stop.is_set():
            try:
                if time.monotonic() >= next_round:
                    next_round = time.monotonic() + _ROUND_SECONDS
                    actions.mend(now=clock.now())
                    actions.schedule(now=clock.now())
                if not _turn(stop, owner, lease, heartbeat):
                    stop.wait(poll_seconds)
            except DatabaseError as trouble:
                log.warning("the database is not there for the worker: %s", trouble)
                connection.close()
                stop.wait(_TROUBLE_SECONDS)
    finally:
        heartbeat.end()
        connection.close()


def run_due(now: datetime | None = None) -> int:
    """Do everything that is due, also what that brings forth, in this thread; gives how many. For tests.

    Raises: whatever a handler raised, after noting it as a failed attempt.
    """
    owner, count = f"run_due {ids.new()}", 0
    while job := actions.claim(owner=owner, lease=LEASE, now=now or clock.now()):
        failure = perform(job, owner, now)
        if failure is not None:
            raise failure
        count += 1
    return count


def stop_on_signals() -> threading.Event:
    """An event that SIGTERM and SIGINT set, for `run_worker`; call it in the main thread."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def perform(job: Claimed, owner: str, now: datetime | None = None) -> Exception | None:
    """Do one claimed job and note how it went; gives what the handler raised.

    Where the lease was lost on the way nothing is noted: the job belongs to another.
    """
    try:
        handler = HANDLERS.get(job.name)
        if handler is None:
            raise LookupError(f"no handler is registered for the job {job.name}")
        if handler.outward is not None:
            result = handler.outward(job.payload, job.id)
            if not actions.finish(job=job.id, owner=owner, result=result, now=now or clock.now()):
                raise LeaseLost
        else:
            assert handler.inward is not None
            with transaction.atomic():
                result = handler.inward(job.payload)
                if not actions.finish(job=job.id, owner=owner, result=result, now=now or clock.now()):
                    raise LeaseLost
    except LeaseLost:
        log.warning("job %s %s was taken over by another worker", job.name, job.id)
    except Exception as failure:
        log.warning("job %s %s failed at attempt %d", job.name, job.id, job.attempt, exc_info=True)
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        told = "".join(traceback.format_exception(failure))
        actions.fail(job=job, owner=owner, error=told, now=now or clock.now())
        return failure
    return None


def _turn(stop: threading.Event, owner: str, lease: timedelta, heartbeat: Heartbeat) -> bool:
    """Do the next job that is due; False where there was none."""
    job = actions.claim(owner=owner, lease=lease, now=clock.now())
    if job is None:
        return False
    if stop.is_set():
        actions.release(job=job.id, owner=owner)
        return False
    heartbeat.hold(job.id)
    try:
        perform(job, owner)
    finally:
        heartbeat.hold(None)
    return True

"""A worker as a process of its own, to be killed: works on the database of the test that starts it.

Arguments: the database's name, the file that outward jobs write to, the lease in seconds. It says
"ready" when it begins.
"""

from __future__ import annotations

import os
import random
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import django
from django.conf import settings

DATABASE, OUTBOX, LEASE_SECONDS = sys.argv[1:]
settings.DATABASES["default"]["NAME"] = DATABASE
django.setup()

from rapport.kernel import clock, jobs  # noqa: E402 (the database has to be named first)
from rapport.kernel.jobs.rules import PERIODIC  # noqa: E402
from rapport.kernel.limits.models import SiteSetting  # noqa: E402


@jobs.handler("tests.effect", attempts=1_000)
def effect(payload: dict[str, Any]) -> None:
    """Leave a row for every time this takes effect, and pass on to an outward job."""
    SiteSetting.objects.create(name=str(uuid4()), value=payload["name"], changed_at=clock.now())
    time.sleep(random.uniform(0, payload.get("seconds", 0.02)))
    jobs.enqueue("tests.outward", payload)


@jobs.handler("tests.outward", outward=True, attempts=1_000)
def outward(payload: dict[str, Any], job: UUID) -> None:
    """Write a line for every time this happens."""
    with Path(OUTBOX).open("a") as file:
        file.write(f"{job} {payload['name']}\n")
    time.sleep(random.uniform(0, 0.02))


@jobs.handler("tests.slow")
def slow(payload: dict[str, Any]) -> None:
    """Say so, then take a second."""
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    time.sleep(1)


if __name__ == "__main__":
    PERIODIC.clear()  # the tests count jobs
    stop = jobs.stop_on_signals()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    jobs.run_worker(stop, poll_seconds=0.02, lease=timedelta(seconds=float(LEASE_SECONDS)))
    sys.stdout.write(f"ended {os.getpid()}\n")

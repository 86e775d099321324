"""The job that clears away pictures nobody holds."""

from __future__ import annotations

from datetime import timedelta

from rapport.kernel import clock
from rapport.kernel.jobs import periodic
from rapport.kernel.jobs.rules import Payload
from rapport.kernel.media import actions


@periodic("media.sweep", every=timedelta(minutes=5))
def sweep(payload: Payload) -> None:
    """One of 256 parts at a time, so that the whole store is gone through in a day and each run is short."""
    actions.sweep(part=int(payload["slot"]), now=clock.now())

"""The jobs that keep the jobs in order."""

from __future__ import annotations

from datetime import timedelta

from rapport.kernel import clock
from rapport.kernel.jobs import actions
from rapport.kernel.jobs.rules import Payload, periodic


@periodic("jobs.prune", every=timedelta(hours=1))
def prune(_: Payload) -> None:
    """Forget what has been done for longer than a week."""
    actions.prune(now=clock.now())

"""The job that forgets old answers."""

from __future__ import annotations

from datetime import timedelta

from rapport.kernel import clock
from rapport.kernel.idempotency import actions
from rapport.kernel.jobs import periodic
from rapport.kernel.jobs.rules import Payload


@periodic("idempotency.prune", every=timedelta(hours=1))
def prune(_: Payload) -> None:
    """Forget answers that are older than a day."""
    actions.prune(now=clock.now())

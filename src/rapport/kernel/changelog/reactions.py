"""The job that forgets old changes."""

from __future__ import annotations

from datetime import timedelta

from rapport.kernel import clock
from rapport.kernel.changelog import actions
from rapport.kernel.jobs import periodic
from rapport.kernel.jobs.rules import Payload


@periodic("changelog.prune", every=timedelta(hours=1))
def prune(_: Payload) -> None:
    """Forget changes that every index has long seen."""
    actions.prune(now=clock.now())

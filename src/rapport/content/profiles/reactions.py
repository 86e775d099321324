"""What profiles do when people come and go, and by the calendar."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from rapport.content.profiles.actions import facts, milestones
from rapport.kernel import clock, jobs
from rapport.kernel.events import subscribe
from rapport.people.actors.events import ActorCreated, ActorDeleted


def _make_profile(event: ActorCreated) -> None:
    facts.make_profile(actor_id=event.actor_id)


def _forget(event: ActorDeleted) -> None:
    facts.forget(actor_id=event.actor_id)


subscribe(ActorCreated.name, _make_profile)
subscribe(ActorDeleted.name, _forget, job=True)


_ANNOUNCE = "profiles.announce"


@jobs.handler(_ANNOUNCE)
def announce(payload: dict[str, Any]) -> None:
    """Announce the milestones of one batch of members, and leave the next one to another job (PRO-5)."""
    last = milestones.announce(after=int(payload["after"]), now=clock.now())
    if last is not None:
        jobs.enqueue(_ANNOUNCE, {"after": last})


@jobs.periodic("profiles.milestones", every=timedelta(days=1))
def begin(_payload: dict[str, Any]) -> None:
    """Begin each day with the first members."""
    jobs.enqueue(_ANNOUNCE, {"after": 0})

"""What relationships do when members leave, and what they do by the calendar."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from rapport.kernel import clock, jobs
from rapport.kernel.events import subscribe
from rapport.people.accounts.events import Erased
from rapport.people.actors.events import ActorDeleted
from rapport.people.relationships.actions import inviting, removing


def _end_all_ties(event: ActorDeleted) -> None:
    removing.sever_all(actor_id=event.actor_id, now=clock.now())


subscribe(ActorDeleted.name, _end_all_ties, job=True)


def _forget(event: Erased) -> None:
    if event.actor_id is not None:
        removing.forget(actor_id=event.actor_id)


subscribe(Erased.name, _forget, job=True)


@jobs.periodic("relationships.expire", every=timedelta(hours=1))
def expire(_payload: dict[str, Any]) -> None:
    """Let invitations lapse whose day has come (REL-11)."""
    inviting.expire_due(now=clock.now())

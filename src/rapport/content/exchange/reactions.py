"""What exchange does by the calendar, by jobs, and when somebody leaves for good."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from rapport.content.exchange.actions import exporting
from rapport.content.exchange.queries.exports import JOB
from rapport.kernel import clock, jobs
from rapport.kernel.events import subscribe
from rapport.kernel.limits import queries as limits
from rapport.people.actors.events import ActorDeleted


@jobs.handler(JOB, outward=True)
def export(payload: dict[str, Any], job: UUID) -> None:
    """Put together what a member asked for (OPS-2)."""
    exporting.make(actor_id=payload["owner"], export_id=job, limits=limits.current(), now=clock.now())


@jobs.periodic("exchange.clear", every=timedelta(hours=6))
def clear(_: dict[str, Any]) -> None:
    """Remove exports whose time is over."""
    exporting.clear(now=clock.now())


def _forget(event: ActorDeleted) -> None:
    exporting.forget(actor_id=event.actor_id)


subscribe(ActorDeleted.name, _forget, job=True)

"""What posts do when actors leave, and what the worker does about drafts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from rapport.content.posts.actions import changing, drafting, polling
from rapport.kernel import clock, jobs
from rapport.kernel.events import subscribe
from rapport.kernel.limits import queries as limits
from rapport.people.actors.events import ActorDeleted


def _forget(event: ActorDeleted) -> None:
    changing.forget(actor_id=event.actor_id)
    drafting.forget(actor_id=event.actor_id)
    polling.forget(actor_id=event.actor_id)


subscribe(ActorDeleted.name, _forget, job=True)


@jobs.handler(drafting.GO_OUT)
def go_out(payload: dict[str, Any]) -> None:
    """Publish a draft at its time: its effect and "done" are one transaction, so once (FEED-7)."""
    drafting.go_out(draft_id=UUID(payload["draft"]), now=clock.now(), limits=limits.current())


@jobs.periodic("posts.overdue", every=timedelta(minutes=10))
def overdue(_payload: dict[str, Any]) -> None:
    """Wake drafts whose job was lost, such as with a restored database."""
    drafting.go_on(now=clock.now())

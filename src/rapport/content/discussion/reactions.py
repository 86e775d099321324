"""What discussion does when actors leave."""

from __future__ import annotations

from rapport.content.discussion.actions import leaving
from rapport.kernel.events import subscribe
from rapport.people.actors.events import ActorDeleted


def _forget(event: ActorDeleted) -> None:
    leaving.forget(actor_id=event.actor_id)


subscribe(ActorDeleted.name, _forget, job=True)

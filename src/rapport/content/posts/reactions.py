"""What posts do when actors leave."""

from __future__ import annotations

from rapport.content.posts.actions import changing
from rapport.kernel.events import subscribe
from rapport.people.actors.events import ActorDeleted


def _forget(event: ActorDeleted) -> None:
    changing.forget(actor_id=event.actor_id)


subscribe(ActorDeleted.name, _forget, job=True)

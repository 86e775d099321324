"""What moderation does when actors leave."""

from __future__ import annotations

from rapport.content.moderation import actions
from rapport.kernel.events import subscribe
from rapport.people.actors.events import ActorDeleted


def _forget(event: ActorDeleted) -> None:
    actions.forget(actor_id=event.actor_id)


subscribe(ActorDeleted.name, _forget, job=True)

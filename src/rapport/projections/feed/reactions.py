"""What the feed forgets when members leave."""

from __future__ import annotations

from rapport.kernel.events import subscribe
from rapport.people.actors.events import ActorDeleted
from rapport.projections.feed.actions import preferring


def _forget(event: ActorDeleted) -> None:
    """Their choices go, and what others chose about them."""
    preferring.forget(actor_id=event.actor_id)


subscribe(ActorDeleted.name, _forget, job=True)

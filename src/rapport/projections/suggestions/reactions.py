"""What suggestions forget when members leave."""

from __future__ import annotations

from rapport.kernel.events import subscribe
from rapport.people.actors.events import ActorDeleted
from rapport.projections.suggestions import actions


def _forget(event: ActorDeleted) -> None:
    """What they put aside goes, and nobody has them put aside any more."""
    actions.forget(actor_id=event.actor_id)


subscribe(ActorDeleted.name, _forget, job=True)

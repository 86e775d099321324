"""What ties do when actors come."""

from __future__ import annotations

from rapport.kernel.events import subscribe
from rapport.people.actors.events import ActorCreated
from rapport.people.ties import actions


def _network_for(event: ActorCreated) -> None:
    actions.make_network(actor_id=event.actor_id)


subscribe(ActorCreated.name, _network_for)

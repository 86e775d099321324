"""What profiles do when people come and go."""

from __future__ import annotations

from rapport.content.profiles.actions import facts
from rapport.kernel.events import subscribe
from rapport.people.actors.events import ActorCreated, ActorDeleted


def _make_profile(event: ActorCreated) -> None:
    facts.make_profile(actor_id=event.actor_id)


def _forget(event: ActorDeleted) -> None:
    facts.forget(actor_id=event.actor_id)


subscribe(ActorCreated.name, _make_profile)
subscribe(ActorDeleted.name, _forget, job=True)

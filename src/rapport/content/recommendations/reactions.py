"""What recommendations do when members part for good."""

from __future__ import annotations

from rapport.content.recommendations.actions import ending
from rapport.kernel.events import subscribe
from rapport.people.actors.events import ActorDeleted
from rapport.people.relationships.events import Blocked


def _sever(event: Blocked) -> None:
    ending.sever(one=event.owner_id, two=event.other_id)


def _forget(event: ActorDeleted) -> None:
    ending.forget(actor_id=event.actor_id)


subscribe(Blocked.name, _sever)
subscribe(ActorDeleted.name, _forget, job=True)

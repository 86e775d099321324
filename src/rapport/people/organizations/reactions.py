"""What company pages do when somebody leaves for good, a company among them."""

from __future__ import annotations

from rapport.kernel.events import subscribe
from rapport.people.actors.events import ActorDeleted
from rapport.people.organizations.actions import pages


def _forget(event: ActorDeleted) -> None:
    pages.forget(actor_id=event.actor_id)


subscribe(ActorDeleted.name, _forget, job=True)

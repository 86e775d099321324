"""What contact books do when members leave."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from rapport.kernel import jobs
from rapport.kernel.events import subscribe
from rapport.kernel.limits import queries as limits
from rapport.people.actors.events import ActorDeleted
from rapport.people.contacts import actions


def _forget(event: ActorDeleted) -> None:
    """The book of who left goes; in other books they are nobody's member any more."""
    actions.forget_member(actor_id=event.actor_id)


subscribe(ActorDeleted.name, _forget, job=True)


@jobs.periodic("contacts.switched_off", every=timedelta(hours=1))
def switched_off(_: dict[str, Any]) -> None:
    """Where the organisers switched the books off, what stood in them goes (OPS-1)."""
    if not limits.current().contact_book:
        actions.empty_books()

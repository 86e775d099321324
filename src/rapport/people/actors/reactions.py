"""The pictures of actors are wanted as long as an actor shows them, and go when an account is erased."""

from __future__ import annotations

from typing import Any

from rapport.kernel.events import subscribe
from rapport.kernel.media.rules import holds
from rapport.people.actors import actions, queries


def _forget(erased: Any) -> None:
    """Let nothing of the face lie on the disk (quality 3)."""
    if erased.actor_id is not None and queries.by_ids([erased.actor_id]):
        actions.remove_picture(actor_id=erased.actor_id)


holds("actors", queries.pictures_held)
# `accounts` stands above: the fact is known here by its name
subscribe("accounts.Erased", _forget, job=True)

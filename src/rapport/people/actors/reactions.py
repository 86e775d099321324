"""The pictures of actors are wanted as long as an actor shows them."""

from __future__ import annotations

from rapport.kernel.media.rules import holds
from rapport.people.actors import queries

holds("actors", queries.pictures_held)

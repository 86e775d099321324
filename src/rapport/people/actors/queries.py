"""Readings of actors by id and handle; who may see them is decided by `visibility`."""

from __future__ import annotations

from collections.abc import Iterable

from rapport.people.actors.models import Actor


def by_ids(ids: Iterable[int]) -> dict[int, Actor]:
    """The actors of these ids, by id."""
    return Actor.objects.in_bulk(list(ids))


def handle_taken(handle: str) -> bool:
    """Whether anybody, present or past, holds this handle."""
    return Actor.objects.filter(handle=handle).exists()

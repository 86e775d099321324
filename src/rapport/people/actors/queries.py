"""Readings of actors by id and handle; who may see them is decided by `visibility`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Set

from django.utils.crypto import salted_hmac

from rapport.people.actors.models import Actor, RetiredHandle


def by_ids(ids: Iterable[int]) -> dict[int, Actor]:
    """The actors of these ids, by id."""
    return Actor.objects.in_bulk(list(ids))


def pictures_held(keys: Collection[str]) -> Set[str]:
    """Which of these pictures somebody shows."""
    return frozenset(Actor.objects.filter(picture__in=keys).values_list("picture", flat=True))


def picture_audience(actor_id: int) -> str:
    """Whom the picture of an actor is for."""
    return Actor.objects.values_list("picture_audience", flat=True).get(pk=actor_id)


def handle_taken(handle: str) -> bool:
    """Whether anybody, present or past, holds this handle."""
    return (
        Actor.objects.filter(handle=handle).exists()
        or RetiredHandle.objects.filter(pk=retired(handle)).exists()
    )


def retired(handle: str) -> str:
    """What is kept of a handle whose member was erased; without the site's secret it names nobody."""
    return salted_hmac("rapport.people.actors.handle", handle, algorithm="sha256").hexdigest()

"""Writings of actors: come to be, change the face, leave the graph and come back."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from rapport.kernel import text
from rapport.kernel.errors import Absent, Invalid
from rapport.kernel.events import emit
from rapport.kernel.limits.rules import Limits
from rapport.people.actors.events import ActorCreated, ActorDeleted, ActorRestored, ActorSuspended
from rapport.people.actors.models import Actor
from rapport.people.actors.rules import Kind, Status, check_handle, fold


@transaction.atomic
def create(
    *, kind: Kind = Kind.PERSON, handle: str, name: str, headline: str = "", now: datetime, limits: Limits
) -> Actor:
    """Make the public face `@handle`.

    Raises: Invalid, where handle, name or headline cannot be taken, or the handle is somebody's.
    """
    check_handle(handle)
    shown = text.one_line(name, field="name", at_most=limits.name_length, at_least=1)
    line = text.one_line(headline, field="headline", at_most=limits.headline_length)
    try:
        with transaction.atomic():
            actor = Actor.objects.create(
                kind=kind.value,
                handle=handle,
                name=shown,
                name_key=fold(shown),
                headline=line,
                created_at=now,
            )
    except IntegrityError as taken:
        raise Invalid(
            "“{handle}” is taken. Choose another.", code="handle_taken", field="handle", handle=handle
        ) from taken
    emit(ActorCreated(actor_id=actor.pk))
    return actor


@transaction.atomic
def change_face(
    *, actor_id: int, name: str | None = None, headline: str | None = None, limits: Limits
) -> None:
    """Change the name or the headline; None leaves it.

    Raises: Invalid, where one cannot be taken.
    """
    changes: dict[str, str] = {}
    if name is not None:
        changes["name"] = text.one_line(name, field="name", at_most=limits.name_length, at_least=1)
        changes["name_key"] = fold(changes["name"])
    if headline is not None:
        changes["headline"] = text.one_line(headline, field="headline", at_most=limits.headline_length)
    if changes:
        Actor.objects.filter(pk=actor_id).update(**changes)


@transaction.atomic
def suspend(*, actor_id: int) -> bool:
    """Take an active actor out of the graph; False where it already was."""
    changed = Actor.objects.filter(pk=actor_id, status=Status.ACTIVE.value).update(
        status=Status.SUSPENDED.value
    )
    if changed:
        emit(ActorSuspended(actor_id=actor_id))
    return bool(changed)


@transaction.atomic
def restore(*, actor_id: int) -> bool:
    """Bring a suspended actor back; False where it was not suspended."""
    changed = Actor.objects.filter(pk=actor_id, status=Status.SUSPENDED.value).update(
        status=Status.ACTIVE.value
    )
    if changed:
        emit(ActorRestored(actor_id=actor_id))
    return bool(changed)


@transaction.atomic
def delete(*, actor_id: int) -> bool:
    """Take an actor out of the graph for good; its ties end by and by (derived at reading at once).

    Raises: Absent, where there is no such actor.
    """
    if not Actor.objects.filter(pk=actor_id).exists():
        raise Absent
    changed = (
        Actor.objects.filter(pk=actor_id)
        .exclude(status=Status.DELETED.value)
        .update(status=Status.DELETED.value)
    )
    if changed:
        emit(ActorDeleted(actor_id=actor_id))
    return bool(changed)

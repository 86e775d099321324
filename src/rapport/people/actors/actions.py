"""Writings of actors: come to be, change the face, leave the graph and come back."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from rapport.kernel import text
from rapport.kernel.changelog import actions as changelog
from rapport.kernel.changelog.rules import Change
from rapport.kernel.errors import Absent, Invalid
from rapport.kernel.events import emit
from rapport.kernel.limits.rules import Limits
from rapport.kernel.media import actions as media
from rapport.kernel.media import store as pictures
from rapport.kernel.media.rules import CENTRED, Crop
from rapport.people.actors.events import (
    ActorCreated,
    ActorDeleted,
    ActorRestored,
    ActorSuspended,
    FaceChanged,
)
from rapport.people.actors.models import Actor, RetiredHandle
from rapport.people.actors.queries import handle_taken, retired
from rapport.people.actors.rules import (
    STATUS_CHANGED,
    Kind,
    Status,
    check_handle,
    check_picture_audience,
    fold,
)


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
    taken = Invalid(
        "“{handle}” is taken. Choose another.", code="handle_taken", field="handle", handle=handle
    )
    if handle_taken(handle):
        raise taken
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
    except IntegrityError as cause:  # somebody took it at this very moment
        raise taken from cause
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
        emit(FaceChanged(actor_id=actor_id))


def change_picture(*, actor_id: int, data: bytes, crop: Crop = CENTRED) -> str:
    """Show the square that `crop` names of the picture in `data`; gives its key (PRO-1).

    The picture is read and drawn anew before anything is written; one that stood before goes.
    Raises: NotAPicture, TooManyPixels, TooManyBytes, Crowded; Absent, where there is no such actor.
    """
    key = media.keep(data, crop)
    try:
        give_picture(actor_id=actor_id, key=key)
    except BaseException:
        pictures.remove(key)
        raise
    return key


@transaction.atomic
def give_picture(*, actor_id: int, key: str) -> None:
    """Show the kept picture `key`, which nobody else shows; the empty key takes the picture away.

    Raises: Absent, where there is no such actor.
    """
    actor = Actor.objects.select_for_update().filter(pk=actor_id).only("picture").first()
    if actor is None:
        raise Absent
    if actor.picture != key:
        Actor.objects.filter(pk=actor_id).update(picture=key)
        media.let_go(actor.picture)


def remove_picture(*, actor_id: int) -> None:
    """Take the picture away, its files too; initials stand there again. Nothing, where there is none.

    Raises: Absent, where there is no such actor.
    """
    give_picture(actor_id=actor_id, key="")


@transaction.atomic
def choose_picture_audience(*, actor_id: int, audience: str) -> None:
    """Say who may see the picture; everybody else sees initials, from now on (PRO-1).

    Raises: Invalid, for what may not be chosen; Absent, where there is no such actor.
    """
    kind = Actor.objects.filter(pk=actor_id).values_list("kind", flat=True).first()
    if kind is None:
        raise Absent
    chosen = check_picture_audience(Kind(kind), audience)
    Actor.objects.filter(pk=actor_id).update(picture_audience=chosen.value)


@transaction.atomic
def suspend(*, actor_id: int) -> bool:
    """Take an active actor out of the graph; False where it already was."""
    changed = Actor.objects.filter(pk=actor_id, status=Status.ACTIVE.value).update(
        status=Status.SUSPENDED.value
    )
    if changed:
        changelog.append(Change(STATUS_CHANGED, actor_id))
        emit(ActorSuspended(actor_id=actor_id))
    return bool(changed)


@transaction.atomic
def restore(*, actor_id: int) -> bool:
    """Bring a suspended actor back; False where it was not suspended."""
    changed = Actor.objects.filter(pk=actor_id, status=Status.SUSPENDED.value).update(
        status=Status.ACTIVE.value
    )
    if changed:
        changelog.append(Change(STATUS_CHANGED, actor_id))
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
        changelog.append(Change(STATUS_CHANGED, actor_id))
        emit(ActorDeleted(actor_id=actor_id))
    return bool(changed)


@transaction.atomic
def erase(*, actor_id: int) -> None:
    """Delete an actor and leave no word of them: the row stands on without a name, for what still points to it.

    The handle is never given to another: its digest is kept.
    Raises: Absent, where there is no such actor.
    """
    delete(actor_id=actor_id)
    remove_picture(actor_id=actor_id)
    actor = Actor.objects.get(pk=actor_id)
    RetiredHandle.objects.get_or_create(pk=retired(actor.handle))
    actor.handle, actor.name, actor.name_key, actor.headline = f"-{actor_id}", "", "", ""
    actor.save(update_fields=["handle", "name", "name_key", "headline"])

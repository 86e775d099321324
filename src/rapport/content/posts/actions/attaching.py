"""Taking in what a post is to show, hanging it on the post, and letting it go with it (FEED-1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from rapport.content.posts.models import PostDocument, PostPage, PostPicture, Upload
from rapport.content.posts.rules.attached import (
    KEPT_UNUSED,
    Attached,
    Given,
    What,
    check_attached,
    check_room,
    unknown,
    what_of,
)
from rapport.kernel.limits.rules import Limits
from rapport.kernel.media import actions as media
from rapport.people.ties import actions as ties

_AT_ONCE = 200


@dataclass(frozen=True)
class TakenIn:
    """A file that was drawn and kept, and that no row speaks of yet: the sweep takes it away after a day."""

    key: str
    what: What
    pages: tuple[Mapping[str, Any], ...]


def take_in(*, owner: int, data: bytes, now: datetime, limits: Limits) -> TakenIn:
    """Draw a picture or a document. Call it outside a transaction: it takes a while; then `note` it.

    Raises: NotAPicture, TooManyPixels, TooManyBytes, NotADocument, TooManyPages; TooMany; Crowded.
    """
    check_room(_waiting(owner, now))
    if what_of(data) is What.DOCUMENT:
        kept = media.keep_document(data, limits)
        pages = tuple(
            {"width": page.shape.width, "height": page.shape.height, "words": page.words}
            for page in kept.pages
        )
        return TakenIn(kept.key, What.DOCUMENT, pages)
    whole = media.keep_whole(data)
    shape = {"width": whole.shape.width, "height": whole.shape.height, "words": ""}
    return TakenIn(whole.key, What.PICTURE, (shape,))


@transaction.atomic
def note(*, owner: int, taken: TakenIn, now: datetime) -> Upload:
    """Write down that a file waits for a post of this member, for a day. Raises: TooMany."""
    ties.lock_all({owner})
    check_room(_waiting(owner, now))
    return Upload.objects.create(
        key=taken.key, owner_id=owner, what=taken.what.value, pages=list(taken.pages), at=now
    )


def _waiting(owner: int, now: datetime) -> int:
    return Upload.objects.filter(owner_id=owner, at__gt=now - KEPT_UNUSED).count()


def attach(*, owner: int, post_id: int, given: Attached, now: datetime, limits: Limits) -> None:
    """Hang uploads of this member on their new post, in its transaction; each serves once.

    Raises: Invalid (`pictures`, `alt`, `document`).
    """
    given = check_attached(given, limits)
    if not given:
        return
    rows = Upload.objects.select_for_update().filter(
        owner_id=owner, key__in=given.keys, at__gt=now - KEPT_UNUSED
    )
    found = {row.key: row for row in rows}
    PostPicture.objects.bulk_create(
        _picture(post_id, position, one, found) for position, one in enumerate(given.pictures)
    )
    if given.document:
        _document(post_id, given.document, found)
    Upload.objects.filter(key__in=given.keys).delete()


def _picture(post_id: int, position: int, one: Given, found: Mapping[str, Upload]) -> PostPicture:
    upload = found.get(one.key)
    if upload is None or upload.what != What.PICTURE.value:
        raise unknown("pictures")
    (shape,) = upload.pages
    return PostPicture(
        post_id=post_id,
        position=position,
        key=one.key,
        alt=one.alt,
        width=shape["width"],
        height=shape["height"],
    )


def _document(post_id: int, one: Given, found: Mapping[str, Upload]) -> None:
    upload = found.get(one.key)
    if upload is None or upload.what != What.DOCUMENT.value:
        raise unknown("document")
    first = upload.pages[0]
    PostDocument.objects.create(
        post_id=post_id,
        key=one.key,
        name=one.alt,
        pages=len(upload.pages),
        width=first["width"],
        height=first["height"],
    )
    PostPage.objects.bulk_create(
        PostPage(post_id=post_id, number=number, **page) for number, page in enumerate(upload.pages, start=1)
    )


def comes_with(post_id: int) -> bool:
    """Whether anything stands beside the text of a post: then it needs none."""
    return (
        PostPicture.objects.filter(post_id=post_id).exists()
        or PostDocument.objects.filter(post_id=post_id).exists()
    )


def let_go(post_ids: Collection[int]) -> None:
    """Take away the files of these posts when the transaction at hand, in which they go, is done."""
    for rows in (PostPicture.objects, PostDocument.objects):
        for key in rows.filter(post_id__in=post_ids).values_list("key", flat=True):
            media.let_go(key)


@transaction.atomic
def forget(*, owner: int) -> None:
    """Take away what waits for a post of somebody who left."""
    _clear(list(Upload.objects.filter(owner_id=owner).values_list("key", flat=True)))


@transaction.atomic
def clear(*, now: datetime) -> int:
    """Take away what has waited for a post longer than a day; gives how many."""
    old = Upload.objects.filter(at__lte=now - KEPT_UNUSED).order_by("at", "key")
    keys = list(old.select_for_update(skip_locked=True).values_list("key", flat=True)[:_AT_ONCE])
    _clear(keys)
    return len(keys)


def _clear(keys: Collection[str]) -> None:
    Upload.objects.filter(key__in=keys).delete()
    for key in keys:
        media.let_go(key)

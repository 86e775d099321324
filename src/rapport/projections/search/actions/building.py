"""Building the index from scratch, some actors at a time, while pages go on (NET-4)."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from rapport.people.actors.models import Actor
from rapport.people.actors.rules import Status
from rapport.projections.search.actions import documents, posts
from rapport.projections.search.actions.documents import BATCH
from rapport.projections.search.models import Built, Document, Gram

BUILT = 1
"""The row that says how far the index of actors is built."""
VERSION = 1
"""Of what is kept: one more makes every instance build its index anew."""


def count() -> int:
    """How many actors and posts there are to be written."""
    return Actor.objects.exclude(status=Status.DELETED.value).count() + posts.count()


def rebuild(advance: Callable[[int], None]) -> None:
    """Write everybody and every post anew, and forget words that nobody shows; `advance` hears how many."""
    for part in (build, posts.build):
        after: int | None = 0
        while after is not None:
            after, written = part(after=after)
            advance(written)
    sweep()
    posts.sweep()


def _next_batch(after: int) -> list[int]:
    """The ids that follow: those who are here, and those of whom something is kept."""
    here = Actor.objects.exclude(status=Status.DELETED.value).filter(pk__gt=after).order_by("pk")
    kept = Document.objects.filter(pk__gt=after).order_by("pk")
    found = {*here.values_list("pk", flat=True)[:BATCH], *kept.values_list("pk", flat=True)[:BATCH]}
    return sorted(found)[:BATCH]


@transaction.atomic
def build(*, after: int) -> tuple[int | None, int]:
    """Write the next actors after this id into the index; gives where to go on, None at the end, and how many.

    What is there stays in force meanwhile. At the end it is written down that the index is whole.
    """
    ids = _next_batch(after)
    if ids:
        documents.refresh(ids=ids)
    last = ids[-1] if len(ids) == BATCH else None
    Built.objects.update_or_create(pk=BUILT, defaults={"version": VERSION, "after": last})
    return last, len(ids)


def sweep() -> None:
    """Forget words that no one shows any more, whatever let them stand; some at a time."""
    words = sorted(Gram.objects.values_list("word", flat=True).distinct())
    for start in range(0, len(words), BATCH):
        with transaction.atomic():
            documents.unlearn(words[start : start + BATCH])

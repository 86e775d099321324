"""Choosing a feed, its sliders, and what to see less of (FEED-3, FEED-4, FEED-5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from rapport.kernel.errors import Invalid
from rapport.people.relationships.rules.inviting import refuse_oneself
from rapport.people.ties.models import Hashtag
from rapport.projections.feed.models import LessAbout, LessFrom, Preference
from rapport.projections.feed.rules.kinds import FeedKind
from rapport.projections.feed.rules.top import LEVELS, Source


@transaction.atomic
def prefer(
    *,
    owner: int,
    kind: FeedKind | None = None,
    levels: Mapping[Source, int] | None = None,
    brought: bool | None = None,
) -> None:
    """Keep what a member chose; None leaves it as it is.

    Raises: Invalid (`level`), for a place that no slider has.
    """
    changes: dict[str, object] = {}
    for source, level in (levels or {}).items():
        if not 0 <= level < len(LEVELS):
            raise Invalid(
                f"A slider stands between 0 and {len(LEVELS) - 1}.", code="level", field=source.value
            )
        changes[source.value] = level
    if kind is not None:
        changes["kind"] = kind.value
    if brought is not None:
        changes["brought"] = brought
    if changes:
        Preference.objects.update_or_create(owner_id=owner, defaults=changes)


@transaction.atomic
def less_from(*, owner: int, other: int, now: datetime) -> None:
    """Weigh what this person or company writes, or what is written in this group, less; nobody is told.

    Raises: Invalid (`oneself`).
    """
    refuse_oneself(owner, other)
    LessFrom.objects.get_or_create(owner_id=owner, other_id=other, defaults={"since": now})


@transaction.atomic
def as_before_from(*, owner: int, handle: str) -> bool:
    """Weigh it as before, also where who has this handle is out of sight by now; False where nothing was less."""
    return bool(LessFrom.objects.filter(owner_id=owner, other__handle=handle).delete()[0])


@transaction.atomic
def less_about(*, owner: int, hashtag: str, now: datetime) -> bool:
    """Weigh what carries a hashtag less, by its one spelling; False where nobody ever wrote it."""
    found = Hashtag.objects.filter(name=hashtag).values_list("pk", flat=True).first()
    if found is not None:
        LessAbout.objects.get_or_create(owner_id=owner, hashtag_id=found, defaults={"since": now})
    return found is not None


@transaction.atomic
def as_before_about(*, owner: int, hashtag: str) -> bool:
    """Weigh it as before; False where nothing was less."""
    return bool(LessAbout.objects.filter(owner_id=owner, hashtag__name=hashtag).delete()[0])


@transaction.atomic
def forget(*, actor_id: int) -> None:
    """Forget what a member chose, and that others asked for less of them."""
    Preference.objects.filter(pk=actor_id).delete()
    LessFrom.objects.filter(Q(owner_id=actor_id) | Q(other_id=actor_id)).delete()
    LessAbout.objects.filter(owner_id=actor_id).delete()

"""Putting a suggestion aside, and taking that back (NET-3)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from rapport.people.relationships.rules.inviting import refuse_oneself
from rapport.projections.suggestions.models import Dismissal
from rapport.projections.suggestions.rules.lists import List


@transaction.atomic
def dismiss(*, owner: int, other: int, which: List, now: datetime) -> None:
    """Suggest `other` to `owner` in this list no more, until `restore`; twice is once, and nobody is told.

    Raises: Invalid (`oneself`).
    """
    refuse_oneself(owner, other)
    Dismissal.objects.get_or_create(owner_id=owner, other_id=other, list=which.value, defaults={"at": now})


@transaction.atomic
def restore(*, owner: int, other: int, which: List) -> None:
    """Let `other` be suggested again where something speaks for it; nothing where they were not put aside."""
    Dismissal.objects.filter(owner_id=owner, other_id=other, list=which.value).delete()


@transaction.atomic
def restore_all(*, owner: int) -> int:
    """Let everybody be suggested again, in both lists; gives how many were put aside."""
    return Dismissal.objects.filter(owner_id=owner).delete()[0]


@transaction.atomic
def forget(*, actor_id: int) -> None:
    """Forget what a member put aside, and that others put them aside."""
    Dismissal.objects.filter(Q(owner_id=actor_id) | Q(other_id=actor_id)).delete()

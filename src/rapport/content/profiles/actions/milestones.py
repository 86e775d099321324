"""Announcing milestones: once a day, in batches, to whoever listens (PRO-5)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rapport.content.profiles.events import MilestoneReached
from rapport.content.profiles.queries import milestones
from rapport.kernel.events import emit

BATCH = 200
"""So many members are looked at in one transaction."""


@transaction.atomic
def announce(*, after: int, now: datetime) -> int | None:
    """Emit what the next members after this id came to; gives where to go on, None at the end (PRO-5).

    Doing it again says the same under the same keys.
    """
    owners = milestones.sharing(after, BATCH)
    for one in milestones.announced(owners, now.date()):
        emit(
            MilestoneReached(
                owner_id=one.owner_id,
                kind=one.happened.kind.value,
                key=one.happened.key,
                day=one.happened.day,
                entry_id=one.entry_id,
                at=now,
            )
        )
    return owners[-1] if len(owners) == BATCH else None

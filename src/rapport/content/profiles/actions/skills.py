"""The skills of a profile: add, remove, put in order; each once, however it is written (PRO-1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from rapport.content.profiles.actions.facts import lock
from rapport.content.profiles.events import ProfileChanged, SkillRemoved
from rapport.content.profiles.models import Skill
from rapport.content.profiles.rules.checks import check_skill
from rapport.content.profiles.rules.sections import SKILLS_AT_MOST
from rapport.kernel import ids
from rapport.kernel.errors import Absent, Invalid, Refused
from rapport.kernel.events import emit
from rapport.people.actors.rules import fold


@transaction.atomic
def add_skill(*, owner_id: int, name: str, now: datetime) -> UUID:
    """List a skill, at the end; one that is listed already, in capitals or not, stays as it is. Gives its id.

    Raises: Invalid (`empty`, `too_long`); Refused (`skills_at_most`).
    """
    shown = check_skill(name)
    lock(owner_id)
    own = Skill.objects.filter(owner_id=owner_id)
    known = own.filter(name_key=fold(shown)).values_list("pk", flat=True).first()
    if known is not None:
        return known
    if own.count() >= SKILLS_AT_MOST:
        raise Refused(
            "At most {limit} skills fit. Remove one first.", code="skills_at_most", limit=SKILLS_AT_MOST
        )
    place = int(own.aggregate(last=Max("place"))["last"] or 0) + 1
    row = Skill.objects.create(
        id=ids.new(), owner_id=owner_id, name=shown, name_key=fold(shown), place=place, created_at=now
    )
    emit(ProfileChanged(owner_id=owner_id))
    return row.pk


@transaction.atomic
def remove_skill(*, owner_id: int, skill_id: UUID) -> str:
    """Remove a skill of one's own, and its endorsements with it; gives its name.

    Raises: Absent.
    """
    lock(owner_id)
    row = Skill.objects.filter(pk=skill_id, owner_id=owner_id).first()
    if row is None:
        raise Absent
    emit(SkillRemoved(owner_id=owner_id, skill_id=skill_id))
    Skill.objects.filter(pk=skill_id).delete()
    emit(ProfileChanged(owner_id=owner_id))
    return row.name


@transaction.atomic
def reorder_skills(*, owner_id: int, order: Sequence[UUID]) -> None:
    """Put one's skills in order; those left out follow as they stood.

    Raises: Invalid (`order`), where an id is none of one's own or stands twice.
    """
    lock(owner_id)
    own = Skill.objects.filter(owner_id=owner_id).order_by("place", "id")
    known = list(own.values_list("pk", flat=True))
    if len(set(order)) != len(order) or not set(order) <= set(known):
        raise Invalid("Those are not your skills.", code="order", field="order")
    whole = [*order, *(one for one in known if one not in set(order))]
    Skill.objects.bulk_update([Skill(pk=one, place=place) for place, one in enumerate(whole, 1)], ["place"])

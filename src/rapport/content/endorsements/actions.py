"""Writings of endorsements: endorse, take back, hide."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from rapport.content.endorsements.events import Endorsed
from rapport.content.endorsements.models import Endorsement
from rapport.content.endorsements.queries import refusal, sees_skills
from rapport.content.endorsements.rules import refuse_own_skill
from rapport.content.profiles.actions import facts
from rapport.content.profiles.models import Skill
from rapport.kernel.errors import Absent
from rapport.kernel.events import emit
from rapport.people.audience import Viewer
from rapport.people.relationships.actions.steps import refuse_blocked
from rapport.people.ties import actions as ties


@transaction.atomic
def endorse(*, endorser: int, owner: int, skill_id: UUID, now: datetime) -> bool:
    """Vouch for a listed skill of somebody, once; True where that is new (PRO-3).

    The check is under the lock of the pair, so that unconnecting at the same moment comes wholly
    before or wholly after; the key of the table keeps it to one. The owner is told. One that the
    owner hid stays hidden, whatever its endorser does.

    Raises: Absent, where the skill is not there or not shown to the endorser; Invalid (`oneself`);
    Refused with `endorse_nobody`, `endorse_connections`, `endorse_followers` or `endorse_private_follow`.
    """
    refuse_own_skill(endorser, owner)
    ties.lock_pair(one=endorser, two=owner)
    refuse_blocked(endorser, owner)
    facts.lock(owner)  # under which skills are removed too
    skill = Skill.objects.filter(pk=skill_id, owner_id=owner)
    if not sees_skills(Viewer(endorser), owner) or not skill.exists():
        raise Absent
    refused = refusal(endorser, owner)
    if refused is not None:
        raise refused
    _, created = Endorsement.objects.get_or_create(
        owner_id=owner, skill_id=skill_id, endorser_id=endorser, defaults={"at": now}
    )
    if not created:
        row = Endorsement.objects.filter(owner_id=owner, skill_id=skill_id, endorser_id=endorser)
        return bool(row.filter(withdrawn=True).update(withdrawn=False, at=now))
    emit(Endorsed(skill_id=skill_id, owner_id=owner, endorser_id=endorser))
    return True


@transaction.atomic
def take_back(*, endorser: int, owner: int, skill_id: UUID) -> bool:
    """Take one's endorsement back, at any time and without a word; False where there was none (PRO-3)."""
    row = Endorsement.objects.filter(owner_id=owner, skill_id=skill_id, endorser_id=endorser)
    gone, _ = row.filter(hidden=False).delete()
    return bool(gone or row.filter(hidden=True, withdrawn=False).update(withdrawn=True))


@transaction.atomic
def hide(*, owner: int, skill_id: UUID, endorser: int, hidden: bool) -> None:
    """Hide an endorsement of one's own skill, or show it again; nobody is told (PRO-3).

    Raises: Absent, where there is none that stands.
    """
    rows = Endorsement.objects.filter(
        owner_id=owner, skill_id=skill_id, endorser_id=endorser, withdrawn=False
    )
    if not rows.update(hidden=hidden):
        raise Absent


@transaction.atomic
def sever(*, one: int, two: int) -> None:
    """Delete every endorsement between two members, for good (REL-17)."""
    Endorsement.objects.filter(Q(owner_id=one, endorser_id=two) | Q(owner_id=two, endorser_id=one)).delete()


@transaction.atomic
def forget(*, actor_id: int) -> None:
    """Delete what a member who left gave and got."""
    Endorsement.objects.filter(Q(owner_id=actor_id) | Q(endorser_id=actor_id)).delete()

"""What becomes of groups when a member leaves the site for good (PRO-7)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from rapport.kernel.events import emit
from rapport.people.actors.rules import Status
from rapport.people.groups.actions.founding import shut
from rapport.people.groups.events import LeftGroup, RoleChanged
from rapport.people.groups.models import Admission, Ban, Group
from rapport.people.ties import actions as ties
from rapport.people.ties.models import Membership
from rapport.people.ties.rules import GroupRole


def fall_out(*, actor_id: int, now: datetime) -> int:
    """Take somebody who left out of all groups, each in its own transaction; returns how many.

    A group whose last owner they were is owned by its longest-serving moderator from then on, else
    by its longest-serving member; one in which nobody is left is closed.
    """
    groups = list(Membership.objects.filter(owner_id=actor_id).values_list("other_id", flat=True))
    for group_id in sorted(groups):
        with transaction.atomic():
            ties.lock_rows(one=group_id, two=actor_id)
            if ties.end_membership(member=actor_id, group=group_id):
                emit(LeftGroup(group_id=group_id, person_id=actor_id))
                _succeed(group_id, now)
    with transaction.atomic():
        Admission.objects.filter(Q(person_id=actor_id) | Q(sender_id=actor_id)).delete()
        Admission.objects.filter(answered_by_id=actor_id).update(answered_by=None)
        Ban.objects.filter(other_id=actor_id).delete()
        Ban.objects.filter(by_id=actor_id).update(by=None)
        Group.objects.filter(founder_id=actor_id).update(founder=None)
    return len(groups)


def _succeed(group_id: int, now: datetime) -> None:
    """Give a group without an owner to somebody who is here, or close it."""
    group = Group.objects.filter(pk=group_id, actor__status=Status.ACTIVE.value)
    members = Membership.objects.filter(other_id=group_id)
    if not group.exists() or members.filter(role=GroupRole.OWNER.value).exists():
        return
    here = members.filter(owner__status=Status.ACTIVE.value).order_by("since", "owner_id")
    for role in (GroupRole.MODERATOR, GroupRole.MEMBER):
        heir = here.filter(role=role.value).values_list("owner_id", flat=True).first()
        if heir is not None:
            ties.set_role(member=heir, group=group_id, role=GroupRole.OWNER)
            emit(RoleChanged(group_id=group_id, person_id=heir, role=GroupRole.OWNER.value, at=now))
            return
    shut(group_id=group_id, by_id=None, now=now)

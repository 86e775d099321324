"""Where people stand toward groups, and which groups a viewer may know of at all (PRO-7)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from rapport.kernel import text
from rapport.kernel.errors import Absent
from rapport.kernel.limits.rules import Limits
from rapport.people.actors.rules import Status
from rapport.people.audience import Viewer
from rapport.people.groups.models import Admission, Ban, Group
from rapport.people.groups.rules.process import PLACE_OF, Place, State
from rapport.people.ties import terms
from rapport.people.ties.models import Membership
from rapport.people.ties.rules import GroupRole


@dataclass(frozen=True)
class GroupFace:
    """The least one shows of a group."""

    id: int
    handle: str
    name: str


def standing_invitations() -> QuerySet[Admission]:
    """Invitations to groups that stand: whoever sent one is here, and neither has blocked the other.

    What a block or a suspension hides is derived at each reading; it returns with its sender.
    """
    rows = Admission.objects.filter(state=State.INVITED.value)
    return rows.exclude(
        Q(terms.gone(OuterRef("sender_id"))) | terms.blocked(OuterRef("sender_id"), OuterRef("person_id"))
    )


def invited_to(person: Any, group: Any) -> Exists:
    """`person` has an invitation to `group` that stands."""
    return Exists(standing_invitations().filter(person_id=person, group_id=group))


def known_to(viewer: Viewer, group: str = "pk") -> Q:
    """Rows whose `group` column names a group this viewer may know of: listed, their own, or invited to."""
    listed = Q(Exists(Group.objects.filter(pk=OuterRef(group), listed=True)))
    if viewer.actor_id is None:
        return listed
    mine = Q(terms.member_of(viewer.actor_id, OuterRef(group)))
    return listed | mine | Q(invited_to(viewer.actor_id, OuterRef(group)))


def groups_for(viewer: Viewer, limits: Limits) -> QuerySet[Group]:
    """The groups this viewer may come across; visitors none where pages are for members only."""
    rows = Group.objects.filter(actor__status=Status.ACTIVE.value)
    if viewer.is_visitor and not limits.public_pages:
        return rows.none()
    return rows.filter(known_to(viewer))


def known(viewer: Viewer, handle: str, limits: Limits) -> Group:
    """The group `handle` as far as this viewer may know of it, with its face.

    Raises: Absent, where there is none, where it is closed, and where it is private and neither
    theirs nor open to them by an invitation: all alike.
    """
    if not text.is_handle(handle):
        raise Absent
    rows = groups_for(viewer, limits).filter(actor__handle=handle).select_related("actor")
    group = rows.first()
    if group is None:
        raise Absent
    return group


def is_known(viewer: Viewer, handle: str, limits: Limits) -> bool:
    """Whether this viewer may know of a group with this handle."""
    return text.is_handle(handle) and groups_for(viewer, limits).filter(actor__handle=handle).exists()


def place_of(person_id: int, group_id: int) -> tuple[Place, Admission | None]:
    """Where a person stands toward a group, with the request or invitation that is open.

    An invitation whose sender they do not see is none; exact under the lock of both.
    """
    role = Membership.objects.filter(owner_id=person_id, other_id=group_id)
    found = role.values_list("role", flat=True).first()
    if found is not None:
        return PLACE_OF[GroupRole(found)], None
    if Ban.objects.filter(owner_id=group_id, other_id=person_id).exists():
        return Place.BANNED, None
    asked = Admission.objects.filter(group_id=group_id, person_id=person_id, state=State.ASKED.value).first()
    if asked is not None:
        return Place.ASKED, asked
    invited = standing_invitations().filter(group_id=group_id, person_id=person_id).first()
    return (Place.INVITED, invited) if invited is not None else (Place.OUTSIDE, None)


def places(person_id: int, groups: Collection[int]) -> dict[int, Place]:
    """The same for one person and several groups, in three statements."""
    answer = dict.fromkeys(groups, Place.OUTSIDE)
    rows = Admission.objects.filter(person_id=person_id, group_id__in=groups, state=State.ASKED.value)
    answer |= dict.fromkeys(rows.values_list("group_id", flat=True), Place.ASKED)
    sent = standing_invitations().filter(person_id=person_id, group_id__in=groups)
    answer |= dict.fromkeys(sent.values_list("group_id", flat=True), Place.INVITED)
    bans = Ban.objects.filter(other_id=person_id, owner_id__in=groups)
    answer |= dict.fromkeys(bans.values_list("owner_id", flat=True), Place.BANNED)
    inside = Membership.objects.filter(owner_id=person_id, other_id__in=groups)
    answer |= {group: PLACE_OF[GroupRole(role)] for group, role in inside.values_list("other_id", "role")}
    return answer

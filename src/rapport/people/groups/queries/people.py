"""Who runs and owns groups, who is in one and who is kept out, page by page (PRO-7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from rapport.kernel import paging
from rapport.kernel.errors import Absent
from rapport.kernel.limits.rules import Limits
from rapport.people import visibility
from rapport.people.actors.rules import Status, fold
from rapport.people.audience import Audience, Viewer
from rapport.people.groups.models import Ban, Group
from rapport.people.groups.queries.places import known, place_of
from rapport.people.groups.rules.process import PLACE_OF, Joining, Place, sides, verbs_for
from rapport.people.relationships.queries.lists import in_order
from rapport.people.relationships.queries.people import Person
from rapport.people.ties import queries as edges
from rapport.people.ties.models import Membership
from rapport.people.ties.rules import GroupRole
from rapport.people.ties.terms import unseen_by


@dataclass(frozen=True)
class GroupMember:
    """One person of a group's list, and what the viewer may do about them there."""

    person: Person
    place: Place
    since: datetime
    allowed_actions: tuple[str, ...] = ()


@dataclass(frozen=True)
class MemberList:
    """One page of a group's members; `hidden` where its owners do not show the list to the viewer."""

    items: list[GroupMember]
    next: str | None = None
    hidden: bool = False


def runners_of(group_id: int) -> list[int]:
    """The ids of those who run a group and are here: its owners and moderators."""
    rows = Membership.objects.filter(other_id=group_id, owner__status=Status.ACTIVE.value)
    return sorted(rows.exclude(role=GroupRole.MEMBER.value).values_list("owner_id", flat=True))


def owned_by(actor_id: int) -> int:
    """How many groups a member owns."""
    return edges.memberships(actor_id).filter(role=GroupRole.OWNER.value).count()


def verbs_about(
    group: Group, role: GroupRole | None, place: Place, *, inviter: bool = False
) -> tuple[str, ...]:
    """The names of what somebody with `role` may do about a person in `place`, read from the table."""
    held = sides(role, inviter=inviter, joining=Joining(group.joining), listed=group.listed)
    return tuple(verb.value for verb in verbs_for(place, held, Joining(group.joining)))


def list_shown(viewer: Viewer, group: Group) -> bool:
    """Whether this viewer, who knows of the group, is shown who is in it."""
    return visibility.may_see(viewer, owner_id=group.pk, audience=Audience(group.member_list))


def members(
    viewer: Viewer,
    handle: str,
    *,
    q: str = "",
    running: bool = False,
    cursor: str | None = None,
    size: int = 20,
    limits: Limits,
    now: datetime,
) -> MemberList:
    """Who is in a group, latest first, as far as its owners show it; `running` those alone who run it.

    Nobody stands in it whom the viewer does not see (REL-17).

    Raises: Absent; Invalid (`cursor`).
    """
    group = known(viewer, handle, limits)
    if not list_shown(viewer, group):
        return MemberList([], hidden=True)
    rows = edges.members(viewer.actor_id, group.pk)
    if running:
        rows = rows.exclude(role=GroupRole.MEMBER.value)
    for word in fold(q).lstrip("@").split()[:5]:
        rows = rows.filter(Q(owner__name_key__contains=word) | Q(owner__handle__startswith=word))
    if cursor:
        since, last = paging.decode(cursor, datetime, int)
        rows = rows.filter(Q(since__lt=since) | Q(since=since, owner_id__lt=last))
    found = list(rows.order_by("-since", "-owner_id").values_list("owner_id", "since", "role")[: size + 1])
    page = paging.cut(found, size, key=lambda row: (row[1], row[0]))
    own = None if viewer.actor_id is None else edges.role_in(viewer.actor_id, group.pk)
    shown = in_order(viewer, [row[0] for row in page.items], now)
    items = [
        GroupMember(
            person=person,
            place=(place := PLACE_OF[GroupRole(role)]),
            since=since,
            allowed_actions=() if person.id == viewer.actor_id else verbs_about(group, own, place),
        )
        for person, (_, since, role) in zip(shown, page.items, strict=True)
    ]
    return MemberList(items, page.next)


def member(viewer: Viewer, handle: str, person_id: int, limits: Limits, now: datetime) -> GroupMember:
    """One person in a group, for who is in it.

    Raises: Absent, also for who is not in the group, and where the two do not see each other.
    """
    group = known(viewer, handle, limits)
    own = None if viewer.actor_id is None else edges.role_in(viewer.actor_id, group.pk)
    row = edges.members(viewer.actor_id, group.pk).filter(owner_id=person_id).first()
    if own is None or row is None:
        raise Absent
    place = PLACE_OF[GroupRole(row.role)]
    (person,) = in_order(viewer, [person_id], now)
    return GroupMember(person, place, row.since, verbs_about(group, own, place))


def about(
    viewer: Viewer, handle: str, person_id: int, limits: Limits, now: datetime
) -> tuple[Person, tuple[str, ...]]:
    """Somebody the viewer sees, and what they may do about them in a group they are in.

    Raises: Absent, for who is not in the group.
    """
    group = known(viewer, handle, limits)
    own = None if viewer.actor_id is None else edges.role_in(viewer.actor_id, group.pk)
    if own is None or person_id == viewer.actor_id:
        raise Absent
    (person,) = in_order(viewer, [person_id], now)
    return person, verbs_about(group, own, place_of(person_id, group.pk)[0])


def run_by(viewer: Viewer, handle: str, limits: Limits) -> tuple[Group, GroupRole]:
    """The group, for one who runs it, and what they are there.

    Raises: Absent, for everybody else.
    """
    group = known(viewer, handle, limits)
    role = None if viewer.actor_id is None else edges.role_in(viewer.actor_id, group.pk)
    if role is None or role is GroupRole.MEMBER:
        raise Absent
    return group, role


def banned(
    viewer: Viewer, handle: str, *, cursor: str | None = None, size: int = 20, limits: Limits, now: datetime
) -> MemberList:
    """Who is kept out of a group, latest first; for those who run it.

    Raises: Absent; Invalid (`cursor`).
    """
    group, role = run_by(viewer, handle, limits)
    rows = Ban.objects.filter(owner_id=group.pk).exclude(unseen_by(viewer.actor_id, "other_id"))
    if cursor:
        since, last = paging.decode(cursor, datetime, int)
        rows = rows.filter(Q(since__lt=since) | Q(since=since, other_id__lt=last))
    found = list(rows.order_by("-since", "-other_id")[: size + 1])
    page = paging.cut(found, size, key=lambda row: (row.since, row.other_id))
    people = in_order(viewer, [row.other_id for row in page.items], now)
    allowed = verbs_about(group, role, Place.BANNED)
    items = [
        GroupMember(person, Place.BANNED, row.since, allowed)
        for row, person in zip(page.items, people, strict=True)
    ]
    return MemberList(items, page.next)

"""What waits in groups: requests, invitations, and whom one may bring (PRO-7)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from rapport.kernel import paging
from rapport.kernel.composed import MEMBER, Composed, composed, how_many
from rapport.kernel.errors import Absent
from rapport.kernel.limits.rules import Limits
from rapport.kernel.rows import Reading
from rapport.people.actors.rules import Status, fold
from rapport.people.audience import Viewer
from rapport.people.groups.models import Admission, Ban
from rapport.people.groups.queries.people import run_by, verbs_about
from rapport.people.groups.queries.places import GroupFace, known, standing_invitations
from rapport.people.groups.rules.process import PLACE_OF, Place, State
from rapport.people.relationships.queries.lists import in_order
from rapport.people.relationships.queries.people import Person
from rapport.people.ties import queries as edges
from rapport.people.ties.models import Membership
from rapport.people.ties.rules import GroupRole
from rapport.people.ties.terms import unseen_by


@dataclass(frozen=True)
class Waiting:
    """One request to join or one invitation that waits; `sender` is who invited."""

    id: UUID
    person: Person
    sender: Person | None
    note: str
    at: datetime
    allowed_actions: tuple[str, ...] = ()


@dataclass(frozen=True)
class WaitingList:
    """One page of them."""

    items: list[Waiting]
    next: str | None = None


def requests(
    viewer: Viewer, handle: str, *, cursor: str | None = None, size: int = 20, limits: Limits, now: datetime
) -> WaitingList:
    """Who asks to join a group, oldest first; for those who run it.

    Raises: Absent; Invalid (`cursor`).
    """
    group, role = run_by(viewer, handle, limits)
    rows = Admission.objects.filter(group_id=group.pk, state=State.ASKED.value)
    rows = rows.exclude(unseen_by(viewer.actor_id, "person_id"))
    if cursor:
        at, last = paging.decode(cursor, datetime, UUID)
        rows = rows.filter(Q(at__gt=at) | Q(at=at, pk__gt=last))
    page = paging.cut(list(rows.order_by("at", "pk")[: size + 1]), size, key=lambda row: (row.at, row.pk))
    people = in_order(viewer, [row.person_id for row in page.items], now)
    allowed = verbs_about(group, role, Place.ASKED)
    items = [
        Waiting(row.pk, person, None, row.note, row.at, allowed)
        for row, person in zip(page.items, people, strict=True)
    ]
    return WaitingList(items, page.next)


def requests_count(viewer: Viewer, group_id: int) -> int:
    """How many of those who ask to join a group the viewer sees; whether they run it is asked elsewhere."""
    rows = Admission.objects.filter(group_id=group_id, state=State.ASKED.value)
    return rows.exclude(unseen_by(viewer.actor_id, "person_id")).count()


def invited(
    viewer: Viewer, handle: str, *, cursor: str | None = None, size: int = 20, limits: Limits, now: datetime
) -> WaitingList:
    """Who is invited to a group and has not answered, latest first: all for who runs it, else one's own.

    Raises: Absent, for who is not in the group; Invalid (`cursor`).
    """
    group = known(viewer, handle, limits)
    role = None if viewer.actor_id is None else edges.role_in(viewer.actor_id, group.pk)
    if role is None:
        raise Absent
    rows = standing_invitations().filter(group_id=group.pk)
    rows = rows.exclude(unseen_by(viewer.actor_id, "person_id"))
    if role is GroupRole.MEMBER:
        rows = rows.filter(sender_id=viewer.actor_id)
    else:
        rows = rows.exclude(unseen_by(viewer.actor_id, "sender_id"))
    if cursor:
        at, last = paging.decode(cursor, datetime, UUID)
        rows = rows.filter(Q(at__lt=at) | Q(at=at, pk__lt=last))
    page = paging.cut(list(rows.order_by("-at", "-pk")[: size + 1]), size, key=lambda row: (row.at, row.pk))
    ids = {row.person_id for row in page.items} | {row.sender_id or 0 for row in page.items}
    shown = {person.id: person for person in in_order(viewer, sorted(ids - {0}), now)}
    items = [
        Waiting(
            row.pk,
            shown[row.person_id],
            shown.get(row.sender_id or 0),
            row.note,
            row.at,
            verbs_about(group, role, Place.INVITED, inviter=row.sender_id == viewer.actor_id),
        )
        for row in page.items
    ]
    return WaitingList(items, page.next)


@dataclass(frozen=True)
class Candidate:
    """One of one's connections, and where they stand toward a group."""

    person: Person
    place: Place
    may_be_invited: bool


@dataclass(frozen=True)
class CandidateList:
    """One page of them."""

    items: list[Candidate]
    next: str | None = None


def candidates(
    viewer: Viewer,
    handle: str,
    *,
    q: str = "",
    cursor: str | None = None,
    size: int = 20,
    limits: Limits,
    now: datetime,
) -> CandidateList:
    """One's connections by name, with where they stand toward a group: whom one may bring.

    Raises: Absent, for who may not invite to it; Invalid (`cursor`).
    """
    group = known(viewer, handle, limits)
    role = None if viewer.actor_id is None else edges.role_in(viewer.actor_id, group.pk)
    allowed = verbs_about(group, role, Place.OUTSIDE)
    if viewer.actor_id is None or "invite" not in allowed:
        raise Absent
    rows = edges.connections(viewer.actor_id, viewer.actor_id)
    for word in fold(q).lstrip("@").split()[:5]:
        rows = rows.filter(Q(other__name_key__contains=word) | Q(other__handle__startswith=word))
    if cursor:
        name, last = paging.decode(cursor, str, int)
        rows = rows.filter(Q(other__name_key__gt=name) | Q(other__name_key=name, other_id__gt=last))
    rows = rows.order_by("other__name_key", "other_id")
    found = list(rows.values_list("other_id", "other__name_key")[: size + 1])
    page = paging.cut(found, size, key=lambda row: (row[1], row[0]))
    ids = [row[0] for row in page.items]
    stand = _standing(group.pk, ids)
    items = [
        Candidate(person, stand[person.id], "invite" in verbs_about(group, role, stand[person.id]))
        for person in in_order(viewer, ids, now)
    ]
    return CandidateList(items, page.next)


def _standing(group_id: int, ids: Collection[int]) -> dict[int, Place]:
    """Where several people stand toward one group, in four statements."""
    answer = dict.fromkeys(ids, Place.OUTSIDE)
    waiting = Admission.objects.filter(group_id=group_id, person_id__in=ids)
    asked = waiting.filter(state=State.ASKED.value)
    answer |= dict.fromkeys(asked.values_list("person_id", flat=True), Place.ASKED)
    sent = standing_invitations().filter(group_id=group_id, person_id__in=ids)
    answer |= dict.fromkeys(sent.values_list("person_id", flat=True), Place.INVITED)
    bans = Ban.objects.filter(owner_id=group_id, other_id__in=ids)
    answer |= dict.fromkeys(bans.values_list("other_id", flat=True), Place.BANNED)
    inside = Membership.objects.filter(other_id=group_id, owner_id__in=ids)
    return answer | {one: PLACE_OF[GroupRole(role)] for one, role in inside.values_list("owner_id", "role")}


@dataclass(frozen=True)
class Received:
    """An invitation to a group that waits for the viewer's answer."""

    id: UUID
    group: GroupFace
    headline: str
    member_count: int
    sender: Person
    at: datetime


@dataclass(frozen=True)
class ReceivedList:
    """One page of them."""

    items: list[Received]
    next: str | None = None


def received(viewer: Viewer, *, cursor: str | None = None, size: int = 20, now: datetime) -> ReceivedList:
    """The viewer's invitations to groups, latest first.

    Raises: Invalid (`cursor`).
    """
    if viewer.actor_id is None:
        return ReceivedList([])
    rows = standing_invitations().filter(person_id=viewer.actor_id, group__status=Status.ACTIVE.value)
    if cursor:
        at, last = paging.decode(cursor, datetime, UUID)
        rows = rows.filter(Q(at__lt=at) | Q(at=at, pk__lt=last))
    rows = rows.select_related("group").order_by("-at", "-pk")
    page = paging.cut(list(rows[: size + 1]), size, key=lambda row: (row.at, row.pk))
    counts = edges.member_counts([row.group_id for row in page.items])
    senders = {row.sender_id or 0 for row in page.items}
    shown = {person.id: person for person in in_order(viewer, sorted(senders), now)}
    items = [
        Received(
            row.pk,
            GroupFace(row.group_id, row.group.handle, row.group.name),
            row.group.headline,
            counts[row.group_id],
            shown[row.sender_id or 0],
            row.at,
        )
        for row in page.items
    ]
    return ReceivedList(items, page.next)


@cache
def _any_received() -> Composed | None:
    rows = standing_invitations().filter(person_id=MEMBER, group__status=Status.ACTIVE.value)
    return composed(rows.values("pk"), [MEMBER])


@cache
def _any_to_answer() -> Composed | None:
    run = edges.memberships(MEMBER).exclude(role=GroupRole.MEMBER.value).filter(other_id=OuterRef("group_id"))
    rows = Admission.objects.filter(Exists(run), state=State.ASKED.value)
    return composed(rows.exclude(unseen_by(MEMBER, "person_id")).values("pk"), [MEMBER])


def waiting_readings(me: int) -> tuple[Reading, Reading]:
    """How many invitations to groups wait for this member, and how many ask to join a group they run."""
    return how_many(_any_received(), {MEMBER: me}), how_many(_any_to_answer(), {MEMBER: me})


@dataclass(frozen=True)
class ToAnswer:
    """A group the viewer runs, and how many ask to join it."""

    group: GroupFace
    count: int


def to_answer(viewer: Viewer) -> list[ToAnswer]:
    """The groups the viewer runs in which people ask to join, by name."""
    if viewer.actor_id is None:
        return []
    run = edges.memberships(viewer.actor_id).exclude(role=GroupRole.MEMBER.value)
    ids = list(run.values_list("other_id", flat=True))
    if not ids:
        return []
    rows = Admission.objects.filter(group_id__in=ids, state=State.ASKED.value)
    rows = rows.exclude(unseen_by(viewer.actor_id, "person_id")).select_related("group")
    counted: dict[GroupFace, int] = {}
    for row in rows.order_by("group__name_key", "group_id"):
        face = GroupFace(row.group_id, row.group.handle, row.group.name)
        counted[face] = counted.get(face, 0) + 1
    return [ToAnswer(face, count) for face, count in counted.items()]

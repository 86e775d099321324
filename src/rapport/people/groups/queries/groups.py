"""Groups as one viewer sees them: in lists, and each on its page (PRO-7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Q, QuerySet

from rapport.kernel import paging
from rapport.kernel.errors import Refused
from rapport.kernel.limits.rules import Limits
from rapport.people.actors.rules import fold
from rapport.people.audience import Audience, Viewer
from rapport.people.groups.models import Group
from rapport.people.groups.queries.pasts import past_of
from rapport.people.groups.queries.people import list_shown, owned_by
from rapport.people.groups.queries.places import groups_for, known, place_of, places
from rapport.people.groups.queries.waiting import requests_count
from rapport.people.groups.rules.process import (
    INSIDE,
    ROLE_OF,
    Joining,
    Place,
    Verb,
    entering,
    sides,
    verbs_for,
)
from rapport.people.groups.rules.refusing import refuse_asking, refuse_founding, refuse_full, refuse_step
from rapport.people.relationships.queries.lists import in_order as people_in_order
from rapport.people.relationships.queries.people import Person
from rapport.people.ties import queries as edges
from rapport.people.ties.rules import GroupRole
from rapport.people.ties.terms import member_of

SHOWN = 5
"""How many connections a group's page names before it counts the rest."""


@dataclass(frozen=True)
class GroupCard:
    """A group in a list, with where the viewer stands toward it."""

    id: int
    handle: str
    name: str
    headline: str
    joining: Joining
    listed: bool
    member_count: int
    place: Place
    picture: str = ""


@dataclass(frozen=True)
class GroupList:
    """One page of groups."""

    items: list[GroupCard]
    next: str | None = None


@dataclass(frozen=True)
class GroupPage:
    """A group as one viewer sees it, and what they may do.

    `refusal` says why one cannot come in now; `known_members` are connections of the viewer who are
    in it, `known_count` all of them. `invited_by` and `asked_at` go with an invitation and a request.
    """

    card: GroupCard
    about: str
    rules: str
    member_list: Audience
    founded_at: datetime
    members_shown: bool
    known_members: tuple[Person, ...]
    known_count: int
    invited_by: Person | None
    asked_at: datetime | None
    requests: int
    refusal: Refused | None
    allowed_actions: tuple[str, ...]


def _cards(viewer: Viewer, rows: Sequence[Group]) -> list[GroupCard]:
    """These groups as cards, at the same number of statements for one and for many."""
    ids = [row.pk for row in rows]
    counts = edges.member_counts(ids)
    stand = dict.fromkeys(ids, Place.OUTSIDE) if viewer.actor_id is None else places(viewer.actor_id, ids)
    return [_card(row, counts[row.pk], stand[row.pk]) for row in rows]


def _card(group: Group, count: int, place: Place) -> GroupCard:
    return GroupCard(
        id=group.pk,
        handle=group.actor.handle,
        name=group.actor.name,
        headline=group.actor.headline,
        joining=Joining(group.joining),
        listed=group.listed,
        member_count=count,
        place=place,
        picture=group.actor.picture if group.listed or place in INSIDE else "",
    )


def _page(viewer: Viewer, rows: QuerySet[Group], cursor: str | None, size: int) -> GroupList:
    rows = rows.select_related("actor").annotate(key=F("actor__name_key"))
    if cursor:
        name, last = paging.decode(cursor, str, int)
        rows = rows.filter(Q(actor__name_key__gt=name) | Q(actor__name_key=name, pk__gt=last))
    found = list(rows.order_by("actor__name_key", "pk")[: size + 1])
    page = paging.cut(found, size, key=lambda row: (row.actor.name_key, row.pk))
    return GroupList(_cards(viewer, page.items), page.next)


def directory(
    viewer: Viewer,
    *,
    q: str = "",
    others: bool = False,
    cursor: str | None = None,
    size: int = 20,
    limits: Limits,
) -> GroupList:
    """The groups this viewer may come across, by name; with `q` those whose name or line fits.

    `others` leaves out the groups the viewer is in.

    Raises: Invalid (`cursor`).
    """
    rows = groups_for(viewer, limits)
    if others and viewer.actor_id is not None:
        rows = rows.exclude(member_of(viewer.actor_id, OuterRef("pk")))
    for word in fold(q).lstrip("@").split()[:5]:
        by_name = Q(actor__name_key__contains=word) | Q(actor__handle__startswith=word)
        rows = rows.filter(by_name | Q(actor__headline__icontains=word))
    return _page(viewer, rows, cursor, size)


def mine(viewer: Viewer, *, cursor: str | None = None, size: int = 20) -> GroupList:
    """The groups the viewer is in, by name.

    Raises: Invalid (`cursor`).
    """
    if viewer.actor_id is None:
        return GroupList([])
    ids = edges.memberships(viewer.actor_id).values("other_id")
    return _page(viewer, Group.objects.filter(pk__in=ids), cursor, size)


def in_order(viewer: Viewer, ids: Sequence[int]) -> list[GroupCard]:
    """These groups, which the viewer may know of, as cards in the order of `ids`."""
    if not ids:
        return []
    rows = Group.objects.select_related("actor").in_bulk(list(ids))
    return _cards(viewer, [rows[one] for one in ids])


def group_page(viewer: Viewer, handle: str, limits: Limits, now: datetime) -> GroupPage:
    """What this viewer sees of the group `handle`.

    Raises: Absent, as `places.known`.
    """
    group = known(viewer, handle, limits)
    place, admission = Place.OUTSIDE, None
    people: list[int] = []
    shown = list_shown(viewer, group)
    if viewer.actor_id is not None:
        place, admission = place_of(viewer.actor_id, group.pk)
        # an outsider is told which connections are in a group only where its list is theirs to read
        people = edges.connected_members(viewer.actor_id, group.pk) if shown else []
    count = edges.member_counts([group.pk])[group.pk]
    role = ROLE_OF.get(place)
    running = role in (GroupRole.OWNER, GroupRole.MODERATOR)
    inviter = [] if admission is None or admission.sender_id is None else [admission.sender_id]
    faces = {one.id: one for one in people_in_order(viewer, [*people[:SHOWN], *inviter], now)}
    return GroupPage(
        card=_card(group, count, place),
        about=group.about,
        rules=group.rules,
        member_list=Audience(group.member_list),
        founded_at=group.actor.created_at,
        members_shown=shown,
        known_members=tuple(faces[one] for one in people[:SHOWN]),
        known_count=len(people),
        invited_by=faces[inviter[0]] if inviter else None,
        asked_at=admission.at if admission is not None and place is Place.ASKED else None,
        requests=requests_count(viewer, group.pk) if running else 0,
        refusal=None if viewer.is_visitor else _refusal(viewer, group, place, limits, now),
        allowed_actions=() if viewer.is_visitor else _actions(group, place, role),
    )


def _refusal(viewer: Viewer, group: Group, place: Place, limits: Limits, now: datetime) -> Refused | None:
    """Why the viewer cannot come in now, as the action would say it; None where they can, or are in."""
    if place in INSIDE or place is Place.ASKED:
        return None
    verb = entering(place, Joining(group.joining))
    if place is Place.BANNED:
        return refuse_step(place, verb, oneself=True, name="")
    members = edges.network_of(group.pk).members
    waits = None
    if verb is Verb.ASK and viewer.actor_id is not None:
        waits = refuse_asking(past_of(group.pk, viewer.actor_id), limits, now)
    return waits or refuse_full(members, limits)


def _actions(group: Group, place: Place, role: GroupRole | None) -> tuple[str, ...]:
    """What the viewer may do with the group itself: their own steps, inviting, describing, closing."""
    joining = Joining(group.joining)
    held = sides(role, oneself=True, joining=joining, listed=group.listed)
    own = [verb.value for verb in verbs_for(place, held, joining) if verb not in (Verb.REMOVE, Verb.BAN)]
    if Verb.INVITE in verbs_for(Place.OUTSIDE, held, joining):
        own.append(Verb.INVITE.value)
    if role is GroupRole.OWNER:
        own += ["describe", "close"]
    return tuple(own)


def founding_refusal(viewer: Viewer, limits: Limits) -> Refused | None:
    """Why the viewer may not make a group now, or None."""
    owned = 0 if viewer.actor_id is None else owned_by(viewer.actor_id)
    return refuse_founding(is_organiser=viewer.is_organiser, owned=owned, limits=limits)

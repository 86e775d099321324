"""Milestones of people near the viewer, derived at each reading (PRO-5)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from rapport.content.profiles.models import ContactDetail, Entry, Profile
from rapport.content.profiles.rules import milestones as rules
from rapport.content.profiles.rules import months
from rapport.content.profiles.rules.milestones import Happened, MilestoneKind
from rapport.content.profiles.rules.sections import Detail, Section
from rapport.people import visibility
from rapport.people.actors.models import Actor
from rapport.people.actors.rules import Status
from rapport.people.audience import ADMITS, Audience, Standing, Viewer
from rapport.people.relationships.queries.people import Person, people
from rapport.people.ties import terms

AT_MOST = 10


@dataclass(frozen=True)
class Milestone:
    """Something to hear of about a person: what, when, at which position; `years` counts an anniversary's."""

    person: Person
    kind: MilestoneKind
    day: date
    years: int
    title: str
    organization_name: str


@dataclass(frozen=True)
class Reached:
    """A milestone of an owner, before anybody looks."""

    owner_id: int
    happened: Happened
    title: str = ""
    organization_name: str = ""
    entry_id: UUID | None = None


def milestones(viewer: Viewer, now: datetime, at_most: int = AT_MOST) -> list[Milestone]:
    """What the viewer's connections and those they follow share with them now, the latest day first (PRO-5)."""
    if viewer.actor_id is None:
        return []
    me = viewer.actor_id
    near = Q(terms.connected(me, OuterRef("actor_id"))) | Q(terms.follows(me, OuterRef("actor_id")))
    sharing = Profile.objects.filter(SHARES).filter(near)
    second = Audience.SECOND_DEGREE.value
    theirs = sharing.filter(Q(milestone_audience=second) | Q(experience_audience=second))
    frontier = visibility.second_among(me, theirs.values_list("pk", flat=True))
    seen = visibility.seen_by(
        sharing, viewer, owner="actor_id", audience="milestone_audience", frontier=frontier
    )
    of_positions = visibility.seen_by(
        seen, viewer, owner="actor_id", audience="experience_audience", frontier=frontier
    )
    found = [*_of_positions(of_positions, now.date()), *_birthdays(seen, now.date())]
    found.sort(key=lambda one: (-one.happened.day.toordinal(), one.happened.key))
    return _shown(viewer, found[:at_most], now)


SHARES = Q(share_positions=True) | Q(share_anniversaries=True) | Q(share_birthday=True)
CHOICES: Mapping[MilestoneKind, str] = {
    MilestoneKind.POSITION: "share_positions",
    MilestoneKind.ANNIVERSARY: "share_anniversaries",
    MilestoneKind.BIRTHDAY: "share_birthday",
}
"""The choice that each kind stands on."""
_FOR_CONNECTIONS = sorted(one.value for one, standings in ADMITS.items() if Standing.CONNECTION in standings)


def sharing(after: int, size: int) -> list[int]:
    """The next members, in the order of their ids, who let their connections know of something."""
    rows = Profile.objects.filter(SHARES, pk__gt=after, milestone_audience__in=_FOR_CONNECTIONS)
    rows = rows.filter(actor__status=Status.ACTIVE.value)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:size])


def announced(owner_ids: Collection[int], today: date) -> list[Reached]:
    """What connections of these members are to hear of now (PRO-5)."""
    rows = Profile.objects.filter(SHARES, pk__in=owner_ids, milestone_audience__in=_FOR_CONNECTIONS)
    of_positions = rows.filter(experience_audience__in=_FOR_CONNECTIONS)
    found = [*_of_positions(of_positions, today), *_birthdays(rows, today)]
    return [one for one in found if rules.is_announced(one.happened, today)]


def shared(kind: MilestoneKind, owner: str, entry: str) -> Q:
    """A term: the outer column `owner` still lets connections know of this, and its `entry` is still there.

    What the owner took back, hid or deleted is not so any more.
    """
    profiles = Profile.objects.filter(
        pk=OuterRef(owner), milestone_audience__in=_FOR_CONNECTIONS, **{CHOICES[kind]: True}
    )
    if kind is MilestoneKind.BIRTHDAY:
        dated = ContactDetail.objects.filter(owner_id=OuterRef(owner), kind=Detail.BIRTHDAY.value)
        return Q(Exists(profiles)) & Q(Exists(dated.exclude(value="")))
    there = Entry.objects.filter(pk=OuterRef(entry), owner_id=OuterRef(owner))
    return Q(Exists(profiles.filter(experience_audience__in=_FOR_CONNECTIONS))) & Q(Exists(there))


def _of_positions(profiles: QuerySet[Profile], today: date) -> Iterator[Reached]:
    """New positions and anniversaries of these profiles, as each chose."""
    rows = Entry.objects.filter(section=Section.EXPERIENCE.value).filter(
        owner_id__in=profiles.filter(Q(share_positions=True) | Q(share_anniversaries=True)).values("actor_id")
    )
    in_this_month = Q(started__endswith=f"-{today.month:02}")
    recent = Q(created_at__date__gte=today - rules.NEWS_LASTS)
    chosen = rows.filter(in_this_month | recent).annotate(
        news=F("owner__profile__share_positions"), years=F("owner__profile__share_anniversaries")
    )
    for row in chosen.order_by("id"):
        if not months.is_current(Section.EXPERIENCE, row.finished, today):
            continue
        entry = str(row.pk)
        happened: Iterable[Happened | None] = (
            rules.new_position(entry, row.started, row.created_at.date(), today) if row.news else None,
            rules.anniversary(entry, row.started, today) if row.years else None,
        )
        for one in rules.merged(happened):
            yield Reached(row.owner_id, one, row.title, row.organization_name, row.pk)


def _birthdays(profiles: QuerySet[Profile], today: date) -> Iterator[Reached]:
    near = Q()
    for end in rules.days_near(today):
        near |= Q(value__endswith=end)
    rows = ContactDetail.objects.filter(
        near,
        kind=Detail.BIRTHDAY.value,
        owner_id__in=profiles.filter(share_birthday=True).values("actor_id"),
    )
    for owner, value in rows.order_by("owner_id").values_list("owner_id", "value"):
        happened = rules.birthday(owner, value, today)
        if happened is not None:
            yield Reached(owner, happened)


def _shown(viewer: Viewer, found: list[Reached], now: datetime) -> list[Milestone]:
    ids = list(dict.fromkeys(one.owner_id for one in found))
    actors = Actor.objects.in_bulk(ids)
    shown = {one.id: one for one in people(viewer, [actors[id_] for id_ in ids], now)}
    return [
        Milestone(
            person=shown[one.owner_id],
            kind=one.happened.kind,
            day=one.happened.day,
            years=one.happened.years,
            title=one.title,
            organization_name=one.organization_name,
        )
        for one in found
    ]

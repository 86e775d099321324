"""Milestones of people near the viewer, derived at each reading (PRO-5)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from rapport.content.profiles.models import ContactDetail, Entry, Profile
from rapport.content.profiles.rules import milestones as rules
from rapport.content.profiles.rules import months
from rapport.content.profiles.rules.milestones import Happened, MilestoneKind
from rapport.content.profiles.rules.sections import Detail, Section
from rapport.kernel.composed import MEMBER, MOMENT, Composed, composed, reading_of
from rapport.kernel.rows import Columns, together
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
    me, today = viewer.actor_id, now.date()
    month, since, ends = _near(today)
    given = {MEMBER: me, f"%{_MONTH}": f"%{month}", MOMENT: since}
    given |= {f"%{mark}": f"%{end}" for mark, end in zip(_ENDS, ends, strict=False)}
    of_positions, birthdays, theirs = together(
        *(
            reading_of(statement, columns, given)
            for statement, columns in zip(
                _statements(len(ends)), (_POSITION, _BIRTHDAY, _PROFILE), strict=True
            )
        )
    )
    frontier = visibility.second_among(me, [one for (one,) in theirs]) if theirs else frozenset()
    if frontier:
        seen, shown = _seen(viewer, frontier)
        of_positions = list(_positions(shown, month, since).values_list(*_names(_POSITION)))
        birthdays = list(_dates(seen, ends).values_list(*_names(_BIRTHDAY)))
    found = [*_of_positions(of_positions, today), *_birthdays(birthdays, today)]
    found.sort(key=lambda one: (-one.happened.day.toordinal(), one.happened.key))
    return _shown(viewer, found[:at_most], now)


def _sharing(me: int) -> QuerySet[Profile]:
    """Profiles of the viewer's connections and of those they follow, who share anything."""
    near = Q(terms.connected(me, OuterRef("actor_id"))) | Q(terms.follows(me, OuterRef("actor_id")))
    return Profile.objects.filter(SHARES).filter(near)


def _seen(viewer: Viewer, frontier: frozenset[int]) -> tuple[QuerySet[Profile], QuerySet[Profile]]:
    """Of them, whose milestones the viewer may see at all, and those of whose positions."""
    seen = visibility.seen_by(
        _sharing(viewer.actor_id or 0), viewer, owner="actor_id", audience="milestone_audience",
        frontier=frontier,
    )  # fmt: skip
    return seen, visibility.seen_by(
        seen, viewer, owner="actor_id", audience="experience_audience", frontier=frontier
    )


_MONTH, _ENDS = "-00", tuple(f"-00-{place:02}" for place in range(31))
"""Stand in composed statements where the end of a month and those of days will."""
_POSITION = (
    ("owner_id", int), ("id", UUID), ("started", str), ("finished", str), ("created_at", datetime),
    ("title", str), ("organization_name", str), ("news", bool), ("years", bool),
)  # fmt: skip
_BIRTHDAY = (("owner_id", int), ("value", str))
_PROFILE = (("actor_id", int),)


def _names(columns: Columns) -> list[str]:
    return [name for name, _ in columns]


@cache
def _statements(days: int) -> tuple[Composed | None, ...]:
    """New positions and anniversaries, birthdays on so many days, and who shares with the 2nd degree: composed once.

    Nobody is at the 2nd degree in them: who shares with it is asked for, and seldom anybody does.
    """
    seen, shown = _seen(Viewer(MEMBER), frozenset())
    second = Audience.SECOND_DEGREE.value
    theirs = _sharing(MEMBER).filter(Q(milestone_audience=second) | Q(experience_audience=second))
    marks = [MEMBER, MOMENT, f"%{_MONTH}", *(f"%{mark}" for mark in _ENDS)]
    asked = (
        _positions(shown, _MONTH, MOMENT).values_list(*_names(_POSITION)),
        _dates(seen, _ENDS[:days]).values_list(*_names(_BIRTHDAY)),
        theirs.values_list(*_names(_PROFILE)),
    )
    return tuple(composed(rows, marks) for rows in asked)


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
    month, since, ends = _near(today)
    shown = _positions(rows.filter(experience_audience__in=_FOR_CONNECTIONS), month, since)
    found = [
        *_of_positions(shown.order_by("id").values_list(*_names(_POSITION)), today),
        *_birthdays(_dates(rows, ends).order_by("owner_id").values_list(*_names(_BIRTHDAY)), today),
    ]
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


def _near(today: date) -> tuple[str, datetime, list[str]]:
    """The end of this month's dates, since when an entry is new, and the ends of dates that are near."""
    since = datetime.combine(today - rules.NEWS_LASTS, time(), UTC)
    return f"-{today.month:02}", since, sorted(rules.days_near(today))


def _positions(profiles: QuerySet[Profile], month: str, since: datetime) -> QuerySet[Entry]:
    """Entries of these profiles that may be news, or have an anniversary, as each chose."""
    rows = Entry.objects.filter(section=Section.EXPERIENCE.value).filter(
        owner_id__in=profiles.filter(Q(share_positions=True) | Q(share_anniversaries=True)).values("actor_id")
    )
    chosen = rows.filter(Q(started__endswith=month) | Q(created_at__gte=since))
    return chosen.annotate(
        news=F("owner__profile__share_positions"), years=F("owner__profile__share_anniversaries")
    ).order_by()


def _of_positions(rows: Iterable[tuple[Any, ...]], today: date) -> Iterator[Reached]:
    """New positions and anniversaries, from rows of `_POSITION`."""
    for owner, entry, started, finished, created_at, title, organization, news, years in rows:
        if not months.is_current(Section.EXPERIENCE, finished, today):
            continue
        happened: Iterable[Happened | None] = (
            rules.new_position(str(entry), started, created_at.date(), today) if news else None,
            rules.anniversary(str(entry), started, today) if years else None,
        )
        for one in rules.merged(happened):
            yield Reached(owner, one, title, organization, entry)


def _dates(profiles: QuerySet[Profile], ends: Collection[str]) -> QuerySet[ContactDetail]:
    """Birthdays of these profiles that end so, as each chose."""
    near = Q()
    for end in ends:
        near |= Q(value__endswith=end)
    return ContactDetail.objects.filter(
        near,
        kind=Detail.BIRTHDAY.value,
        owner_id__in=profiles.filter(share_birthday=True).values("actor_id"),
    ).order_by()


def _birthdays(rows: Iterable[tuple[Any, ...]], today: date) -> Iterator[Reached]:
    """Birthdays, from rows of `_BIRTHDAY`."""
    for owner, value in rows:
        happened = rules.birthday(owner, value, today)
        if happened is not None:
            yield Reached(owner, happened)


def _shown(viewer: Viewer, found: list[Reached], now: datetime) -> list[Milestone]:
    if not found:
        return []
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

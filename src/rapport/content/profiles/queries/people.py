"""People by what their profiles say: who works at a company, and what two members share (PRO-6, REL-14)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from rapport.content.profiles.models import Entry, Profile
from rapport.content.profiles.rules import months
from rapport.content.profiles.rules.sections import Section
from rapport.kernel import paging
from rapport.kernel.rows import fetch
from rapport.people import visibility
from rapport.people.actors.models import Actor
from rapport.people.actors.rules import fold
from rapport.people.audience import Audience, Standing, Viewer, admits
from rapport.people.relationships.queries.people import Person, people
from rapport.people.ties import terms


@dataclass(frozen=True)
class Employee:
    """Somebody who works or worked at a company: in which position, since when, until when."""

    person: Person
    title: str
    started: str
    finished: str
    is_current: bool


@dataclass(frozen=True)
class EmployeeList:
    """One page of employees."""

    items: list[Employee]
    next: str | None = None


@dataclass(frozen=True)
class EmployeeCounts:
    """How many people of a company the viewer may see: of today, of the past, and of today's by degree."""

    current: int
    past: int
    first: int
    second: int


_FIRST, _SECOND, _ELSE = 1, 2, 3


def _positions(company_id: int) -> QuerySet[Entry]:
    """The positions of one member (`OuterRef`) at the company."""
    return Entry.objects.filter(
        owner_id=OuterRef("actor_id"), organization_id=company_id, section=Section.EXPERIENCE.value
    )


def _of_today(today: date) -> Q:
    """A position without an end, or whose end has not come: `months.is_current` in SQL."""
    month = f"{today.year:04}-{today.month:02}"
    return Q(finished="") | Q(finished__gte=month) | Q(finished=f"{today.year:04}")


def _seen(viewer: Viewer, company_id: int, today: date) -> tuple[QuerySet[Any], frozenset[int]]:
    """The profiles with a position at the company that this viewer may see, and their 2nd degree among them."""
    frontier: frozenset[int] = frozenset()
    if viewer.actor_id is not None:
        rows = Entry.objects.filter(organization_id=company_id, section=Section.EXPERIENCE.value)
        here = rows.order_by().values_list("owner_id", flat=True).distinct()
        frontier = visibility.second_among(viewer.actor_id, here)
    profiles: QuerySet[Any] = Profile.objects.filter(Exists(_positions(company_id))).annotate(
        is_current=Case(
            When(Exists(_positions(company_id).filter(_of_today(today))), then=Value(1)),
            default=Value(0),
            output_field=IntegerField(),
        )
    )
    seen = visibility.seen_by(
        profiles, viewer, owner="actor_id", audience="experience_audience", frontier=frontier
    )
    return seen, frontier


def _ranked(seen: QuerySet[Any], viewer: Viewer, frontier: Collection[int]) -> QuerySet[Any]:
    """With `rank`: the viewer and their connections, then their 2nd degree, then the rest."""
    near = [When(actor_id__in=frontier, then=Value(_SECOND))] if frontier else []
    if viewer.actor_id is not None:
        connected = Q(terms.connected(viewer.actor_id, OuterRef("actor_id")))
        near = [When(connected, then=Value(_FIRST)), *near]
    rank = Case(*near, default=Value(_ELSE), output_field=IntegerField()) if near else Value(_ELSE)
    ranked: QuerySet[Any] = seen.annotate(rank=rank)
    return ranked


def employees(
    viewer: Viewer,
    company_id: int,
    *,
    past: bool = False,
    degree: int | None = None,
    cursor: str | None = None,
    size: int = 20,
    now: datetime,
) -> EmployeeList:
    """Who works at a company, or did (`past`), as far as they show this viewer: the nearest first, then by name.

    `degree` 1 or 2 keeps those alone.

    Raises: Invalid (`cursor`).
    """
    today = now.date()
    seen, frontier = _seen(viewer, company_id, today)
    rows = _ranked(seen.filter(is_current=int(not past)), viewer, frontier)
    if degree is not None:
        rows = rows.filter(rank=degree)
    if cursor:
        rank, key, last = paging.decode(cursor, int, str, int)
        later = Q(actor__name_key__gt=key) | Q(actor__name_key=key, actor_id__gt=last)
        rows = rows.filter(Q(rank__gt=rank) | Q(rank=rank) & later)
    ordered = rows.order_by("rank", "actor__name_key", "actor_id")
    found = list(ordered.values_list("rank", "actor__name_key", "actor_id")[: size + 1])
    page = paging.cut(found, size, key=lambda row: row)
    return EmployeeList(_employees(viewer, company_id, [row[2] for row in page.items], now), page.next)


def employee_counts(viewer: Viewer, company_id: int, now: datetime) -> EmployeeCounts:
    """How many there are whom `employees` would list for this viewer."""
    seen, frontier = _seen(viewer, company_id, now.date())
    rows = list(_ranked(seen, viewer, frontier).values_list("is_current", "rank"))
    return EmployeeCounts(
        current=sum(current for current, _ in rows),
        past=sum(not current for current, _ in rows),
        first=rows.count((1, _FIRST)),
        second=rows.count((1, _SECOND)),
    )


def _employees(viewer: Viewer, company_id: int, ids: list[int], now: datetime) -> list[Employee]:
    """These people in this order, each with the latest of their positions at the company."""
    today = now.date()
    latest: dict[int, tuple[tuple[int, ...], str, str, str, bool]] = {}
    positions = Entry.objects.filter(
        organization_id=company_id, owner_id__in=ids, section=Section.EXPERIENCE.value
    )
    for owner, title, started, finished in positions.order_by("id").values_list(
        "owner_id", "title", "started", "finished"
    ):
        current = months.is_current(Section.EXPERIENCE, finished, today)
        key = months.by_date(started, finished, current=current)
        if owner not in latest or key < latest[owner][0]:
            latest[owner] = (key, title, started, finished, current)
    actors = Actor.objects.in_bulk(ids)
    shown = people(viewer, [actors[one] for one in ids if one in actors], now)
    return [Employee(person, *latest[person.id][1:]) for person in shown if person.id in latest]


class SharedKind(StrEnum):
    """What two members have in common."""

    WORKED = "worked_together"
    STUDIED = "studied_together"


@dataclass(frozen=True)
class SharedFact:
    """A company or school that two members have in common; the years are 0 where they are not known."""

    kind: SharedKind
    name: str
    first_year: int = 0
    last_year: int = 0


_BOTH = """
    SELECT e.owner_id, e.section, e.organization_name, e.organization_id, e.started, e.finished,
           p.experience_audience, p.education_audience
    FROM profiles_entry e JOIN profiles_profile p ON p.actor_id = e.owner_id
    WHERE e.owner_id IN (%s) AND e.section IN (%s) ORDER BY e.id
"""
_BOTH_KINDS = (int, str, str, int, str, str, str, str)
_PLACES = (Section.EXPERIENCE, Section.EDUCATION)


def shared_facts(
    viewer: Viewer, other_id: int, standings: frozenset[Standing], now: datetime
) -> tuple[SharedFact, ...]:
    """What the viewer and another have in common, as far as the other shows it to one of these standings.

    A company where both were in the same years, a school whenever they were there: the shared
    context that an invitation may name (REL-14). One statement.
    """
    if viewer.actor_id is None or viewer.actor_id == other_id:
        return ()
    mine: list[tuple[str, str, int | None, str, str]] = []
    theirs: list[tuple[str, str, int | None, str, str]] = []
    rows = fetch(_BOTH, [viewer.actor_id, other_id], [one.value for one in _PLACES], kinds=_BOTH_KINDS)
    for owner, section, name, page, started, finished, experience, education in rows:
        audience = Audience(experience if section == Section.EXPERIENCE.value else education)
        if owner == viewer.actor_id:
            mine.append((section, name, page, started, finished))
        elif admits(audience, standings):
            theirs.append((section, name, page, started, finished))
    found: dict[tuple[SharedKind, str], SharedFact] = {}
    for one in mine:
        for two in theirs:
            fact = _shared(one, two, now.date())
            if fact is not None:
                found.setdefault((fact.kind, fold(fact.name)), fact)
    return tuple(sorted(found.values(), key=lambda fact: (-fact.last_year, fact.kind, fact.name)))


def _shared(
    one: tuple[str, str, int | None, str, str], two: tuple[str, str, int | None, str, str], today: date
) -> SharedFact | None:
    same = one[2] == two[2] if one[2] and two[2] else fold(one[1]) == fold(two[1]) != ""
    if one[0] != two[0] or not same:
        return None
    years = months.overlap(one[3:], two[3:], today)
    if one[0] == Section.EXPERIENCE.value:
        return SharedFact(SharedKind.WORKED, two[1], *years) if years else None
    return SharedFact(SharedKind.STUDIED, two[1], *(years or (0, 0)))

"""A profile as one viewer sees it: the sections their standings admit, and nothing of the others (PRO-1, PRO-2).

One statement, however much there is to read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from rapport.content.profiles.rules import months
from rapport.content.profiles.rules.looks import Look
from rapport.content.profiles.rules.sections import (
    DATED,
    DEFAULTS,
    DETAIL_DEFAULTS,
    FIELDS,
    Detail,
    EndorsePolicy,
    OpenTo,
    Section,
)
from rapport.kernel.rows import Reading, Rows, together
from rapport.people import visibility
from rapport.people.actors.rules import Kind, Status
from rapport.people.audience import VISITOR, Audience, Standing, Viewer, admits


@dataclass(frozen=True)
class EntryView:
    """One entry of a section.

    `values` are its fields by the names of `FIELDS`; `organization_handle` leads to the company's page
    ("" where there is none). `months` is how long it lasted, None where that is not known.
    """

    id: UUID
    section: Section
    title: str
    organization_name: str
    organization_handle: str
    location: str
    description: str
    url: str
    detail: str
    started: str
    finished: str
    is_current: bool
    months: int | None

    @property
    def values(self) -> dict[str, str]:
        """What its fields say, by their names in forms and the API."""
        return {field.name: str(getattr(self, field.column.value)) for field in FIELDS[self.section]}


@dataclass(frozen=True)
class SkillView:
    """A skill that the owner lists."""

    id: UUID
    name: str


@dataclass(frozen=True)
class Facts:
    """Where and in which trade, and how to speak of them."""

    location: str = ""
    industry: str = ""
    pronouns: str = ""

    def __bool__(self) -> bool:
        """Whether anything is said."""
        return bool(self.location or self.industry or self.pronouns)


@dataclass(frozen=True)
class OpenToView:
    """What the owner is open to, and a line of theirs."""

    kinds: tuple[OpenTo, ...] = ()
    line: str = ""

    def __bool__(self) -> bool:
        """Whether they are open to anything."""
        return bool(self.kinds)


@dataclass(frozen=True)
class DetailView:
    """A contact detail that this viewer may see; its audience is for the owner alone, "" for others."""

    kind: Detail
    value: str
    audience: Audience | None = None


@dataclass(frozen=True)
class Choices:
    """What only the owner sees: for whom each section is, and what is told of their milestones (PRO-3, PRO-5)."""

    audiences: Mapping[Section, Audience]
    details: Mapping[Detail, Audience]
    endorse_policy: EndorsePolicy
    share_positions: bool
    share_anniversaries: bool
    share_birthday: bool
    milestone_audience: Audience


@dataclass(frozen=True)
class ProfileView:
    """A profile as one viewer sees it; what their standings do not admit is absent.

    `shown` holds the sections they may see, filled or not; `choices` is None but for the owner
    looking with their own eyes. `endorse_policy` says who may endorse; it is no secret (PRO-3).
    """

    owner_id: int
    standings: frozenset[Standing]
    shown: frozenset[Section]
    about: str
    facts: Facts
    open_to: OpenToView
    entries: Mapping[Section, tuple[EntryView, ...]]
    skills: tuple[SkillView, ...]
    contact: tuple[DetailView, ...]
    endorse_policy: EndorsePolicy
    choices: Choices | None

    @property
    def is_own(self) -> bool:
        """The owner looks with their own eyes."""
        return self.choices is not None

    @property
    def is_empty(self) -> bool:
        """Nothing is said that this viewer may see."""
        parts = (self.about, self.facts, self.open_to, self.skills, *self.entries.values())
        return not any(parts)

    def section(self, section: Section) -> tuple[EntryView, ...]:
        """The entries of a section in order; none where it is not shown."""
        return self.entries.get(section, ())


def standings_as(look: Look) -> frozenset[Standing]:
    """The standings of a viewer of this kind: the policy's own answer for one who stands so (PRO-1)."""
    if look is Look.PUBLIC:
        return visibility.standings(VISITOR, owner_id=0, connected=False, follows=False, degree=None)
    degree = {Look.CONNECTION: 1, Look.SECOND_DEGREE: 2}.get(look)
    return visibility.standings(
        Viewer(-1),
        owner_id=0,
        connected=look is Look.CONNECTION,
        follows=look is Look.FOLLOWER,
        degree=degree,
    )


_PROFILE = (
    ("p.about", str), ("p.location", str), ("p.industry", str), ("p.pronouns", str), ("p.open_to_work", bool),
    ("p.open_to_hiring", bool), ("p.open_to_mentoring", bool), ("p.open_to_line", str), ("p.endorse_policy", str),
    ("p.share_positions", bool), ("p.share_anniversaries", bool), ("p.share_birthday", bool),
    ("p.milestone_audience", str), *((f"p.{section.value}_audience", str) for section in Section),
)  # fmt: skip
_ENTRY = (
    ("e.id", UUID), ("e.section", str), ("e.place", int), ("e.title", str), ("e.organization_name", str),
    ("e.location", str), ("e.description", str), ("e.url", str), ("e.detail", str), ("e.started", str),
    ("e.finished", str), ("c.handle", str),
)  # fmt: skip
_ENTRIES = """
    FROM profiles_entry e
    LEFT JOIN actors_actor c ON c.id = e.organization_id AND c.kind = %s AND c.status = %s
    WHERE e.owner_id = %s
"""
_SKILL = (("place", int), ("id", UUID), ("name", str))
_DETAIL = (("kind", str), ("value", str), ("audience", str))


def _readings(owner_id: int) -> tuple[Reading, ...]:
    """Everything that a profile is made of, whoever looks: what is not for them is left out after."""
    return (
        Reading(_PROFILE, "FROM profiles_profile p WHERE p.actor_id = %s", (owner_id,)),
        Reading(_ENTRY, _ENTRIES, (Kind.COMPANY.value, Status.ACTIVE.value, owner_id)),
        Reading(_SKILL, "FROM profiles_skill WHERE owner_id = %s", (owner_id,)),
        Reading(_DETAIL, "FROM profiles_contactdetail WHERE owner_id = %s", (owner_id,)),
        Reading((("email", str),), "FROM accounts_account WHERE actor_id = %s", (owner_id,)),
    )


def profile(viewer: Viewer, owner_id: int, standings: Set[Standing], now: datetime) -> ProfileView:
    """The profile of `owner_id` for a viewer of these standings, in one statement.

    With the standings of `standings_as`, the owner sees what such a viewer gets ("view as").
    Whoever is barred from the owner does not get as far as here: ask `visibility.member` first.
    """
    profiles, entries_found, skills_found, details_found, emails = together(*_readings(owner_id))
    own = Standing.OWNER in standings and viewer.actor_id == owner_id
    columns = list(profiles[0] if profiles else _UNSAID)
    audiences = {section: Audience(value) for section, value in zip(Section, columns[13:], strict=True)}
    shown = frozenset(section for section, audience in audiences.items() if admits(audience, standings))
    details = _details(details_found, emails)
    about, location, industry, pronouns, work, hiring, mentoring, line, policy = columns[:9]
    open_to = [kind for kind, is_so in zip(OpenTo, (work, hiring, mentoring), strict=True) if is_so]
    return ProfileView(
        owner_id=owner_id,
        standings=frozenset(standings),
        shown=shown,
        about=about if Section.ABOUT in shown else "",
        facts=Facts(location, industry, pronouns) if Section.FACTS in shown else Facts(),
        open_to=OpenToView(tuple(open_to), line if open_to or own else "")
        if Section.OPEN_TO in shown
        else OpenToView(),
        entries=_entries(entries_found, shown, now.date()),
        skills=tuple(SkillView(id_, name) for _, id_, name in sorted(skills_found))
        if Section.SKILLS in shown
        else (),
        contact=_contact(details, standings, own=own),
        endorse_policy=EndorsePolicy(policy),
        choices=_choices(audiences, details, columns) if own else None,
    )


_UNSAID = (
    *("", "", "", "", False, False, False, "", EndorsePolicy.CONNECTIONS.value),
    *(False, False, False, Audience.CONNECTIONS.value),
    *(DEFAULTS[section].value for section in Section),
)
"""The columns of a profile that nobody has written in yet."""


def _entries(rows: Rows, shown: Set[Section], today: date) -> dict[Section, tuple[EntryView, ...]]:
    """The entries of the sections shown, in order."""
    grouped: dict[Section, list[tuple[tuple[object, ...], EntryView]]] = defaultdict(list)
    for row in rows:
        section, place = Section(row[1]), row[2]
        if section in shown:
            entry = _entry(section, row, today)
            grouped[section].append((_order(section, place, entry), entry))
    return {
        section: tuple(entry for _, entry in sorted(grouped[section], key=lambda one: one[0]))
        for section in FIELDS
        if section in grouped
    }


def _details(rows: Rows, emails: Rows) -> dict[Detail, tuple[str, str]]:
    """The contact details with their audiences; the address of the account keeps only its audience there."""
    details = {Detail(kind): (value, audience) for kind, value, audience in rows}
    for (address,) in emails:
        _, audience = details.get(Detail.EMAIL, ("", DETAIL_DEFAULTS[Detail.EMAIL].value))
        details[Detail.EMAIL] = (address, audience)
    return details


def _entry(section: Section, row: tuple[Any, ...], today: date) -> EntryView:
    id_, _, _, title, name, location, description, url, detail, started, finished, handle = row
    current = section in DATED and months.is_current(section, finished, today)
    lasted = months.length(started, finished, current=current, today=today) if section in DATED else None
    return EntryView(
        id_, section, title, name, handle or "", location, description, url, detail, started, finished,
        current, lasted,
    )  # fmt: skip


def _order(section: Section, place: int, entry: EntryView) -> tuple[object, ...]:
    """The place of an entry: what the owner put in order by hand stands so; what has dates, by date.

    In a section with dates a new entry has no place yet (0) and stands above those put by hand.
    """
    if place or section not in DATED:
        return (1, place, entry.id)
    key = months.by_date(entry.started, entry.finished, current=entry.is_current)
    return (0, *key, -entry.id.int)


def _contact(
    details: Mapping[Detail, tuple[str, str]], standings: Set[Standing], *, own: bool
) -> tuple[DetailView, ...]:
    """The contact details that are said and admitted, in the order of the table (PRO-2)."""
    return tuple(
        DetailView(kind, details[kind][0], Audience(details[kind][1]) if own else None)
        for kind in Detail
        if kind in details and details[kind][0] and admits(Audience(details[kind][1]), standings)
    )


def _choices(
    audiences: Mapping[Section, Audience],
    details: Mapping[Detail, tuple[str, str]],
    columns: list[Any],
) -> Choices:
    policy, positions, anniversaries, birthday, milestones = columns[8:13]
    return Choices(
        audiences=audiences,
        details={
            kind: Audience(details[kind][1]) if kind in details else DETAIL_DEFAULTS[kind] for kind in Detail
        },
        endorse_policy=EndorsePolicy(policy),
        share_positions=positions,
        share_anniversaries=anniversaries,
        share_birthday=birthday,
        milestone_audience=Audience(milestones),
    )

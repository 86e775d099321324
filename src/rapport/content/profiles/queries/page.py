"""A profile as one viewer sees it: the sections their standings admit, and nothing of the others (PRO-1, PRO-2).

Two statements, however much there is to read: the row of the profile, then all entries,
skills and contact details at once.
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
from rapport.kernel.rows import fetch
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


_SECTION_AUDIENCES = ", ".join(f"p.{section.value}_audience" for section in Section)
_PROFILE = f"""
    SELECT p.actor_id, p.about, p.location, p.industry, p.pronouns, p.open_to_work, p.open_to_hiring,
           p.open_to_mentoring, p.open_to_line, p.endorse_policy, p.share_positions, p.share_anniversaries,
           p.share_birthday, p.milestone_audience, {_SECTION_AUDIENCES}
    FROM actors_actor a LEFT JOIN profiles_profile p ON p.actor_id = a.id WHERE a.id = %s
"""  # noqa: S608 (names of columns, from the table of sections)
_PROFILE_KINDS = (
    int, str, str, str, str, bool, bool, bool, str, str, bool, bool, bool, str, *(str for _ in Section)
)  # fmt: skip

_PARTS = """
    SELECT e.id, e.section, e.place, e.title, e.organization_name, e.location, e.description, e.url,
           e.detail, e.started, e.finished, c.handle
    FROM profiles_entry e
    LEFT JOIN actors_actor c ON c.id = e.organization_id AND c.kind = %s AND c.status = %s
    WHERE e.owner_id = %s AND e.section IN (%s)
    UNION ALL
    SELECT id, 'skills', place, name, '', '', '', '', '', '', '', '' FROM profiles_skill
    WHERE owner_id = %s AND %s
    UNION ALL
    SELECT NULL, 'detail', 0, kind, audience, '', value, '', '', '', '', '' FROM profiles_contactdetail
    WHERE owner_id = %s
    UNION ALL
    SELECT NULL, 'detail', 1, 'email', '', '', email, '', '', '', '', '' FROM accounts_account
    WHERE actor_id = %s
"""
_PART_KINDS = (UUID, str, int, str, str, str, str, str, str, str, str, str)


def profile(viewer: Viewer, owner_id: int, standings: Set[Standing], now: datetime) -> ProfileView:
    """The profile of `owner_id` for a viewer of these standings, in two statements.

    With the standings of `standings_as`, the owner sees what such a viewer gets ("view as").
    Whoever is barred from the owner does not get as far as here: ask `visibility.member` first.
    """
    ((found, *columns),) = fetch(_PROFILE, owner_id, kinds=_PROFILE_KINDS)
    own = Standing.OWNER in standings and viewer.actor_id == owner_id
    if found is None:
        columns = list(_UNSAID)
    audiences = {section: Audience(value) for section, value in zip(Section, columns[13:], strict=True)}
    shown = frozenset(section for section, audience in audiences.items() if admits(audience, standings))
    entries, skills, details = _parts(owner_id, shown, now.date())
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
        entries=entries,
        skills=skills,
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


def _parts(
    owner_id: int, shown: Set[Section], today: date
) -> tuple[dict[Section, tuple[EntryView, ...]], tuple[SkillView, ...], dict[Detail, tuple[str, str]]]:
    """The entries of the sections shown, in order, the skills where they are, and all contact details."""
    asked = sorted(section.value for section in FIELDS if section in shown)
    with_skills = Section.SKILLS in shown
    rows = fetch(
        _PARTS, Kind.COMPANY.value, Status.ACTIVE.value, owner_id, asked, owner_id, with_skills,
        owner_id, owner_id, kinds=_PART_KINDS,
    )  # fmt: skip
    grouped: dict[Section, list[tuple[tuple[object, ...], EntryView]]] = defaultdict(list)
    skills: list[tuple[int, UUID, str]] = []
    details: dict[Detail, tuple[str, str]] = {}
    for row in rows:
        kind, place = row[1], row[2]
        if kind == "detail":
            _read_detail(details, Detail(row[3]), value=row[6], audience=row[4], is_address=place == 1)
        elif kind == Section.SKILLS.value:
            skills.append((place, row[0], row[3]))
        else:
            section = Section(kind)
            entry = _entry(section, row, today)
            grouped[section].append((_order(section, place, entry), entry))
    entries = {
        section: tuple(entry for _, entry in sorted(grouped[section], key=lambda one: one[0]))
        for section in FIELDS
        if section in grouped
    }
    return entries, tuple(SkillView(id_, name) for _, id_, name in sorted(skills)), details


def _read_detail(
    details: dict[Detail, tuple[str, str]], kind: Detail, *, value: str, audience: str, is_address: bool
) -> None:
    """The row of the email address keeps its audience, the account the address itself."""
    if kind is not Detail.EMAIL:
        details[kind] = (value, audience)
        return
    known = details.get(kind, ("", DETAIL_DEFAULTS[kind].value))
    details[kind] = (value, known[1]) if is_address else (known[0], audience)


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

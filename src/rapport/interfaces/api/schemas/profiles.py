"""Profiles: sections and their entries, read from the table of fields; contact details; milestones."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, create_model

from rapport.content.profiles.queries.people import SharedKind
from rapport.content.profiles.rules.completeness import Part
from rapport.content.profiles.rules.milestones import MilestoneKind
from rapport.content.profiles.rules.sections import (
    AUDIENCES,
    DETAIL_AUDIENCES,
    FIELDS,
    MILESTONE_AUDIENCES,
    EndorsePolicy,
    FieldKind,
    OpenTo,
    Proficiency,
    Section,
)
from rapport.interfaces.api.schemas.common import Body, Shown, choice
from rapport.interfaces.api.schemas.people import Count, Person

KINDS = {
    FieldKind.LINE: "One line",
    FieldKind.LINES: "Lines of text",
    FieldKind.URL: "A web address, http or https",
    FieldKind.MONTH: "A year or a month: 2021 or 2021-03",
    FieldKind.PROFICIENCY: f"One of {', '.join(Proficiency)}, or empty",
}


def _fields() -> dict[str, str]:
    """Every field of any section, and what it says in which, as the table has it."""
    told: dict[str, list[str]] = {}
    for section, fields in FIELDS.items():
        for field in fields:
            needed = ", required" if field.required else ""
            words = (
                f"{section.value}: {KINDS[field.kind].lower()}, at most {field.at_most} characters{needed}"
            )
            told.setdefault(field.name, []).append(words)
    told["name"].insert(0, "skills: one line, at most 80 characters, required")
    return {name: "; ".join(words) + "." for name, words in told.items()}


def _optional(words: str) -> Any:
    return (Annotated[str, Field(description=words)], "")


_PAGE = "The handle of the company's page this leads to; empty where there is none."
_PAGE_IN = "The handle of a company's page; empty or left out: the only page of that name, if there is one."

EntryChange: type[Any] = create_model(
    "EntryChange",
    __base__=Body,
    __doc__="The fields of an entry, by section; what is left out stays, or is empty in a new one.",
    **{name: _optional(words) for name, words in _fields().items()},
    organization_handle=_optional(_PAGE_IN),
)


class EntryBase(Shown):
    """What every entry has; besides, the fields of its section."""

    id: UUID
    section: Annotated[str, choice(Section)]


_LAST: dict[str, Any] = {
    "organization_handle": _optional(_PAGE),
    "is_current": (Annotated[bool, Field(description="Of today.")], False),
    "months": (Annotated[int | None, Field(description="How long it lasted; null where not known.")], None),
}
Entry: type[Any] = create_model(
    "Entry",
    __base__=EntryBase,
    __doc__="An entry of a section, with the fields of that section alone; a skill has its name.",
    **{name: _optional(words) for name, words in _fields().items()},
    **_LAST,
)


class EntryList(Shown):
    """All entries of a section, in the order in which they stand."""

    items: list[Entry]
    next: str | None


class OrderChange(Body):
    """The ids of a section's entries in the order wanted; an empty list: by date again, where they have dates."""

    order: Annotated[list[str], Field(max_length=200)]


class Contact(Shown):
    """The contact details that are for you; what is not, is not there (PRO-2)."""

    email: str = ""
    phone: str = ""
    birthday: Annotated[str, Field(description="1984-03-05, or --03-05 without the year.")] = ""
    address: str = ""


class Profile(Shown):
    """A profile as it is for you; what is not for you looks like what was never written (PRO-1)."""

    about: str
    location: str
    industry: str
    pronouns: str
    open_to: list[Annotated[str, choice(OpenTo)]]
    open_to_line: str
    sections: Annotated[
        dict[str, list[Entry]],
        Field(description="Entries by section, those alone that have any; skills too."),
    ]
    contact: Contact
    shared: Annotated[
        list[SharedFact], Field(description="What you have in common, as far as you may see it.")
    ]


class SharedFact(Shown):
    """A company where you worked in the same years, or a school; years 0 where they are not known."""

    kind: Annotated[str, choice(SharedKind)]
    name: str
    first_year: Count
    last_year: Count


class MissingPart(Shown):
    """What a profile lacks, what it would gain in percent, and why it matters."""

    part: Annotated[str, choice(Part)]
    gain: Count
    do: str
    why: str


class OwnProfile(Shown):
    """One's own profile with all that one chose (PRO-1, PRO-3, PRO-5)."""

    about: str
    location: str
    industry: str
    pronouns: str
    open_to: list[Annotated[str, choice(OpenTo)]]
    open_to_line: str
    sections: dict[str, list[Entry]]
    audiences: Annotated[dict[str, str], Field(description="For whom each section is.")]
    endorse_policy: Annotated[str, choice(EndorsePolicy)]
    share_positions: bool
    share_anniversaries: bool
    share_birthday: bool
    milestone_audience: Annotated[str, choice(MILESTONE_AUDIENCES)]
    complete_percent: Annotated[int, Field(ge=0, le=100)]
    missing: list[MissingPart]


class ProfileChange(Body):
    """What to change of one's profile, all or none; what is left out stays."""

    about: str = ""
    location: str = ""
    industry: str = ""
    pronouns: str = ""
    open_to: Annotated[list[Annotated[str, choice(OpenTo)]], Field(max_length=20, default_factory=list)]
    open_to_line: str = ""
    audiences: Annotated[
        dict[str, Annotated[str, choice(AUDIENCES)]],
        Field(description="Sections by name, and for whom each is.", default_factory=dict),
    ]
    endorse_policy: Annotated[str, choice(EndorsePolicy)] = ""
    share_positions: bool = False
    share_anniversaries: bool = False
    share_birthday: bool = False
    milestone_audience: Annotated[str, choice(MILESTONE_AUDIENCES)] = ""


class OwnDetail(Shown):
    """A contact detail of one's own, and for whom it is."""

    value: str
    audience: Annotated[str, choice(DETAIL_AUDIENCES)]


class OwnContact(Shown):
    """One's own contact details (PRO-2)."""

    email: OwnDetail
    phone: OwnDetail
    birthday: OwnDetail
    address: OwnDetail


class AudienceOfDetail(Body):
    """For whom the email address is; the address itself is the account's."""

    audience: Annotated[str, choice(DETAIL_AUDIENCES)]


class DetailIn(Body):
    """A contact detail, and for whom it is; what is left out stays, an empty value takes it away."""

    value: str | None = None
    audience: Annotated[str | None, Field(description=f"One of {', '.join(DETAIL_AUDIENCES)}.")] = None


class ContactDetails(Body):
    """Contact details to set, all or none; those left out stay."""

    email: AudienceOfDetail | None = None
    phone: DetailIn | None = None
    birthday: DetailIn | None = None
    address: DetailIn | None = None


class Milestone(Shown):
    """A day that somebody near you shares (PRO-5); `years` counts an anniversary's, else it is 0."""

    person: Person
    kind: Annotated[str, choice(MilestoneKind)]
    day: date
    years: Count
    title: str
    company: str


class MilestoneList(Shown):
    """The milestones of now, the latest day first."""

    items: list[Milestone]
    next: str | None


Profile.model_rebuild()

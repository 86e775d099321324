"""The sections of a profile and the fields of their entries: one table (PRO-1, PRO-2).

Forms, the API's shapes, the checks of a writing, and archives in and out are read from it.
All sections but skills keep their entries in one table of the same columns; `FIELDS` says
which column is what in which section, so that a whole profile is read in one statement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from rapport.people.audience import Audience


class Section(StrEnum):
    """A part of a profile with an audience of its own; they stand on the page in this order."""

    ABOUT = "about"
    FACTS = "facts"  # location, industry, pronouns
    OPEN_TO = "open_to"
    EXPERIENCE = "experience"
    EDUCATION = "education"
    SKILLS = "skills"
    LANGUAGES = "languages"
    CERTIFICATIONS = "certifications"
    PROJECTS = "projects"
    COURSES = "courses"
    ASSOCIATIONS = "associations"
    LINKS = "links"
    RECOMMENDATIONS = "recommendations"


AUDIENCES = (
    Audience.ANYONE,
    Audience.MEMBERS,
    Audience.SECOND_DEGREE,
    Audience.CONNECTIONS,
    Audience.ONLY_ME,
)
"""For whom a section may be; a profile belongs to no group."""

DEFAULTS: Mapping[Section, Audience] = {
    section: Audience.MEMBERS if section is Section.OPEN_TO else Audience.ANYONE for section in Section
}
"""For whom a section is before its owner says otherwise; who seeks work need not tell the world."""


class Column(StrEnum):
    """A column of the table of entries."""

    TITLE = "title"
    ORGANIZATION = "organization_name"
    LOCATION = "location"
    DESCRIPTION = "description"
    URL = "url"
    DETAIL = "detail"
    STARTED = "started"
    FINISHED = "finished"


class FieldKind(StrEnum):
    """How a field is typed and checked."""

    LINE = "line"
    LINES = "lines"
    URL = "url"
    MONTH = "month"  # a year or a month: "2021", "2021-03"
    PROFICIENCY = "proficiency"


class Proficiency(StrEnum):
    """How well a language is spoken; "" where it is not said."""

    ELEMENTARY = "elementary"
    LIMITED_WORKING = "limited_working"
    PROFESSIONAL_WORKING = "professional_working"
    FULL_PROFESSIONAL = "full_professional"
    NATIVE = "native"


@dataclass(frozen=True)
class Field:
    """One field of an entry: its name in forms and the API, where it is kept, and what it takes."""

    name: str
    column: Column
    kind: FieldKind = FieldKind.LINE
    at_most: int = 200
    required: bool = False


_STARTED = Field("started", Column.STARTED, FieldKind.MONTH, 7)
_FINISHED = Field("finished", Column.FINISHED, FieldKind.MONTH, 7)
_DESCRIPTION = Field("description", Column.DESCRIPTION, FieldKind.LINES, 4000)

FIELDS: Mapping[Section, tuple[Field, ...]] = {
    Section.EXPERIENCE: (
        Field("title", Column.TITLE, required=True),
        Field("company", Column.ORGANIZATION, required=True),
        Field("location", Column.LOCATION),
        _STARTED,
        _FINISHED,
        _DESCRIPTION,
    ),
    Section.EDUCATION: (
        Field("school", Column.ORGANIZATION, required=True),
        Field("degree", Column.TITLE),
        _STARTED,
        _FINISHED,
        Field("activities", Column.DETAIL, at_most=1000),
        Field("notes", Column.DESCRIPTION, FieldKind.LINES, 4000),
    ),
    Section.LANGUAGES: (
        Field("name", Column.TITLE, at_most=80, required=True),
        Field("proficiency", Column.DETAIL, FieldKind.PROFICIENCY, 40),
    ),
    Section.CERTIFICATIONS: (
        Field("name", Column.TITLE, required=True),
        Field("authority", Column.ORGANIZATION),
        Field("license_number", Column.DETAIL, at_most=200),
        Field("url", Column.URL, FieldKind.URL, 1000),
        _STARTED,
        _FINISHED,
    ),
    Section.PROJECTS: (
        Field("title", Column.TITLE, required=True),
        Field("url", Column.URL, FieldKind.URL, 1000),
        _STARTED,
        _FINISHED,
        _DESCRIPTION,
    ),
    Section.COURSES: (
        Field("name", Column.TITLE, required=True),
        Field("number", Column.DETAIL, at_most=100),
    ),
    Section.ASSOCIATIONS: (
        Field("name", Column.ORGANIZATION, required=True),
        Field("position", Column.TITLE),
        _STARTED,
        _FINISHED,
        _DESCRIPTION,
    ),
    Section.LINKS: (
        Field("title", Column.TITLE),
        Field("url", Column.URL, FieldKind.URL, 1000, required=True),
    ),
}
"""The sections that hold entries, and the fields of each."""

DATED = frozenset(
    section for section, fields in FIELDS.items() if any(one.kind is FieldKind.MONTH for one in fields)
)
"""The sections whose entries have dates; they stand by date until their owner puts them in order."""

MILESTONE_AUDIENCES = AUDIENCES[:-1]
"""For whom milestones may be: connections, or wider; for nobody is not to share them (PRO-5)."""

ENTRIES_AT_MOST = 100
"""In one section of one profile."""
SKILLS_AT_MOST = 100
SKILL_LENGTH = 80
ABOUT_LENGTH = 4000
FACT_LENGTH = 200
PRONOUNS_LENGTH = 40
OPEN_TO_LENGTH = 200


class OpenTo(StrEnum):
    """What a member is open to."""

    WORK = "work"
    HIRING = "hiring"
    MENTORING = "mentoring"


class EndorsePolicy(StrEnum):
    """Who may endorse a member's skills (PRO-3)."""

    CONNECTIONS = "connections"
    FOLLOWERS = "followers"  # and connections
    NOBODY = "nobody"


class Detail(StrEnum):
    """A contact detail (PRO-2); the email address is the account's own."""

    EMAIL = "email"
    PHONE = "phone"
    BIRTHDAY = "birthday"
    ADDRESS = "address"


DETAIL_AUDIENCES = (Audience.ONLY_ME, Audience.CONNECTIONS, Audience.SECOND_DEGREE, Audience.ANYONE)
DETAIL_DEFAULTS: Mapping[Detail, Audience] = {
    detail: Audience.CONNECTIONS if detail is Detail.EMAIL else Audience.ONLY_ME for detail in Detail
}
DETAIL_LENGTHS: Mapping[Detail, int] = {
    Detail.EMAIL: 254,
    Detail.PHONE: 40,
    Detail.BIRTHDAY: 10,  # "1984-03-05", or "--03-05" without the year
    Detail.ADDRESS: 300,
}

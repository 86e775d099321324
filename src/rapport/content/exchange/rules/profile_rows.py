"""Rows of a file as entries of a profile: which fields, and when two entries are one (OPS-1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rapport.content.exchange.formats.dates import PartialDate
from rapport.content.exchange.formats.rows_network import Row
from rapport.content.exchange.formats.rows_profile import (
    AssociationRow,
    CertificationRow,
    CourseRow,
    EducationRow,
    LanguageRow,
    PositionRow,
    ProjectRow,
)
from rapport.content.profiles.rules.sections import FIELDS, FieldKind, Proficiency, Section
from rapport.people.actors.rules import fold

SECTIONS: Mapping[type[Row], Section] = {
    PositionRow: Section.EXPERIENCE,
    EducationRow: Section.EDUCATION,
    LanguageRow: Section.LANGUAGES,
    CertificationRow: Section.CERTIFICATIONS,
    ProjectRow: Section.PROJECTS,
    CourseRow: Section.COURSES,
    AssociationRow: Section.ASSOCIATIONS,
}
"""Where each kind of row stands; rows and sections call their fields alike."""

NATURAL: Mapping[Section, tuple[str, ...]] = {
    Section.EXPERIENCE: ("title", "company"),
    Section.EDUCATION: ("school", "degree"),
    Section.LANGUAGES: ("name",),
    Section.CERTIFICATIONS: ("name", "authority"),
    Section.PROJECTS: ("title",),
    Section.COURSES: ("name", "number"),
    Section.ASSOCIATIONS: ("name", "position"),
    Section.LINKS: ("url",),
}
"""The fields that make two entries one, beside the start where both say one."""

_PROFICIENCY = {
    "elementary": Proficiency.ELEMENTARY,
    "limited": Proficiency.LIMITED_WORKING,
    "professional": Proficiency.PROFESSIONAL_WORKING,
    "full": Proficiency.FULL_PROFESSIONAL,
    "native": Proficiency.NATIVE,
}
"""LinkedIn's words and those of résumés, by their first."""


def month(value: Any) -> str:
    """A date of a career as it is typed here: "2021", "2021-03" or ""."""
    if not isinstance(value, PartialDate) or value.year is None:
        return ""
    return f"{value.year:04}-{value.month:02}" if value.month else f"{value.year:04}"


def proficiency(words: str) -> str:
    """How well a language is spoken, in this site's word; "" for what is none."""
    plain = words.strip().casefold().replace("_", " ")
    if plain in list(Proficiency):
        return plain
    return str(_PROFICIENCY.get(plain.partition(" ")[0], ""))


def values_of(row: Row, section: Section) -> dict[str, str]:
    """The fields of an entry by their names."""
    values: dict[str, str] = {}
    for field in FIELDS[section]:
        given = getattr(row, field.name, "")
        if field.kind is FieldKind.MONTH:
            values[field.name] = month(given)
        elif field.kind is FieldKind.PROFICIENCY:
            values[field.name] = proficiency(given)
        else:
            values[field.name] = str(given or "")
    return values


def key_of(section: Section, values: Mapping[str, str]) -> tuple[str, ...]:
    """What makes two entries of a section one."""
    return tuple(" ".join(fold(values.get(name, "")).split()) for name in NATURAL[section])


def same_time(one: Mapping[str, str], two: Mapping[str, str]) -> bool:
    """Whether the starts of two entries do not tell them apart."""
    starts = one.get("started", ""), two.get("started", "")
    return (
        not all(starts) or starts[0] == starts[1] or starts[0][:4] == starts[1] or starts[1][:4] == starts[0]
    )

"""A profile with something in every section, written by the real actions."""

from __future__ import annotations

from rapport.content.profiles.actions import contact, entries, facts, skills
from rapport.content.profiles.rules.sections import FIELDS, Detail, FieldKind, Section
from tests.conftest import Clock

ENTRIES = {
    Section.EXPERIENCE: {
        "title": "Modeller",
        "company": "Nordwasser",
        "started": "2019-03",
        "description": "Slow water.",
    },
    Section.EDUCATION: {"school": "Kyōto University", "degree": "PhD", "started": "2010", "finished": "2014"},
    Section.LANGUAGES: {"name": "Deutsch", "proficiency": "native"},
    Section.CERTIFICATIONS: {"name": "Dam inspector", "authority": "Waterways", "finished": "2029-06"},
    Section.PROJECTS: {"title": "The pencil record", "url": "https://pencil.example.org/"},
    Section.COURSES: {"name": "Tracers", "number": "H-101"},
    Section.ASSOCIATIONS: {"name": "Society of Engineers", "position": "Treasurer", "started": "2018"},
    Section.LINKS: {"title": "My site", "url": "https://anna.example.org/me"},
}
"""One entry of each section."""


def fill(owner: int, clock: Clock) -> None:
    """Something in every section, each for its usual audience."""
    facts.edit_facts(
        owner_id=owner,
        changes={
            "about": "I keep the archive.",
            "location": "Hamburg",
            "industry": "Hydrology",
            "pronouns": "she/her",
        },
    )
    facts.choose_open_to(owner_id=owner, kinds=["mentoring"], line="two a year")
    for section, values in ENTRIES.items():
        entries.add_entry(owner_id=owner, section=section, values=values, now=clock.now)
    skills.add_skill(owner_id=owner, name="Reading ledgers", now=clock.now)
    contact.set_contact_detail(
        owner_id=owner, kind=Detail.PHONE, value="+49 40 9876543", audience="connections", now=clock.now
    )


def typed(section: Section, **values: str) -> dict[str, str]:
    """An entry as a browser sends its form: every control, months as a month and a year."""
    sent: dict[str, str] = {}
    for field in FIELDS[section]:
        value = values.get(field.name, "")
        if field.kind is FieldKind.MONTH:
            year, _, month = value.partition("-")
            sent |= {f"{field.name}_year": year, f"{field.name}_month": month}
        else:
            sent[field.name] = value
    return sent

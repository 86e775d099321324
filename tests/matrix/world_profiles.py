"""The owner's profile: every section filled, each for another audience; every contact detail likewise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from rapport.content.profiles.actions import contact, entries, facts, skills
from rapport.content.profiles.rules.sections import Detail, Section
from rapport.people.audience import Audience
from tests.matrix.canaries import Canary

AUDIENCES: Mapping[Section, Audience] = {
    Section.ABOUT: Audience.CONNECTIONS,
    Section.FACTS: Audience.SECOND_DEGREE,
    Section.OPEN_TO: Audience.MEMBERS,
    Section.EXPERIENCE: Audience.SECOND_DEGREE,
    Section.EDUCATION: Audience.CONNECTIONS,
    Section.SKILLS: Audience.ANYONE,
    Section.LANGUAGES: Audience.SECOND_DEGREE,
    Section.CERTIFICATIONS: Audience.MEMBERS,
    Section.PROJECTS: Audience.ONLY_ME,
    Section.COURSES: Audience.CONNECTIONS,
    Section.ASSOCIATIONS: Audience.ONLY_ME,
    Section.LINKS: Audience.MEMBERS,
}
ENTRIES: Mapping[Section, Mapping[str, str]] = {
    Section.EXPERIENCE: {"title": f"Chief {Canary.POSITION}", "company": "Works", "started": "2026-02"},
    Section.EDUCATION: {"school": f"{Canary.EDUCATION} School"},
    Section.LANGUAGES: {"name": f"{Canary.LANGUAGE}", "proficiency": "native"},
    Section.CERTIFICATIONS: {"name": f"{Canary.CERTIFICATE}"},
    Section.PROJECTS: {"title": f"{Canary.PROJECT}"},
    Section.COURSES: {"name": f"{Canary.COURSE}"},
    Section.ASSOCIATIONS: {"name": f"{Canary.ASSOCIATION}"},
    Section.LINKS: {"url": f"https://{Canary.LINK}.example.org/"},
}
DETAILS: Mapping[Detail, tuple[str, Audience]] = {
    Detail.PHONE: (f"+1 {Canary.PHONE}", Audience.SECOND_DEGREE),
    Detail.BIRTHDAY: (Canary.BIRTHDAY, Audience.ONLY_ME),
    Detail.ADDRESS: (f"1, {Canary.ADDRESS} Road", Audience.ANYONE),
}
"""The email address keeps its default: connections."""


def fill_profile(owner: int, now: datetime) -> UUID:
    """Write the owner's profile; gives the id of their position."""
    facts.edit_facts(
        owner_id=owner, changes={"about": f"About {Canary.ABOUT}", "location": f"{Canary.FACTS} City"}
    )
    facts.choose_open_to(owner_id=owner, kinds=["mentoring"], line=f"Of {Canary.OPEN_TO}")
    skills.add_skill(owner_id=owner, name=Canary.SKILL, now=now)
    made = {
        section: entries.add_entry(owner_id=owner, section=section, values=values, now=now)
        for section, values in ENTRIES.items()
    }
    for kind, (value, audience) in DETAILS.items():
        contact.set_contact_detail(
            owner_id=owner, kind=kind, value=value, audience=audience.value, now=now
        )  # fmt: skip
    for section, chosen in AUDIENCES.items():
        facts.choose_audience(owner_id=owner, section=section, audience=chosen.value)
    facts.choose_milestones(owner_id=owner, positions=True)
    return made[Section.EXPERIENCE]

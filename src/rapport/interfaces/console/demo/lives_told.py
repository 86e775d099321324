"""The profiles that are told rather than drawn: those of the cast, by real actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from rapport.content.profiles.actions import contact, entries, facts, skills
from rapport.content.profiles.rules.sections import Detail, Section
from rapport.interfaces.console.demo.lives import Lives

Told = Sequence[tuple[Section, Mapping[str, str]]]

ABOUT = (
    "I keep the river archive at Lindenhof: eleven thousand maps, four hundred gauge books and one stuffed pike.\n\n"
    "Most of what a river will do it has done before, and somebody wrote it down. I find the somebody. If you are "
    "digitising gauge readings, building a flood model that needs a past, or have inherited a trunk that smells of "
    "silt, write to me.\n\n"
    "Answers come on Sundays, by hand where the paper allows it."
)
ALICE: Told = (
    (Section.EXPERIENCE, {
        "title": "Keeper of the river archive", "company": "Lindenhof Archive of Waters", "location": "Lindenhof",
        "started": "2017-04",
        "description": "Eleven thousand maps and the people who ask for them.\n\nBrought the gauge books of 1883 to "
        "1951 into a form a machine can read; the machine has complained only twice.",
    }),
    (Section.EXPERIENCE, {
        "title": "Archivist", "company": "Acme Waterworks", "location": "Lindenhof", "started": "2011-09",
        "finished": "2017-03", "description": "Drawings of every pump since 1911, in order at last.",
    }),
    (Section.EXPERIENCE, {
        "title": "Gauge reader", "company": "The Lower Valley Gauge Network", "started": "2008", "finished": "2011",
    }),
    (Section.EDUCATION, {
        "school": "Lindenhof University", "degree": "MA History of science", "started": "2003", "finished": "2008",
        "activities": "Rowing, second boat", "notes": "Thesis on who was paid to read gauges, and how well.",
    }),
    (Section.EDUCATION, {"school": "École des Ponts", "degree": "One year, mostly bridges", "finished": "2006"}),
    (Section.LANGUAGES, {"name": "Svenska", "proficiency": "native"}),
    (Section.LANGUAGES, {"name": "English", "proficiency": "full_professional"}),
    (Section.LANGUAGES, {"name": "Deutsch", "proficiency": "professional_working"}),
    (Section.LANGUAGES, {"name": "Русский", "proficiency": "elementary"}),
    (Section.CERTIFICATIONS, {"name": "Paper conservation, level II", "authority": "Guild of Archivists",
                              "started": "2014-05", "license_number": "LG-2214"}),
    (Section.PROJECTS, {"title": "The gauge books, 1883 to 1951", "url": "https://gauges.example/books",
                        "started": "2019", "description": "Sixty-eight years of water, twice a day, free to use."}),
    (Section.COURSES, {"name": "Reading watermarks", "number": "HS 7"}),
    (Section.ASSOCIATIONS, {"name": "Friends of the Lower Valley", "position": "Secretary", "started": "2015"}),
    (Section.LINKS, {"title": "The archive", "url": "https://archive.example/lindenhof"}),
    (Section.LINKS, {"title": "Notes from the reading room", "url": "https://alice.example"}),
)  # fmt: skip
SKILLS = (
    "Archives", "Palaeography", "Hydrology", "Old maps", "Data cleaning", "Cataloguing", "Python", "Public speaking",
    "Paper conservation", "Swedish summer houses, insurance of", "Teaching", "Gauge reading",
)  # fmt: skip
BOB: Told = (
    (Section.EXPERIENCE, {
        "title": "Head of the gauge network", "company": "Acme Waterworks", "started": "2015-01",
        "description": "Two hundred gauges, eleven people, one number that has to be right at six in the morning.",
    }),
    (Section.EXPERIENCE, {
        "title": "Gauge technician", "company": "The Lower Valley Gauge Network", "started": "2007-06",
        "finished": "2014-12",
    }),
    (Section.EDUCATION, {"school": "University of Ghana", "degree": "BSc Physics", "finished": "2006"}),
)  # fmt: skip


def tell(ids: Mapping[str, int], now: datetime) -> None:
    """Write the profiles of alice and bob; bob has his birthday in two days and shares it."""
    alice, bob = ids["alice"], ids["bob"]
    facts.edit_facts(
        owner_id=alice,
        changes={"about": ABOUT, "location": "Lindenhof", "industry": "Archives", "pronouns": "she/her"},
    )
    facts.choose_open_to(owner_id=alice, kinds=["mentoring"], line="For people who measure and write.")
    facts.choose_audiences(owner_id=alice, changes={"courses": "connections", "certifications": "members"})
    _put(alice, ALICE, now)
    for name in SKILLS:
        skills.add_skill(owner_id=alice, name=name, now=now)
    contact.set_contact_details(
        owner_id=alice,
        changes={
            Detail.PHONE: {"value": "+1 202 555 0123", "audience": "connections"},
            Detail.BIRTHDAY: {"value": "1984-03-05"},
            Detail.ADDRESS: {"value": "Archive of Waters\n1 Towpath, Lindenhof", "audience": "second_degree"},
        },
        now=now,
    )
    facts.edit_facts(
        owner_id=bob, changes={"about": "I read gauges. The gauges are patient.", "location": "Oakham"}
    )
    _put(bob, BOB, now)
    for name in ("Gauging", "Telemetry", "Fieldwork", "Rota planning"):
        skills.add_skill(owner_id=bob, name=name, now=now)
    soon = now + timedelta(days=2)
    contact.set_contact_detail(
        owner_id=bob, kind=Detail.BIRTHDAY, value=f"--{soon:%m-%d}", audience="connections", now=now
    )  # fmt: skip
    facts.choose_milestones(owner_id=bob, positions=True, anniversaries=True, birthday=True)


def _put(owner: int, told: Told, now: datetime) -> None:
    for section, values in told:
        entries.add_entry(owner_id=owner, section=section, values=values, now=now)


def write(ids: Mapping[str, int], *, seed: int, now: datetime) -> None:
    """Profiles for everybody: the cast's as told, all others as drawn. Companies are linked that stand by then."""
    tell(ids, now)
    Lives(seed, now).write(skip=("alice", "bob"))

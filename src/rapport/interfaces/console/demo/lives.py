"""The profiles of the demo: what everybody has done, learned and speaks, the same for the same seed, in bulk."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from rapport.content.profiles.models import ContactDetail, Entry, Profile, Skill
from rapport.content.profiles.rules.checks import check_detail, check_entry, check_facts
from rapport.content.profiles.rules.sections import DATED, Detail, Proficiency, Section
from rapport.interfaces.console.demo import words
from rapport.interfaces.console.demo import words_lives as said
from rapport.kernel import ids
from rapport.people.actors.models import Actor
from rapport.people.actors.rules import Kind, Status, fold
from rapport.people.audience import Audience

BATCH = 500
NARROWED = 0.25
"""How many people keep some section from the world."""

_SCRIPTS: tuple[tuple[int, int, str], ...] = (
    (0x0370, 0x03FF, "el"), (0x0400, 0x04FF, "ru"), (0x0590, 0x05FF, "he"), (0x0600, 0x06FF, "ar"),
    (0x4E00, 0x9FFF, "zh"), (0xAC00, 0xD7AF, "ko"),
)  # fmt: skip
_LETTERS = {"ß": "de", "ü": "de", "ñ": "es", "í": "es", "ç": "fr", "é": "fr", "ễ": "vi", "ị": "vi"}


class Lives:
    """Writes profiles for people who have none yet; companies are found among the pages that stand."""

    def __init__(self, seed: int, now: datetime) -> None:
        """Draw by `seed`; today is the day of `now`."""
        self._seed, self._now = seed, now
        self._entries: list[Entry] = []
        self._skills: list[Skill] = []
        self._details: list[ContactDetail] = []
        self._profiles: list[Profile] = []
        companies = Actor.objects.filter(kind=Kind.COMPANY.value, status=Status.ACTIVE.value).order_by("-pk")
        self._companies = dict(companies.values_list("name_key", "pk"))

    @transaction.atomic
    def write(self, *, skip: Iterable[str] = ()) -> int:
        """Fill every profile that is empty, but those of the handles in `skip`; gives how many."""
        people = Actor.objects.filter(Q(profile__about="", profile__location=""), kind=Kind.PERSON.value)
        everybody = list(people.exclude(handle__in=list(skip)).order_by("pk"))
        at_work = dict(
            Entry.objects.filter(section="experience").values_list("owner_id", "organization_name")
        )
        skilled = set(Skill.objects.values_list("owner_id", flat=True))
        for actor in everybody:
            self._live(actor, at_work.get(actor.pk, ""), skilled=actor.pk in skilled)
        Entry.objects.bulk_create(self._entries, batch_size=BATCH)
        Skill.objects.bulk_create(self._skills, batch_size=BATCH)
        ContactDetail.objects.bulk_create(self._details, batch_size=BATCH, ignore_conflicts=True)
        changed = [one.name for one in Profile._meta.fields if one.name not in ("actor", "endorse_policy")]
        Profile.objects.bulk_update(self._profiles, changed, batch_size=100)
        return len(everybody)

    def entry(self, owner: int, section: Section, place: int = 1, **values: str) -> None:
        """An entry, checked as all are; it leads to the page of the company it names."""
        columns = check_entry(section, values, {}, self._now.date())
        page = self._companies.get(fold(columns.get("organization_name", "")))
        self._entries.append(
            Entry(
                id=ids.new(), owner_id=owner, section=section.value, place=0 if section in DATED else place,
                organization_id=page, created_at=self._now, **columns,
            )
        )  # fmt: skip

    def _live(self, actor: Actor, employer: str, *, skilled: bool) -> None:
        chance = random.Random(f"{self._seed} {actor.handle}")  # noqa: S311 (the same lives for the same seed)
        circle = next((one for one in words.CIRCLES if _speaks_of(one, actor.headline)), None)
        circle = circle or chance.choice(words.CIRCLES)
        tongue = _tongue(actor.name)
        if chance.random() < 0.06:
            return  # some have joined and never wrote a word
        self._profiles.append(self._profile(actor, circle, tongue, chance))
        self._career(actor, circle, employer, chance)
        for place, name in enumerate([] if skilled else self._skilled(circle, chance), 1):
            self._skills.append(
                Skill(
                    id=ids.new(), owner_id=actor.pk, name=name, name_key=fold(name), place=place,
                    created_at=self._now,
                )
            )  # fmt: skip
        self._rest(actor, tongue, chance)
        self._contact(actor, chance)

    def _profile(self, actor: Actor, circle: words.Circle, tongue: str, chance: random.Random) -> Profile:
        about: list[str] = []
        if chance.random() < 0.75:
            elsewhere = said.ABOUT_ELSEWHERE.get(tongue, ()) if chance.random() < 0.7 else ()
            about = [chance.choice(elsewhere or said.ABOUT).format(subject=circle.name)]
            about += chance.sample(said.MORE, chance.choice((0, 0, 1, 2)))
        facts = check_facts(
            {
                "about": "\n\n".join(about),
                "location": chance.choice(words.TOWNS) if chance.random() < 0.85 else "",
                "industry": said.INDUSTRIES[circle.name] if chance.random() < 0.8 else "",
                "pronouns": chance.choice(said.PRONOUNS) if chance.random() < 0.25 else "",
            }
        )
        row = Profile(actor_id=actor.pk, **facts)
        row.open_to_work, row.open_to_hiring = chance.random() < 0.06, chance.random() < 0.05
        row.open_to_mentoring = chance.random() < 0.12
        if row.open_to_mentoring:
            row.open_to_line = "Happy to look at a first paper, an hour a month."
        row.share_positions = row.share_anniversaries = chance.random() < 0.4
        row.share_birthday = chance.random() < 0.35
        if chance.random() < NARROWED:
            for section in chance.sample(list(Section), 3):
                chosen = chance.choice((Audience.MEMBERS, Audience.SECOND_DEGREE, Audience.CONNECTIONS))
                setattr(row, f"{section.value}_audience", chosen.value)
        return row

    def _career(
        self, actor: Actor, circle: words.Circle, employer: str, chance: random.Random
    ) -> None:  # fmt: skip
        """Positions back from today, then a school or two; who has a position already gets only former ones."""
        year = self._now.year - (chance.randrange(1, 6) if employer else 0)
        jobs = chance.choices((0, 1, 2, 3, 4, 7), weights=(1, 3, 5, 4, 2, 1))[0]
        for number in range(jobs):
            lasted = chance.randrange(1, 7)
            role = chance.choice(circle.roles)
            named = actor.headline.partition(" at ")
            company = chance.choice(circle.companies)
            company = company[:1].upper() + company[1:]
            if number == 0 and not employer and named[2]:
                role, company = named[0], next((c for c in circle.companies if c in named[2]), company)
            month = f"-{chance.randrange(1, 13):02}" if chance.random() < 0.75 else ""
            ended = "" if number == 0 and not employer else str(year)
            start = f"{year - lasted}{month}"
            self.entry(
                actor.pk, Section.EXPERIENCE, title=role[:200], company=company, started=start, finished=ended,
                location=chance.choice(words.TOWNS) if chance.random() < 0.5 else "",
                description=chance.choice(said.DUTIES),
            )  # fmt: skip
            year -= lasted
        for _ in range(chance.choices((0, 1, 2), weights=(2, 6, 3))[0]):
            years = chance.randrange(2, 6)
            self.entry(
                actor.pk, Section.EDUCATION, school=chance.choice(said.SCHOOLS), degree=chance.choice(said.DEGREES),
                started=str(year - years), finished=str(year), activities=chance.choice(said.ACTIVITIES),
            )  # fmt: skip
            year -= years

    def _skilled(self, circle: words.Circle, chance: random.Random) -> Sequence[str]:
        own = said.SKILLS[circle.name]
        listed = chance.sample(own, chance.randrange(1, len(own) + 1))
        return [*listed, *chance.sample(said.GENERAL, chance.choice((0, 1, 2, 3, 4, 9)))]

    def _rest(self, actor: Actor, tongue: str, chance: random.Random) -> None:
        """Languages, and now and then something of the smaller sections."""
        spoken = {"English": chance.choice(list(Proficiency)[1:-1])}
        if tongue:
            spoken = {said.TONGUES[tongue]: Proficiency.NATIVE, **spoken}
        for other in chance.sample(said.OTHER_TONGUES, chance.choice((0, 0, 1, 2))):
            spoken.setdefault(other, chance.choice(list(Proficiency)[:-1]))
        for place, (name, level) in enumerate(spoken.items(), 1):
            self.entry(actor.pk, Section.LANGUAGES, place, name=name, proficiency=level.value)
        if chance.random() < 0.3:
            address = f"https://{actor.handle.replace('_', '-')}.example"
            self.entry(actor.pk, Section.LINKS, title="Notes and maps", url=address)
        if chance.random() < 0.15:
            title, words_ = chance.choice(said.PROJECTS)
            self.entry(
                actor.pk, Section.PROJECTS, title=title, description=words_, started="2021", finished="2023"
            )
        if chance.random() < 0.12:
            name, number = chance.choice(said.COURSES)
            self.entry(actor.pk, Section.COURSES, name=name, number=number)
        if chance.random() < 0.15:
            name = chance.choice(said.SOCIETIES)
            self.entry(actor.pk, Section.ASSOCIATIONS, name=name, position="Treasurer", started="2019")
        if chance.random() < 0.12:
            name, authority = chance.choice(said.CERTIFICATES)
            self.entry(actor.pk, Section.CERTIFICATIONS, name=name, authority=authority, started="2022-05")

    def _contact(self, actor: Actor, chance: random.Random) -> None:
        """Some give a number, most a birthday; numbers are of those kept for stories."""
        month, day = chance.randrange(1, 13), chance.randrange(1, 29)
        given: Mapping[Detail, tuple[float, str, Audience]] = {
            Detail.PHONE: (0.3, f"+1 202 555 01{chance.randrange(100):02}", Audience.CONNECTIONS),
            Detail.BIRTHDAY: (0.6, f"--{month:02}-{day:02}", Audience.CONNECTIONS),
            Detail.ADDRESS: (0.1, f"{day} Towpath\n{chance.choice(words.TOWNS)}", Audience.ONLY_ME),
        }
        for kind, (share, value, audience) in given.items():
            if chance.random() < share:
                kept = check_detail(kind, value, self._now.date())
                self._details.append(
                    ContactDetail(owner_id=actor.pk, kind=kind.value, value=kept, audience=audience.value)
                )


def _speaks_of(circle: words.Circle, headline: str) -> bool:
    return any(word in headline for word in (*circle.roles, *circle.companies, *circle.quips))


def _tongue(name: str) -> str:
    """The language that the letters of a name speak of; "" where they do not."""
    if any(0x3040 <= ord(char) <= 0x30FF for char in name):
        return "ja"  # though most of its letters may be Chinese
    for char in name:
        for first, last, tongue in _SCRIPTS:
            if first <= ord(char) <= last:
                return tongue
        if char in _LETTERS:
            return _LETTERS[char]
    return ""


def schooled(nodes: Sequence[Any], owners: Sequence[int], now: datetime) -> None:
    """The schools of a real graph, in bulk: where each studied and until when, as far as its attributes say."""
    rows: list[Entry] = []
    lawful = range(1910, now.year + 9)  # what the file says of years is not always one
    for node, owner in zip(nodes, owners, strict=True):
        if node.school:
            town = words.TOWNS[node.school % len(words.TOWNS)]
            left = {"finished": str(node.year - 4)} if node.year in lawful else {}
            rows.append(_school(owner, now, f"{town} High School", "", left))
        if node.major or node.year:
            subjects = [one for one in (node.major, node.second_major) if one]
            degree = " and ".join(
                dict.fromkeys(words.SUBJECTS[one % len(words.SUBJECTS)] for one in subjects)
            )
            years = {"started": str(node.year - 4), "finished": str(node.year)} if node.year in lawful else {}
            rows.append(_school(owner, now, "Lindenhof University", degree, years))
    Entry.objects.bulk_create(rows, batch_size=BATCH)


def _school(owner: int, now: datetime, school: str, degree: str, years: Mapping[str, str]) -> Entry:
    columns = check_entry(Section.EDUCATION, {"school": school, "degree": degree, **years}, {}, now.date())
    return Entry(
        id=ids.new(), owner_id=owner, section=Section.EDUCATION.value, place=0, created_at=now, **columns
    )  # fmt: skip

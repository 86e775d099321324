"""What there is of actors to be found by, each part with the audience it is for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from rapport.content.profiles.rules.sections import OpenTo, Section
from rapport.kernel.rows import Reading, literals, together
from rapport.people.actors.rules import Kind, Status
from rapport.people.audience import Audience
from rapport.projections.search.rules.fields import COMPANIES, GROUPS, LEVELS, SECTIONS, Field, Value

_FACE = (("id", int), ("kind", str), ("handle", str), ("name", str), ("headline", str))
_FACES = f"FROM actors_actor WHERE id IN (%s) AND status <> '{Status.DELETED.value}'"
_PROFILE = (
    ("actor_id", int), ("location", str), ("facts_audience", str), ("experience_audience", str),
    ("education_audience", str), ("skills_audience", str), ("open_to_audience", str),
    ("open_to_work", bool), ("open_to_hiring", bool), ("open_to_mentoring", bool),
)  # fmt: skip
_ENTRY = (("owner_id", int), ("section", str), ("organization_name", str))
_ENTRIES = f"""
    FROM profiles_entry WHERE owner_id IN (%s) AND section IN ({literals([Section.EXPERIENCE, Section.EDUCATION])})
"""
_SKILL = (("owner_id", int), ("name", str))
_COMPANY = (("actor_id", int), ("industry", str), ("location", str))

_AUDIENCES = (Field.LOCATION, Field.COMPANY, Field.SCHOOL, Field.SKILL, Field.OPEN_TO)
"""In the order of the columns of `_PROFILE`."""
_PLACES = {Section.EXPERIENCE.value: Field.COMPANY, Section.EDUCATION.value: Field.SCHOOL}

Parts = dict[int, list[tuple[Field, Audience, str]]]


def profile_readings(ids: Collection[int]) -> tuple[Reading, ...]:
    """What has to be read for `profile_parts`."""
    return (
        Reading(_PROFILE, "FROM profiles_profile WHERE actor_id IN (%s)", (ids,)),
        Reading(_ENTRY, _ENTRIES, (ids,)),
        Reading(_SKILL, "FROM profiles_skill WHERE owner_id IN (%s)", (ids,)),
    )


def profile_parts(found: Collection[list[tuple[Any, ...]]]) -> Parts:
    """By member the parts of a profile that are searched, each once with its audience, from the rows read."""
    profiles, entries, skills = found
    parts: Parts = defaultdict(list)
    audience: dict[tuple[int, Field], Audience] = {}
    for owner, location, *rest in profiles:
        for field, said in zip(_AUDIENCES, rest, strict=False):
            audience[owner, field] = Audience(said)
        parts[owner].append((Field.LOCATION, audience[owner, Field.LOCATION], location))
        for kind, so in zip(OpenTo, rest[len(_AUDIENCES) :], strict=True):
            if so:
                parts[owner].append((Field.OPEN_TO, audience[owner, Field.OPEN_TO], kind.value))
    named = [(owner, _PLACES[section], name) for owner, section, name in entries]
    named += [(owner, Field.SKILL, name) for owner, name in skills]
    for owner, field, name in dict.fromkeys(named):
        if (owner, field) in audience:
            parts[owner].append((field, audience[owner, field], name))
    return parts


def values(ids: Collection[int]) -> dict[int, list[Value]]:
    """By actor what they are found by, whoever looks; who is deleted has nothing. One statement."""
    companies = Reading(_COMPANY, "FROM organizations_company WHERE actor_id IN (%s)", (ids,))
    faces, pages, *profiles = together(Reading(_FACE, _FACES, (ids,)), companies, *profile_readings(ids))
    parts = profile_parts(profiles)
    about = {owner: (industry, location) for owner, industry, location in pages}
    found: dict[int, list[Value]] = {}
    for id_, kind, handle, name, headline in faces:
        sign = _SIGNS[Kind(kind)]
        mine = [Value(sign, Field.NAME, name), Value(sign, Field.HANDLE, handle)]
        mine.append(Value(sign, Field.HEADLINE, headline))
        if kind == Kind.PERSON.value:
            mine += [Value(LEVELS[audience], field, text) for field, audience, text in parts.get(id_, ())]
        elif id_ in about:
            industry, location = about[id_]
            mine += [Value(sign, Field.HEADLINE, industry), Value(sign, Field.LOCATION, location)]
        found[id_] = mine
    return found


_SIGNS = {Kind.PERSON: LEVELS[Audience.ANYONE], Kind.COMPANY: COMPANIES, Kind.GROUP: GROUPS}

assert set(_AUDIENCES) == set(SECTIONS)

"""What two people share of companies and schools, from their positions and years there (NET-3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapport.content.profiles.rules import months
from rapport.content.profiles.rules.sections import Section
from rapport.people.actors.rules import fold
from rapport.projections.suggestions.rules.weighing import SIGNS, Shared, Sign

_folded = lru_cache(maxsize=1 << 14)(fold)
"""Names of companies and schools come again and again; folding one takes longer than all the rest."""


@dataclass(frozen=True)
class Place:
    """A position or a time at a school; `page` is the company's actor, None where it has none here."""

    section: Section
    name: str
    page: int | None = None
    started: str = ""
    finished: str = ""

    @property
    def key(self) -> str:
        """What tells this company or school from others."""
        return f"{self.section.value}:{_folded(self.name)}"

    @property
    def class_key(self) -> str:
        """The same with the year in which one left; empty where that is not known."""
        return f"{self.key}:{self.finished[:4]}" if self.finished else ""


def shared_places(
    mine: Sequence[Place], theirs: Sequence[Place], many: Mapping[str, int], today: date
) -> tuple[Shared, ...]:
    """What both have been at: each company and school once, as the sign that says most.

    `many` says by key how many people are known to share it.
    """
    found: dict[str, Shared] = {}
    for one in mine:
        for two in theirs:
            if _same(one, two):
                thing = _shared(one, two, many, today)
                held = found.get(one.key)
                if held is None or _says(thing) > _says(held):
                    found[one.key] = thing
    return tuple(found.values())


def _same(one: Place, two: Place) -> bool:
    """Whether two entries mean one place: by its page where both name one, else by its name."""
    if one.section is not two.section:
        return False
    if one.page and two.page:
        return one.page == two.page
    return _folded(one.name) == _folded(two.name) != ""


def _says(thing: Shared) -> tuple[bool, float, bool, int]:
    """Of two signs about one place the one that is told: at the same time before at different times."""
    return (
        thing.sign in (Sign.COLLEAGUE, Sign.CLASS),
        SIGNS[thing.sign].points,
        thing.current,
        thing.finished,
    )


def _shared(one: Place, two: Place, many: Mapping[str, int], today: date) -> Shared:
    count = many.get(one.key, 0)
    if one.section is Section.EDUCATION:
        if one.finished and one.finished[:4] == two.finished[:4]:
            year = int(two.finished[:4])
            return Shared(Sign.CLASS, one.class_key, two.name, many.get(one.class_key, 0), finished=year)
        return Shared(Sign.SCHOOL, one.key, two.name, count)
    if all(
        months.is_current(Section.EXPERIENCE, place.finished, today) and _begun(place, today)
        for place in (one, two)
    ):
        return Shared(Sign.COLLEAGUE, one.key, two.name, count, current=True)
    years = months.overlap((one.started, one.finished), (two.started, two.finished), today)
    if years is None:
        return Shared(Sign.COMPANY, one.key, two.name, count)
    return Shared(Sign.COLLEAGUE, one.key, two.name, count, *years)


def _begun(place: Place, today: date) -> bool:
    begin = months.read(place.started)
    return begin is None or (begin.year, begin.month or 1) <= (today.year, today.month)


GROUP_KEY = "group:"
"""With its id the key of a group, as those of places are made of their names."""


def hinted(places: Sequence[Place], by_key: Mapping[str, Collection[int]]) -> dict[int, list[Shared]]:
    """What speaks for each of those who share something, as far as the keys alone tell."""
    sections = {one.key: one.section for one in places}
    found: dict[int, list[Shared]] = {}
    for key, some in by_key.items():
        sign = Sign.GROUP if key.startswith(GROUP_KEY) else Sign.CLASS
        if key in sections:
            sign = Sign.COMPANY if sections[key] is Section.EXPERIENCE else Sign.SCHOOL
        thing = Shared(sign, key, many=len(some))
        for one in some:
            found.setdefault(one, []).append(thing)
    return found

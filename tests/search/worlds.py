"""Small worlds of people with profiles, and the naive search that says who has to be found in them."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from rapport.content.profiles.models import Entry, Profile, Skill
from rapport.kernel import ids
from rapport.people.actors.models import Actor
from rapport.people.actors.rules import fold
from rapport.people.audience import Audience, Standing, admits
from rapport.people.ties.models import Block, Connection, Network
from rapport.projections.search.actions import documents
from tests.people import START

FIELDS = ("company", "school", "location", "skill")
_AUDIENCE_OF = {
    "company": "experience_audience",
    "school": "education_audience",
    "location": "facts_audience",
    "skill": "skills_audience",
}


@dataclass
class Somebody:
    """A person of a small world; `shown` says for whom each field is."""

    name: str
    headline: str = ""
    company: str = ""
    school: str = ""
    location: str = ""
    skill: str = ""
    status: str = "active"
    shown: dict[str, Audience] = field(default_factory=dict)
    id: int = 0
    handle: str = ""

    def audience(self, name: str) -> Audience:
        """For whom a field is."""
        return self.shown.get(name, Audience.ANYONE)


@dataclass
class World:
    """People, who is connected to whom and who blocked whom, by place in the list."""

    people: list[Somebody]
    edges: set[tuple[int, int]] = field(default_factory=set)
    blocks: set[tuple[int, int]] = field(default_factory=set)

    def make(self) -> World:
        """Write it down, straight into the tables, and index it."""
        for number, one in enumerate(self.people):
            one.handle = f"h{number}"
            actor = Actor.objects.create(
                handle=one.handle, name=one.name, name_key=fold(one.name), headline=one.headline,
                status=one.status, created_at=START,
            )  # fmt: skip
            one.id = actor.pk
            Network.objects.create(actor=actor)
            audiences = {column: one.audience(name).value for name, column in _AUDIENCE_OF.items()}
            Profile.objects.create(actor=actor, location=one.location, **audiences)
            for section, name in (("experience", one.company), ("education", one.school)):
                if name:
                    Entry.objects.create(
                        id=ids.new(), owner=actor, section=section, place=0, organization_name=name,
                        created_at=START,
                    )  # fmt: skip
            if one.skill:
                Skill.objects.create(
                    id=ids.new(),
                    owner=actor,
                    name=one.skill,
                    name_key=fold(one.skill),
                    place=0,
                    created_at=START,
                )
        pairs = [(a, b) for pair in self.edges for a, b in (pair, pair[::-1])]
        Connection.objects.bulk_create(
            Connection(owner_id=self.people[a].id, other_id=self.people[b].id, since=START) for a, b in pairs
        )
        Block.objects.bulk_create(
            Block(owner_id=self.people[a].id, other_id=self.people[b].id, since=START) for a, b in self.blocks
        )
        documents.refresh(ids=[one.id for one in self.people])
        return self

    def _barred(self, viewer: int | None, other: int) -> bool:
        return viewer is not None and not {(viewer, other), (other, viewer)}.isdisjoint(self.blocks)

    def around(self, viewer: int | None, one: int) -> set[int]:
        """Who is connected to whom in the eyes of a viewer (NET-1)."""
        found = {b if a == one else a for a, b in self.edges if one in (a, b)}
        return {o for o in found if self.people[o].status == "active" and not self._barred(viewer, o)}

    def degree(self, viewer: int | None, other: int) -> int | None:
        """By breadth-first search."""
        if viewer is None:
            return None
        far, queue = {viewer: 0}, deque([viewer])
        while queue:
            one = queue.popleft()
            for near in self.around(viewer, one) - far.keys():
                far[near] = far[one] + 1
                queue.append(near)
        found = far.get(other)
        return found if found is not None and found <= 3 else None

    def found(self, viewer: int | None, typed: str, filters: dict[str, str], degree: int | None) -> list[int]:
        """Who has to be found, in order: names first, then the nearest, most in common, the fit, name, id."""
        asked = typed.split()
        keys = []
        for number, one in enumerate(self.people):
            near = self.degree(viewer, number)
            if one.status != "active" or self._barred(viewer, number):
                continue
            if degree is not None and near != degree:
                continue
            held = {Standing.ANYONE} | ({Standing.MEMBER} if viewer is not None else set())
            held |= {Standing.OWNER} if viewer == number else set()
            held |= {Standing.CONNECTION} if near == 1 else {Standing.SECOND_DEGREE} if near == 2 else set()
            seen = {name: getattr(one, name) for name in FIELDS if admits(one.audience(name), held)}
            if any(f" {value} " not in f" {seen.get(name, '')} " for name, value in filters.items()):
                continue
            names = [*one.name.split(), one.handle]
            everything = [*names, *one.headline.split(), *(w for text in seen.values() for w in text.split())]
            if not all(_has(everything, word, last=word is asked[-1]) for word in asked):
                continue
            named = all(_has(names, word, last=word is asked[-1]) for word in asked)
            begun = not all(word in names for word in asked)
            fit = 2 if begun or not named else 0 if len(asked) == len(one.name.split()) else 1
            mutual = 0
            if viewer is not None and near:
                mutual = len(self.around(viewer, number) & self.around(viewer, viewer))
            rank = (0 if named else 1, 4 if near is None else near, -mutual, fit if asked else 1)
            keys.append((*rank, one.name, one.id, number))
        return [key[-1] for key in sorted(keys)]


def _has(words: list[str], asked: str, *, last: bool) -> bool:
    return any(word == asked or (last and word.startswith(asked)) for word in words)

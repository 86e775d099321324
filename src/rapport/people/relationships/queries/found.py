"""People who were found elsewhere, as a list shows them, with what the viewer may do: in one statement (NET-1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rapport.kernel.limits.rules import Limits
from rapport.kernel.rows import Reading, together
from rapport.people.actors.models import Actor
from rapport.people.audience import Standing, Viewer
from rapport.people.relationships.queries.budget import budget_from, budget_readings
from rapport.people.relationships.queries.faces import faces_from, faces_reading
from rapport.people.relationships.queries.facts import between_from, between_readings
from rapport.people.relationships.queries.people import (
    NOTHING,
    Person,
    Relationship,
    person_from,
    relate,
    standings_from,
)
from rapport.people.ties.neighbourhood import FAR, Closeness
from rapport.people.ties.queries import networks_from, networks_reading

_ACTOR = (
    ("id", int), ("kind", str), ("handle", str), ("name", str), ("headline", str), ("picture", str),
    ("picture_audience", str), ("status", str),
)  # fmt: skip
_NAMES = [name for name, _ in _ACTOR]


@dataclass(frozen=True)
class Found:
    """People in the order asked for; of each the viewer's standings, and the rows of what was read besides."""

    people: list[Person]
    standings: dict[int, frozenset[Standing]]
    relationships: dict[int, Relationship]
    besides: list[list[tuple[Any, ...]]]


def found(
    viewer: Viewer,
    ids: Sequence[int],
    near: Mapping[int, Closeness],
    *besides: Reading,
    limits: Limits,
    now: datetime,
) -> Found:
    """The people of these ids, whom the viewer may see, and how near they are; `besides` is read along.

    One statement, however many there are; none for nobody.
    """
    if not ids:
        return Found([], {}, {}, [[] for _ in besides])
    me = viewer.actor_id
    actor_rows = Reading(_ACTOR, "FROM actors_actor WHERE id IN (%s)", (ids,))
    if me is None:
        rows, *rest = together(actor_rows, *besides)
        actors = {row[0]: Actor.from_db(None, _NAMES, row) for row in rows}
        held = {one: standings_from(viewer, one, FAR, NOTHING) for one in actors}
        return Found([person_from(viewer, actors[one]) for one in ids if one in actors], held, {}, rest)
    others = [one for one in ids if one != me]
    known = {one for closeness in near.values() for one in closeness.mutual_ids}
    ties, spent = between_readings(me, others), budget_readings(me, limits, now)
    rows, shown, nets, *more = together(
        actor_rows, faces_reading(viewer, known), networks_reading([me, *others]), *ties, *spent, *besides
    )
    actors = {row[0]: Actor.from_db(None, _NAMES, row) for row in rows}
    faces, networks = faces_from(viewer, shown), networks_from(nets)
    tie_of = between_from(me, others, more[: len(ties)], now)
    budget = budget_from(more[len(ties) : len(ties) + len(spent)], limits, now)
    people, held, relationships = [], {}, {}
    for one in ids:
        if one not in actors:
            continue
        tie, closeness = tie_of.get(one, NOTHING), near.get(one, FAR)
        held[one] = standings_from(viewer, one, closeness, tie)
        people.append(person_from(viewer, actors[one], closeness, faces, tie, held[one]))
        if one != me:
            relationships[one] = relate(
                actors[one].name,
                network=networks[one],
                own=networks[me],
                tie=tie,
                near=closeness,
                budget=budget,
                limits=limits,
                now=now,
            )
    return Found(people, held, relationships, more[len(ties) + len(spent) :])

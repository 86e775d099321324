"""People you may know: who they are, how near, and why they are suggested (NET-3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rapport.kernel import paging
from rapport.kernel.limits.rules import Limits
from rapport.people.audience import Viewer
from rapport.people.relationships.queries.lists import in_order
from rapport.people.relationships.queries.people import Person
from rapport.people.ties import neighbourhood
from rapport.projections.graph.rules import Weighing
from rapport.projections.suggestions.queries import pool
from rapport.projections.suggestions.queries.own import Own, own
from rapport.projections.suggestions.rules.lists import List
from rapport.projections.suggestions.rules.reasons import Reason, reasons
from rapport.projections.suggestions.rules.weighing import (
    LISTED,
    POOL,
    WEIGHED,
    Found,
    arranged,
    is_weak,
    leads_out,
    likely,
)


@dataclass(frozen=True)
class Suggestion:
    """A person, and why they are suggested."""

    person: Person
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class SuggestionList:
    """One page of suggestions."""

    items: list[Suggestion]
    next: str | None = None


def suggested(
    viewer: Viewer, *, cursor: str | None = None, size: int = 20, limits: Limits, now: datetime
) -> SuggestionList:
    """The people this viewer may know and is not connected to, the likeliest first; visitors know nobody.

    Costs the same number of statements for one and for many. Raises: Invalid (`cursor`).
    """
    after = paging.decode(cursor, int, int) if cursor else None
    if viewer.actor_id is None:
        return SuggestionList([])
    ranked = ranking(own(viewer.actor_id, List.PEOPLE, limits, now), limits, now)
    page = paging.from_place(ranked, after, size, key=lambda one: one.actor_id)
    found = page.items
    shown = in_order(viewer, [one.actor_id for one in found], now)
    return SuggestionList(
        [suggestion(one, person) for one, person in zip(found, shown, strict=True)], page.next
    )


def suggestion(one: Found, person: Person) -> Suggestion:
    """A suggestion as its reader is shown it."""
    return Suggestion(person, reasons(one, person.mutual_count, _through(person)))


def _through(person: Person) -> str:
    return person.mutuals[0].name if person.mutuals else ""


def ranking(mine: Own, limits: Limits, now: datetime) -> list[Found]:
    """Everybody who is suggested to this viewer, in order; before anything of them is shown."""
    sharing = pool.sharers(mine)
    near, ids = asked(mine, sharing)
    return ranked(mine, near, pool.candidates(mine, ids, sharing.many(), limits, now))


def asked(mine: Own, sharing: pool.Sharers) -> tuple[dict[int, float], set[int]]:
    """Who is near, with what speaks for them, and all who are looked at closely."""
    near = pool.drawn(mine, Weighing.FADING, POOL)
    return near, {*list(near)[:WEIGHED], *likely(pool.early(mine, sharing), WEIGHED)}


def ranked(mine: Own, near: Mapping[int, float], found: Sequence[pool.Candidate]) -> list[Found]:
    """Those of them who may be suggested, in order."""
    weak = _weak_ties(mine, found)
    return arranged(
        [
            Found(
                actor_id=one.id,
                mutual=near.get(one.id, 0.0),
                mutual_count=one.near.mutual_count,
                connections=one.connections,
                shared=one.shared,
                weak=leads_out(one.near.mutual_count, one.near.mutual_ids, weak),
            )
            for one in found
        ],
        LISTED,
    )


def _weak_ties(mine: Own, found: Sequence[pool.Candidate]) -> frozenset[int]:
    """Those of the viewer's connections by whom somebody here is known and who lead out of the viewer's circles."""
    named = {one for candidate in found for one in candidate.near.mutual_ids}
    if not named or not is_weak(0, mine.network.connections):
        return frozenset()
    near = neighbourhood.current().closeness(mine.me, named)
    return frozenset(one for one, tie in near.items() if is_weak(tie.mutual_count, mine.network.connections))

"""How near people are: degrees, mutual connections and the second-degree frontier.

A protocol with an SQL implementation, exact to the 3rd degree in steps over a
frontier, never joining edges to edges (architecture 6). `config` may install an
index behind it at start, so that lower floors gain it without importing it.

Suspended and deleted people are out of the graph for everyone; people blocked
either way with the viewer are out of that viewer's graph (NET-1).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple, Protocol

from django.db import connection

from rapport.people.actors.rules import Status

FARTHEST = 3
CHUNK = 900
SAMPLE = 3


class Closeness(NamedTuple):
    """How near one person is to a viewer: degree (0 self, 1, 2, 3 or None) and whom both know."""

    degree: int | None = None
    mutual_count: int = 0
    mutual_ids: tuple[int, ...] = ()


FAR = Closeness()


class Nearness(NamedTuple):
    """Degrees and numbers of mutual connections in the order they were asked, and what tells more of some of them."""

    ranks: Sequence[tuple[int | None, int]]
    of: Callable[[Collection[int]], dict[int, Closeness]]


_EDGES = """
    SELECT c.owner_id, c.other_id FROM ties_connection c
    WHERE c.owner_id IN (SELECT id FROM actors_actor WHERE id IN (MARKS) AND status = %s)
    AND NOT EXISTS (SELECT 1 FROM actors_actor a WHERE a.id = c.other_id AND a.status <> %s)
"""

_NOBODY = 0
"""Owns the rows that name who is barred; no member has this id."""
_BARRED = f"""
    SELECT {_NOBODY}, other_id FROM ties_block WHERE owner_id = %s
    UNION ALL SELECT {_NOBODY}, owner_id FROM ties_block WHERE other_id = %s
"""  # noqa: S608 (a number of ours)


class Neighbourhood(Protocol):
    """What every floor may ask of the graph of connections."""

    def closeness(self, viewer_id: int | None, ids: Collection[int]) -> dict[int, Closeness]:
        """Degree, number of mutual connections and up to three of them, for each of `ids`."""

    def nearness(self, viewer_id: int | None, ids: Collection[int]) -> Nearness:
        """Degree and number of mutual connections alone: where thousands are ranked, and some of them shown."""

    def mutuals(self, viewer_id: int, other_id: int) -> list[int]:
        """All people connected to both, by id."""

    def second_degree(self, viewer_id: int) -> frozenset[int]:
        """All people at the 2nd degree of the viewer."""


class SqlNeighbourhood:
    """The protocol answered by the database alone."""

    def closeness(self, viewer_id: int | None, ids: Collection[int]) -> dict[int, Closeness]:
        """See `Neighbourhood`; costs one statement, and one more where someone is past the 2nd degree."""
        answer = dict.fromkeys(ids, FAR)
        if viewer_id is None or not ids:
            return answer
        barred, around = _around(viewer_id, ids)
        mine = around[viewer_id] - barred
        far: dict[int, set[int]] = {}
        for one in ids:
            if one == viewer_id:
                answer[one] = Closeness(degree=0)
                continue
            if one in barred:
                continue
            mutual = around[one] & mine
            sample = tuple(sorted(mutual)[:SAMPLE])
            if one in mine:
                answer[one] = Closeness(1, len(mutual), sample)
            elif mutual:
                answer[one] = Closeness(2, len(mutual), sample)
            elif around[one]:
                far[one] = around[one] - barred
        for one in _touching(far, mine):
            answer[one] = Closeness(degree=FARTHEST)
        return answer

    def nearness(self, viewer_id: int | None, ids: Collection[int]) -> Nearness:
        """See `Neighbourhood`."""
        near = self.closeness(viewer_id, ids)
        ranks = [(near[one].degree, near[one].mutual_count) for one in ids]
        return Nearness(ranks, lambda some: {one: near[one] for one in some})

    def mutuals(self, viewer_id: int, other_id: int) -> list[int]:
        """See `Neighbourhood`."""
        return sorted((contacts(viewer_id) & contacts(other_id)) - barred_with(viewer_id))

    def second_degree(self, viewer_id: int) -> frozenset[int]:
        """See `Neighbourhood`."""
        barred = barred_with(viewer_id)
        mine = contacts(viewer_id) - barred
        return frozenset({other for _, other in edges(mine)} - mine - barred - {viewer_id})


def contacts(owner_id: int) -> set[int]:
    """The active connections of one member."""
    return {other for _, other in edges((owner_id,))}


def barred_with(viewer_id: int) -> set[int]:
    """Everyone blocked either way with the viewer."""
    with connection.cursor() as cursor:
        cursor.execute(_BARRED, [viewer_id, viewer_id])
        return {other for _, other in cursor.fetchall()}


def _around(viewer_id: int, ids: Collection[int]) -> tuple[set[int], dict[int, set[int]]]:
    """Everyone barred from the viewer, and the active connections of each of `ids` and of the viewer."""
    barred: set[int] = set()
    around: dict[int, set[int]] = {one: set() for one in (viewer_id, *ids)}
    around[_NOBODY] = barred
    for owner, other in edges([one for one in around if one != _NOBODY], barred_from=viewer_id):
        around[owner].add(other)
    return barred, around


def edges(owners: Collection[int], barred_from: int | None = None) -> Iterator[tuple[int, int]]:
    """The connection rows of these owners, both ends active; before them, as of `_NOBODY`, who is barred."""
    ordered = sorted(owners)
    for start in range(0, len(ordered), CHUNK):
        part = ordered[start : start + CHUNK]
        sql = _EDGES.replace("MARKS", ",".join(["%s"] * len(part)))
        params: list[int | str] = [*part, Status.ACTIVE.value, Status.ACTIVE.value]
        if barred_from is not None and not start:
            sql, params = f"{_BARRED} UNION ALL {sql}", [barred_from, barred_from, *params]
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            yield from cursor.fetchall()


def _touching(far: dict[int, set[int]], mine: set[int]) -> Iterator[int]:
    """Those of `far` with a neighbour who is connected to someone in `mine`.

    Walks from the smaller side: the frontier of the viewer, or the neighbours of those asked for.
    """
    if not far or not mine:
        return
    neighbours = set().union(*far.values())
    if len(mine) <= len(neighbours):
        near = {other for _, other in edges(mine)}
    else:
        reached: dict[int, bool] = defaultdict(bool)
        for owner, other in edges(neighbours):
            if other in mine:
                reached[owner] = True
        near = set(reached)
    for one, around in far.items():
        if not around.isdisjoint(near):
            yield one


_installed: list[Neighbourhood] = [SqlNeighbourhood()]


def install(better: Neighbourhood) -> None:
    """Put another implementation behind `current`; done by `config` at start."""
    _installed[0] = better


def current() -> Neighbourhood:
    """The implementation in force."""
    return _installed[0]

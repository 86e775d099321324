"""The same questions answered by the database, in steps over a frontier: while there is no index, and as an oracle."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice

from rapport.kernel.rows import fetch
from rapport.people.ties.neighbourhood import CHUNK, SqlNeighbourhood, barred_with, contacts, edges
from rapport.projections.graph.rules import Candidate, Reach, Weighing, weight


class SqlGraph(SqlNeighbourhood):
    """What `queries.Graph` answers, by the database alone."""

    def mutual_count(self, viewer_id: int, other_id: int) -> int:
        """How many people are connected to both."""
        return len(self.mutuals(viewer_id, other_id))

    def among(self, viewer_id: int) -> list[tuple[int, int]]:
        """See `queries.Graph.among`."""
        mine = contacts(viewer_id) - barred_with(viewer_id)
        return sorted((one, two) for one, two in edges(mine) if two > one and two in mine)

    def reach(self, viewer_id: int) -> Reach:
        """How many people are at the 1st and at the 2nd degree (NET-5)."""
        first = contacts(viewer_id) - barred_with(viewer_id)
        return Reach(len(first), len(self.second_degree(viewer_id)))

    def candidates(
        self, viewer_id: int, *, leave_out: Collection[int] = (), weighing: Weighing, room: int
    ) -> list[Candidate]:
        """See `queries.Graph.candidates`."""
        barred = barred_with(viewer_id)
        mine = contacts(viewer_id) - barred
        weights = {one: weight(weighing, length) for one, length in _lengths(mine)}
        without = mine | barred | {viewer_id} | set(leave_out)
        scores: Counter[int] = Counter()
        for friend, other in edges(mine):
            if other not in without:
                scores[other] += weights[friend]
        best = sorted(scores, key=lambda one: (-scores[one], one))[:room]
        return [Candidate(one, scores[one]) for one in best]

    def paths(self, viewer_id: int, other_id: int, *, longest: int, room: int) -> Sequence[tuple[int, ...]]:
        """See `queries.Graph.paths`; walks from both ends, on the side that has fewer people to ask about."""
        out = barred_with(viewer_id)
        if viewer_id == other_id or other_id in out:
            return []
        fore, back = [{viewer_id}], [{other_id}]
        links: defaultdict[int, set[int]] = defaultdict(set)
        while fore[-1].isdisjoint(back[-1]):
            if len(fore) + len(back) - 2 >= longest:
                return []
            side = fore if len(fore[-1]) <= len(back[-1]) else back
            ahead = set()
            for owner, other in edges(side[-1]):
                if other not in out:
                    links[owner].add(other)
                    links[other].add(owner)
                    ahead.add(other)
            side.append(ahead.difference(*side))
            if not side[-1]:
                return []
        walk = _walk([viewer_id], _steps(fore, back, links)[1:], links)
        return [tuple(path) for path in islice(walk, room)]


Links = Mapping[int, set[int]]


def _steps(fore: list[set[int]], back: list[set[int]], links: Links) -> list[set[int]]:
    """Who stands at each step of the shortest paths, from what was reached from either end until they met."""
    met = fore[-1] & back[-1]
    behind, beyond = [met], [met]
    for kept, levels in ((behind, fore), (beyond, back)):
        for level in levels[-2::-1]:
            kept.append(level & set().union(*(links[one] for one in kept[-1])))
    return [*behind[::-1], *beyond[1:]]


def _walk(path: list[int], ahead: list[set[int]], links: Links) -> Iterator[list[int]]:
    """All ways on through the sets ahead, in the order of ids."""
    if not ahead:
        yield path
        return
    for one in sorted(links[path[-1]] & ahead[0]):
        yield from _walk([*path, one], ahead[1:], links)


def _lengths(owners: Collection[int]) -> Iterator[tuple[int, int]]:
    """How many connections each has, those with people who are gone among them, as the index counts them."""
    ordered = sorted(owners)
    for start in range(0, len(ordered), CHUNK):
        part = ordered[start : start + CHUNK]
        yield from fetch(
            "SELECT owner_id, COUNT(*) FROM ties_connection WHERE owner_id IN (%s) GROUP BY owner_id",
            part,
            kinds=(int, int),
        )

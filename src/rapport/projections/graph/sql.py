"""The same questions answered by the database, in steps over a frontier: while there is no index, and as an oracle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from rapport.kernel.rows import fetch
from rapport.people.ties.neighbourhood import CHUNK, SqlNeighbourhood, barred_with, contacts, edges
from rapport.projections.graph.rules import Candidate, Reach, Weighing, weight


class SqlGraph(SqlNeighbourhood):
    """What `queries.Graph` answers, by the database alone."""

    def mutual_count(self, viewer_id: int, other_id: int) -> int:
        """How many people are connected to both."""
        return len(self.mutuals(viewer_id, other_id))

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
        """See `queries.Graph.paths`."""
        out = barred_with(viewer_id)
        if viewer_id == other_id:
            return []
        levels = [{viewer_id}]
        seen = {viewer_id}
        around: dict[int, set[int]] = {}
        while other_id not in levels[-1]:
            if len(levels) > longest:
                return []
            for owner, other in edges(levels[-1]):
                if other not in out:
                    around.setdefault(owner, set()).add(other)
            ahead = set().union(*(around.get(one, set()) for one in levels[-1])) - seen
            if not ahead:
                return []
            seen |= ahead
            levels.append(ahead)
        leading = [{other_id}]
        for level in reversed(levels[:-1]):
            leading.append({one for one in level if not around.get(one, set()).isdisjoint(leading[-1])})
        found = []
        for path in _walk([viewer_id], leading[::-1][1:], around):
            found.append(tuple(path))
            if len(found) == room:
                break
        return found


def _walk(path: list[int], ahead: list[set[int]], around: dict[int, set[int]]) -> Iterator[list[int]]:
    if not ahead:
        yield path
        return
    for one in sorted(around[path[-1]] & ahead[0]):
        yield from _walk([*path, one], ahead[1:], around)


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

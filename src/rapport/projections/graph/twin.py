"""The same questions answered by numpy alone: where no compiler was at hand, and as the oracle of the kernel."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
from numpy.typing import NDArray

from rapport.kernel.arrays.rows import LENGTH_BITS, LENGTH_MASK, U32, gather
from rapport.projections.graph.arrays import Arrays, bits
from rapport.projections.graph.generation import NOBODY
from rapport.projections.graph.rules import Candidate, Reach

SAMPLE = 3
_NONE = np.empty(0, dtype=np.uint32)


class Twin:
    """What `native.Native` does, line for line the same answers."""

    def __init__(self, arrays: Arrays) -> None:
        """Keep hold of the arrays."""
        self._arrays = arrays
        self._late = {number: actor_id for actor_id, number in arrays.late.items()}

    def _counting(self, numbers: U32, barred: U32) -> NDArray[np.bool_]:
        """Who of `numbers` is in the graph of a viewer with these bars (NET-1)."""
        there = ~bits(self._arrays.gone, numbers)
        return there & ~np.isin(numbers, barred) if len(barred) else there

    def _mine(self, viewer: int) -> tuple[U32, U32]:
        """Whom a viewer has in their row and who counts, and who is blocked either way."""
        if viewer == NOBODY or self._is_gone(viewer):
            return _NONE, _NONE
        barred = self._arrays.bars.row(viewer)
        row = self._arrays.connections.row(viewer)
        return row[self._counting(row, barred)], barred

    def _marked(self, numbers: U32) -> NDArray[np.bool_]:
        marks = np.zeros(self._arrays.mask + 1, dtype=np.bool_)
        marks[numbers] = True
        return marks

    def _is_gone(self, number: int) -> bool:
        return bool(bits(self._arrays.gone, np.array([number], dtype=np.uint32))[0])

    def _ids(self, numbers: U32) -> list[int]:
        found: list[int] = self._arrays.ids[np.minimum(numbers, len(self._arrays.ids) - 1)].tolist()
        if self._late:
            return [self._late.get(number, one) for number, one in zip(numbers.tolist(), found, strict=True)]
        return found

    def _entries(self, numbers: U32) -> tuple[U32, NDArray[np.int64]]:
        """The rows of many members one after another, and how long each is."""
        rows = self._arrays.connections
        words = rows.words[numbers[numbers < len(rows.words)]] if not rows.patches else None
        if words is None:
            pieces = [rows.row(number) for number in numbers.tolist()]
            return np.concatenate([_NONE, *pieces]), np.array(
                [len(piece) for piece in pieces], dtype=np.int64
            )
        lengths = (words & np.uint64(LENGTH_MASK)).astype(np.int64)
        return rows.heap[gather(words >> np.uint64(LENGTH_BITS), lengths)], lengths

    def closeness(
        self, viewer_id: int, ids: Collection[int]
    ) -> tuple[list[int], list[int], list[tuple[int, ...]]]:
        """Degrees (-1 none), numbers of mutual connections, and the up to three with the smallest ids."""
        degrees, counts = [-1] * len(ids), [0] * len(ids)
        samples: list[tuple[int, ...]] = [()] * len(ids)
        viewer = self._arrays.number(viewer_id)
        mine, barred = self._mine(viewer)
        shut, far = set(barred.tolist()), {}
        friends = self._marked(mine)
        for place, one in enumerate(ids):
            if one == viewer_id:
                degrees[place] = 0
                continue
            number = self._arrays.number(one)
            if not len(mine) or number == NOBODY or number in shut or self._is_gone(number):
                continue
            row = self._arrays.connections.row(number)
            shared = row[friends[row]]
            counts[place] = len(shared)
            samples[place] = tuple(sorted(self._ids(shared))[:SAMPLE])
            if friends[number]:
                degrees[place] = 1
            elif len(shared):
                degrees[place] = 2
            elif len(row):
                far[place] = row[self._counting(row, barred)]
        if far:
            near = self._marked(self._entries(mine)[0])
            for place, row in far.items():
                if near[row].any():
                    degrees[place] = 3
        return degrees, counts, samples

    def nearness(self, viewer_id: int, ids: Collection[int]) -> tuple[list[int], list[int]]:
        """Degrees and numbers of mutual connections alone."""
        degrees, counts, _ = self.closeness(viewer_id, ids)
        return degrees, counts

    def mutual_count(self, viewer_id: int, other_id: int) -> int:
        """How many people are connected to both."""
        return len(self.mutuals(viewer_id, other_id))

    def mutuals(self, viewer_id: int, other_id: int) -> list[int]:
        """The ids of all people connected to both, in order."""
        mine, _ = self._mine(self._arrays.number(viewer_id))
        other = self._arrays.number(other_id)
        if other == NOBODY or self._is_gone(other):
            return []
        row = self._arrays.connections.row(other)
        return sorted(self._ids(row[np.isin(row, mine)]))

    def _second(self, viewer_id: int) -> tuple[U32, U32]:
        viewer = self._arrays.number(viewer_id)
        mine, barred = self._mine(viewer)
        marks = self._marked(self._entries(mine)[0])
        marks[mine] = False
        if len(mine):
            marks[viewer] = False
        around = np.flatnonzero(marks).astype(np.uint32)
        return mine, around[self._counting(around, barred)]

    def second(self, viewer_id: int) -> U32:
        """The ids of all people at the 2nd degree, in no order."""
        return np.array(self._ids(self._second(viewer_id)[1]), dtype=np.uint32)

    def reach(self, viewer_id: int) -> Reach:
        """How many people are at the 1st and at the 2nd degree."""
        mine, second = self._second(viewer_id)
        return Reach(len(mine), len(second))

    def candidates(
        self, viewer_id: int, leave_out: Collection[int], weights: U32, room: int
    ) -> list[Candidate]:
        """The `room` people beyond the 1st degree with the highest scores; of equal ones the lower id first."""
        viewer = self._arrays.number(viewer_id)
        mine, barred = self._mine(viewer)
        if not len(mine):
            return []
        entries, lengths = self._entries(mine)
        each = np.repeat(weights[np.minimum(lengths, len(weights) - 1)].astype(np.float64), lengths)
        if len(entries) > self._arrays.mask // 4:
            scores = np.bincount(entries, weights=each, minlength=self._arrays.mask + 1)
            people = np.flatnonzero(scores).astype(np.uint32)
            scores = scores[people]
        else:
            people, places = np.unique(entries, return_inverse=True)
            scores = np.bincount(places, weights=each, minlength=len(people))
        without = np.array([self._arrays.number(one) for one in leave_out] + [viewer], dtype=np.uint32)
        row = self._arrays.connections.row(viewer)
        keep = self._counting(people, barred) & ~np.isin(people, row) & ~np.isin(people, without)
        people, scores = people[keep], scores[keep]
        if len(people) > room:  # those with the last score that gets in compete by id
            least = np.partition(scores, len(scores) - room)[len(scores) - room]
            people, scores = people[scores >= least], scores[scores >= least]
        ids = np.array(self._ids(people), dtype=np.int64)
        best = np.lexsort((ids, -scores))[:room]
        return [Candidate(int(ids[one]), int(scores[one])) for one in best]

    def paths(self, viewer_id: int, other_id: int, longest: int, room: int) -> list[tuple[int, ...]]:
        """The first `room` shortest paths in the order of ids, both ends included; none past `longest` steps."""
        viewer, other = self._arrays.number(viewer_id), self._arrays.number(other_id)
        mine, barred = self._mine(viewer)
        if viewer == other or not len(mine) or other == NOBODY:
            return []
        if not self._counting(np.array([other], dtype=np.uint32), barred)[0]:
            return []
        steps = self._steps(viewer, other, barred, longest)
        found: list[tuple[int, ...]] = []
        for path in self._walk([viewer], steps[1:]) if steps else ():
            found.append(tuple(path))
            if len(found) == room:
                break
        return found

    def _steps(self, viewer: int, other: int, barred: U32, longest: int) -> list[set[int]]:
        """Who stands at each step of the shortest paths, both ends included; nothing where there is none."""
        sides = [[np.array([end], dtype=np.uint32)] for end in (viewer, other)]
        seen = [self._marked(side[0]) for side in sides]
        while not seen[1][sides[0][-1]].any():
            if len(sides[0]) + len(sides[1]) - 2 >= longest:
                return []
            less = int(len(self._entries(sides[1][-1])[0]) < len(self._entries(sides[0][-1])[0]))
            around = np.flatnonzero(self._marked(self._entries(sides[less][-1])[0]) & ~seen[less])
            ahead = around.astype(np.uint32)
            ahead = ahead[self._counting(ahead, barred)]
            if not len(ahead):
                return []
            sides[less].append(ahead)
            seen[less][ahead] = True
        fore, back = sides
        met = fore[-1][self._marked(back[-1])[fore[-1]]]
        behind, beyond = [met], [met]
        for level in fore[-2::-1]:
            behind.append(level[self._marked(self._entries(behind[-1])[0])[level]])
        for level in back[-2::-1]:
            beyond.append(level[self._marked(self._entries(beyond[-1])[0])[level]])
        return [set(step.tolist()) for step in (*behind[::-1], *beyond[1:])]

    def _walk(self, path: list[int], ahead: list[set[int]]) -> Iterator[list[int]]:
        """All ways on through the sets ahead, by the ids of who comes next."""
        if not ahead:
            yield self._ids(np.array(path, dtype=np.uint32))
            return
        row = [one for one in self._arrays.connections.row(path[-1]).tolist() if one in ahead[0]]
        ids = dict(zip(row, self._ids(np.array(row, dtype=np.uint32)), strict=True))
        for one in sorted(row, key=ids.__getitem__):
            yield from self._walk([*path, one], ahead[1:])

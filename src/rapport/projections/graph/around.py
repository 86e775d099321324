"""The rows of one viewer as they are in memory, for indexes that choose by them without copying them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapport.kernel.arrays.rows import U32, U64
from rapport.kernel.changelog.rules import Change
from rapport.people.actors.rules import STATUS_CHANGED
from rapport.projections.graph import edges
from rapport.projections.graph.generation import BARS, CONNECTIONS, FOLLOWS, KINDS, NOBODY, Generation
from rapport.projections.graph.standing import changed, in_numbers

_NONE: U32 = np.empty(0, dtype=np.uint32)


@dataclass(frozen=True)
class Around:
    """Numbers of the graph, sorted; `ids` and `numbers` lead from them to actors and back.

    `gone` marks by number who is suspended or deleted; None where that may have changed since.
    """

    follows: U32
    connections: U32
    bars: U32
    ids: U32
    numbers: U32
    gone: U64 | None

    def among(self, row: U32, actor_ids: Sequence[int]) -> list[bool]:
        """Whether each of these actors stands in one of the rows."""
        asked = np.array(actor_ids, dtype=np.int64)
        known = asked < len(self.numbers)
        numbers = np.full(len(asked), NOBODY, dtype=np.uint32)
        numbers[known] = self.numbers[asked[known]]
        inside: NDArray[np.bool_] = np.zeros(len(asked), dtype=np.bool_)
        if len(row):
            places = np.minimum(np.searchsorted(row, numbers), len(row) - 1)
            inside = row[places] == numbers
        return [bool(one) for one in inside]


def around(generation: Generation, viewer_id: int, missing: Collection[Change]) -> Around | None:
    """What stands around a viewer, with the missing changes that are about them; None for somebody unknown in it."""
    number = generation.number(viewer_id)
    rows = {kind: _NONE if number == NOBODY else generation.rows[kind].row(number) for kind in KINDS}
    mine = [
        change
        for change in missing
        if change.kind in edges.READ
        and change.kind != STATUS_CHANGED
        and viewer_id in (change.one, change.other)
    ]
    if mine:
        standing = edges.standing(mine)
        unknown = False

        def numbered(actor_id: int, needed: bool) -> int:
            nonlocal unknown
            found = viewer if actor_id == viewer_id else generation.number(actor_id)
            unknown = unknown or (found == NOBODY and needed)
            return found

        viewer = _VIEWER if number == NOBODY else number
        for kind in KINDS:
            for owner, others in in_numbers(standing.rows(kind), numbered):
                if owner == viewer:
                    rows[kind] = changed(rows[kind], others)
        if unknown:
            return None
    still = all(change.kind != STATUS_CHANGED for change in missing)
    return Around(
        follows=rows[FOLLOWS],
        connections=rows[CONNECTIONS],
        bars=rows[BARS],
        ids=generation.ids,
        numbers=generation.numbers,
        gone=generation.gone if still else None,
    )


_VIEWER = NOBODY - 1
"""Stands for a viewer who has no number yet."""

"""The arrays that questions are asked of: those of a generation, and what a request has to see otherwise.

A request whose index is behind the log puts whole rows in place of those on disk, for itself alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rapport.kernel.arrays.rows import LENGTH_BITS, LENGTH_MASK, U32, U64
from rapport.projections.graph.generation import BARS, CONNECTIONS, NOBODY, Generation


@dataclass(frozen=True)
class Patched:
    """Words and rows, and rows by number that stand in place of them."""

    words: U64
    heap: U32
    patches: dict[int, U32] = field(default_factory=dict)

    def row(self, number: int) -> U32:
        """The row of a number; empty, where its word points past the end."""
        if number in self.patches:
            return self.patches[number]
        if number >= len(self.words):
            return self.heap[:0]
        word = int(self.words[number])
        start, length = word >> LENGTH_BITS, word & LENGTH_MASK
        return self.heap[start : start + length] if start + length <= len(self.heap) else self.heap[:0]


@dataclass(frozen=True)
class Arrays:
    """Everything a question needs; `late` are members newer than the arrays, with numbers of their own."""

    connections: Patched
    bars: Patched
    gone: U64
    numbers: U32
    ids: U32
    edges: int
    late: dict[int, int] = field(default_factory=dict)

    @property
    def mask(self) -> int:
        """One less than the power of two in which every number has a place."""
        return len(self.gone) * 64 - 1

    def number(self, actor_id: int) -> int:
        """The number of an actor, NOBODY where it has none.

        Who is late stays so, though the writer gives them a number meanwhile: under that nothing stands yet.
        """
        if actor_id in self.late:
            return self.late[actor_id]
        return int(self.numbers[actor_id]) if 0 <= actor_id < len(self.numbers) else NOBODY


def plain(generation: Generation) -> Arrays:
    """The arrays of a generation as they are."""
    connections, bars = generation.rows[CONNECTIONS], generation.rows[BARS]
    return Arrays(
        connections=Patched(connections.words, connections.heap),
        bars=Patched(bars.words, bars.heap),
        gone=generation.gone,
        numbers=generation.numbers,
        ids=generation.ids,
        edges=generation.edges,
    )


def bits(bitmap: U64, numbers: U32) -> NDArray[np.bool_]:
    """Whether each number stands in a bitmap."""
    found: U64 = bitmap[numbers >> 6] >> (numbers & np.uint32(63)).astype(np.uint64)
    inside: NDArray[np.bool_] = (found & np.uint64(1)).astype(np.bool_)
    return inside

"""What a page is chosen from: the rows that stand open to one viewer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from rapport.kernel.arrays.rows import U32, U64
from rapport.projections.feed.generation import Generation


def nobody() -> U32:
    """A row of nobody."""
    return np.empty(0, dtype=np.uint32)


def nothing() -> U64:
    """A row of nothing."""
    return np.empty(0, dtype=np.uint64)


@dataclass(frozen=True)
class Sources:
    """Followees and connections by number, ascending, and rows that stand open beside those of the followees.

    Numbers are those of the graph, whose `ids` say which actor each is; without `ids` they are actor ids. `shut` is
    the bitmap of the generation, or how it stands now. Of `left_out` (2 * actor id + kind, ascending) nothing is
    chosen.
    """

    generation: Generation
    shut: U64
    follows: U32 = field(default_factory=nobody)
    connections: U32 = field(default_factory=nobody)
    bars: U32 = field(default_factory=nobody)
    ids: U32 | None = None
    gone: U64 | None = None
    left_out: U64 = field(default_factory=nothing)
    extra: Sequence[U64] = field(default=())


@dataclass(frozen=True, slots=True)
class Chosen:
    """The newest posts below a cursor, descending, and `floor`, the cursor of the others; 0 is the end."""

    posts: list[int]
    floor: int

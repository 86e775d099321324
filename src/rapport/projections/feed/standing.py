"""How things stand now with what the log says may have changed, and what rows look like with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from rapport.kernel.arrays.rows import U64

Rows = Mapping[str, Mapping[int, Mapping[int, bool]]]


@dataclass(frozen=True)
class Standing:
    """By kind and source, whether each of these posts is in the row; and by actor, whether they are shut."""

    rows: Rows = field(default_factory=dict)
    shut: Mapping[int, bool] = field(default_factory=dict)


def changed(row: U64, posts: Mapping[int, bool]) -> U64:
    """A sorted row with these posts in it, or out of it."""
    inside = np.array(sorted(number for number, so in posts.items() if so), dtype=np.uint64)
    kept = row[~np.isin(row, np.fromiter(posts, dtype=np.uint64))]
    if not len(inside):
        return kept
    if not len(kept) or kept[-1] < inside[0]:
        return np.concatenate([kept, inside])
    return np.union1d(kept, inside)

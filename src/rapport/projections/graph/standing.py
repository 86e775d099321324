"""How things stand now with what the log says may have changed, and what rows look like with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from rapport.kernel.arrays.generations import set_bit
from rapport.kernel.arrays.rows import U32
from rapport.projections.graph.arrays import Arrays, Patched
from rapport.projections.graph.generation import BARS, CONNECTIONS, FOLLOWS, LATE_AT_MOST, NOBODY
from rapport.projections.graph.rules import OVERLAY_AT_MOST

Pair = tuple[int, int]


@dataclass(frozen=True)
class Standing:
    """By kind of row, whether a pair is in it; and by actor id, whether they are gone. `low, high` where it has
    no direction, owner first where it has."""

    pairs: Mapping[str, Mapping[Pair, bool]] = field(default_factory=dict)
    gone: Mapping[int, bool] = field(default_factory=dict)

    def rows(self, kind: str) -> dict[int, dict[int, bool]]:
        """By owner: whether another is in the row."""
        found: dict[int, dict[int, bool]] = defaultdict(dict)
        for (one, other), so in self.pairs.get(kind, {}).items():
            found[one][other] = so
            if kind != FOLLOWS:
                found[other][one] = so
        return found


class TooMany(Exception):
    """More new members than there are spare numbers."""


def changed(row: U32, others: Mapping[int, bool]) -> U32:
    """A sorted row with these numbers in it, or out of it."""
    inside = np.array([number for number, so in others.items() if so], dtype=np.uint32)
    kept = row[~np.isin(row, np.fromiter(others, dtype=np.uint32))]
    return np.union1d(kept, inside) if len(inside) else kept


def in_numbers(
    rows: Mapping[int, Mapping[int, bool]], number: Callable[[int, bool], int]
) -> Iterator[tuple[int, dict[int, bool]]]:
    """The same rows by number; `number` gets an actor id and whether it is needed."""
    for owner, others in rows.items():
        needed = any(others.values())
        place = number(owner, needed)
        if place != NOBODY:
            known = ((number(other, so), so) for other, so in others.items())
            yield place, {one: so for one, so in known if one != NOBODY}


def overlaid(arrays: Arrays, standing: Standing) -> Arrays:
    """Arrays in which everything stands as `standing` says, and otherwise as before.

    Raises: TooMany.
    """
    late: dict[int, int] = {}

    def number(actor_id: int, needed: bool) -> int:
        if actor_id in late:
            return late[actor_id]
        found = arrays.number(actor_id)
        if found == NOBODY and needed:
            found = late.setdefault(actor_id, len(arrays.ids) - 1 - len(late))
            if len(late) > min(LATE_AT_MOST, 2 * OVERLAY_AT_MOST):
                raise TooMany
        return found

    def patched(kind: str, rows: Patched) -> Patched:
        wanted = in_numbers(standing.rows(kind), number)
        return replace(rows, patches={one: changed(rows.row(one), others) for one, others in wanted})

    connections, bars = patched(CONNECTIONS, arrays.connections), patched(BARS, arrays.bars)
    gone = arrays.gone
    numbered = {number(one, False): so for one, so in standing.gone.items()}
    numbered.pop(NOBODY, None)
    if numbered:
        gone = gone.copy()
        for place, so in numbered.items():
            set_bit(gone, place, so)
    return replace(arrays, connections=connections, bars=bars, gone=gone, late=late)

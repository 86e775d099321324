"""Writing a generation: from pairs of actors, or from the generation before it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rapport.kernel.arrays import mapped, places
from rapport.kernel.arrays.generations import begin, bitmap, tell, write_meta
from rapport.kernel.arrays.rows import LENGTH_BITS, LENGTH_MASK, U32, U64, gather, lay
from rapport.kernel.arrays.store import written
from rapport.kernel.changelog.rules import Position
from rapport.projections.graph import native
from rapport.projections.graph.generation import (
    BARS,
    CONNECTIONS,
    FIRST_END,
    FOLLOWS,
    FORMAT,
    KINDS,
    LATE_AT_MOST,
    MEMBERS,
    NOBODY,
    Generation,
    open_generation,
)

SPARE = 8
"""An eighth of the rows stays free for rows written later, a 1024th of the members for members."""
SPARE_MEMBERS = 1_024
SPARE_AT_LEAST = 1 << 16
MEMBERS_AT_LEAST = 1_024


@dataclass(frozen=True)
class Pairs:
    """Ends of edges by actor id; with `both`, each pair stands for itself and its mirror."""

    owners: NDArray[np.int64]
    others: NDArray[np.int64]
    both: bool


@dataclass(frozen=True)
class Facts:
    """All that a generation is built of."""

    connections: Pairs
    bars: Pairs
    follows: Pairs
    gone: NDArray[np.int64]


def build(path: Path, facts: Facts, position: Position) -> Generation:
    """Write a generation at `path`, where nothing is yet; numbers go by falling degree.

    Raises: OSError, for a full disk too; OverflowError, for actor ids of more than 32 bits.
    """
    edges = {CONNECTIONS: facts.connections, BARS: facts.bars, FOLLOWS: facts.follows}
    highest = max((int(ends.max()) for pairs in edges.values() for ends in _ends(pairs)), default=0)
    if highest >= NOBODY:
        raise OverflowError(f"the actor id {highest} has more than 32 bits")
    there = np.zeros(highest + 1, dtype=bool)
    degrees = np.zeros(highest + 1, dtype=np.int64)
    for kind, pairs in edges.items():
        for ends in _ends(pairs):
            there[ends] = True
            if kind == CONNECTIONS:
                degrees += np.bincount(ends, minlength=highest + 1)
    present = np.flatnonzero(there)
    ids: U32 = present[np.argsort(-degrees[present], kind="stable")].astype(np.uint32)
    numbers = np.full(highest + 1, NOBODY, dtype=np.uint32)
    numbers[ids] = np.arange(len(ids), dtype=np.uint32)
    gone = facts.gone[facts.gone <= highest]
    laid = {
        kind: _lay(numbers[pairs.owners], numbers[pairs.others], len(ids), both=pairs.both)
        for kind, pairs in edges.items()
    }
    return _write(path, ids, numbers, numbers[gone], laid, position)


def compact(path: Path, old: Generation, position: Position) -> Generation:
    """Write the rows of `old`, which goes on living, at `path` in the order of their degrees now.

    `position` is one that `old` had reached before. Raises: OSError.
    """
    members = old.members
    held = {kind: np.array(old.rows[kind].words[:members]) for kind in KINDS}
    order = np.argsort(-(held[CONNECTIONS] & np.uint64(LENGTH_MASK)).astype(np.int64), kind="stable")
    ids = np.array(old.ids[:members])[order]
    renumbered = np.empty(members, dtype=np.uint32)
    renumbered[order] = np.arange(members, dtype=np.uint32)
    numbers = np.full(int(ids.max()) + 1 if members else 1, NOBODY, dtype=np.uint32)
    numbers[ids] = np.arange(members, dtype=np.uint32)
    bits = np.unpackbits(old.gone.view(np.uint8), bitorder="little")[:members]
    laid = {}
    for kind, words in held.items():
        owners, others = _pairs(words, old.rows[kind].heap, renumbered)
        laid[kind] = _lay(owners, others, members, both=False)
    return _write(path, ids, numbers, renumbered[np.flatnonzero(bits)], laid, position)


def _ends(pairs: Pairs) -> list[NDArray[np.int64]]:
    return [ends for ends in (pairs.owners, pairs.others) if len(ends)]


def _pairs(words: U64, heap: U32, renumbered: U32) -> tuple[U32, U32]:
    """Every entry with its owner, in new numbers."""
    if (library := native.library()) is not None:
        return native.pairs(library, words, heap, renumbered)
    lengths = (words & np.uint64(LENGTH_MASK)).astype(np.int64)
    owners = np.repeat(renumbered, lengths)
    return owners, renumbered[heap[gather(words >> np.uint64(LENGTH_BITS), lengths)]]


def _lay(owners: U32, others: U32, members: int, *, both: bool) -> tuple[U64, U32]:
    if (library := native.library()) is not None:
        return native.lay(library, owners, others, members, both=both)
    if both:
        owners, others = np.concatenate([owners, others]), np.concatenate([others, owners])
    return lay(owners, others, members)


def _write(
    path: Path, ids: U32, numbers: U32, gone: U32, laid: dict[str, tuple[U64, U32]], position: Position
) -> Generation:
    written(path, lambda partial: _fill(partial, ids, numbers, gone, laid, position))
    return open_generation(path, writes=True)


def _fill(
    partial: Path, ids: U32, numbers: U32, gone: U32, laid: dict[str, tuple[U64, U32]], position: Position
) -> None:
    spare = len(ids) // SPARE_MEMBERS + MEMBERS_AT_LEAST
    capacity = len(ids) + spare + LATE_AT_MOST
    lost = bitmap(gone[gone != NOBODY].astype(np.intp), capacity)
    padded = np.full(len(numbers) + spare, NOBODY, dtype=np.uint32)
    padded[: len(numbers)] = numbers
    base: dict[str, int] = {}
    checksums: dict[str, int] = {}
    mapped.write(partial / "numbers", padded, room=len(padded))
    mapped.write(partial / "ids", ids, room=capacity)
    mapped.write(partial / "gone", lost, room=len(lost))
    held = places.Places.make(partial / "places")
    held[MEMBERS] = len(ids)
    for place, (kind, (words, heap)) in enumerate(laid.items()):
        base[kind] = len(heap)
        held[FIRST_END + place] = len(heap)
        mapped.write(partial / f"{kind}.words", words, room=capacity)
        room = len(heap) + len(heap) // SPARE + SPARE_AT_LEAST
        checksums[kind] = mapped.write(partial / f"{kind}.rows", heap, room=room)
    meta = {
        "edges": int((laid[CONNECTIONS][0] & np.uint64(LENGTH_MASK)).sum()),
        "base": base,
        "checksums": checksums,
    }
    tell(held, position, lost)
    begin(held)
    write_meta(partial, meta, FORMAT)

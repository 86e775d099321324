"""Writing a generation: from all posts of the database, or from the generation before it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rapport.kernel.arrays import mapped, places
from rapport.kernel.arrays.generations import begin, bitmap, tell, write_meta
from rapport.kernel.arrays.rows import LENGTH_BITS, LENGTH_MASK, U64, Rows, gather, lay_sorted
from rapport.kernel.arrays.store import written
from rapport.kernel.changelog.rules import Position
from rapport.projections.feed.generation import (
    FIRST_END,
    FORMAT,
    SIDE,
    Generation,
    newest_of,
    open_generation,
)
from rapport.projections.feed.rules.sources import KINDS, TAG_KINDS

SPARE = 4
"""A quarter of the rows stays free for rows written later, and room for the longest one twice."""
SPARE_AT_LEAST = 1 << 15
SPARE_SOURCES, SOURCES_AT_LEAST = 64, 8192
"""A 64th of the sources, at least so many, stay free for those to come."""


@dataclass(frozen=True)
class Pairs:
    """Sources and their posts, sorted by both."""

    sources: NDArray[np.int64]
    posts: U64


@dataclass(frozen=True)
class Facts:
    """All that a generation is built of: the pairs of each kind, who is shut, the highest ids given out."""

    pairs: dict[str, Pairs]
    shut: NDArray[np.int64]
    actors: int
    hashtags: int


def ordered(sources: NDArray[np.int64], posts: U64) -> Pairs:
    """Pairs in any order, sorted."""
    order = np.lexsort((posts, sources))
    return Pairs(sources[order], posts[order])


def build(path: Path, facts: Facts, position: Position) -> Generation:
    """Write a generation at `path`, where nothing is yet.

    Raises: OSError, for a full disk too.
    """
    highest = {"actors": facts.actors, "hashtags": facts.hashtags}
    for kind, pairs in facts.pairs.items():
        of = "hashtags" if kind in TAG_KINDS else "actors"
        highest[of] = max(highest[of], int(pairs.sources[-1]) if len(pairs.sources) else 0)
    capacity = {of: _capacity(number + 1) for of, number in highest.items()}
    laid = {
        kind: lay_sorted(pairs.sources, pairs.posts, capacity["hashtags" if kind in TAG_KINDS else "actors"])
        for kind, pairs in facts.pairs.items()
    }
    shut = bitmap(facts.shut[facts.shut < capacity["actors"]].astype(np.intp), capacity["actors"])
    return _write(path, laid, shut, position)


def compact(path: Path, old: Generation, position: Position) -> Generation:
    """Write the rows of `old`, which goes on living, at `path` with room to grow.

    `position` is one that `old` had reached before. Raises: OSError.
    """
    laid = {kind: _laid_anew(rows) for kind, rows in old.rows.items()}
    actors = _capacity(old.actors)
    shut = np.zeros(len(bitmap(np.empty(0, dtype=np.intp), actors)), dtype=np.uint64)
    shut[: len(old.shut)] = old.shut
    return _write(path, laid, shut, position)


def _capacity(sources: int) -> int:
    return sources + sources // SPARE_SOURCES + SOURCES_AT_LEAST


def _laid_anew(rows: Rows[np.uint64]) -> tuple[U64, U64]:
    words = np.array(rows.words)
    lengths = (words & np.uint64(LENGTH_MASK)).astype(np.int64)
    owners = np.repeat(np.arange(len(words)), lengths)
    posts = rows.heap[gather(words >> np.uint64(LENGTH_BITS), lengths)]
    return lay_sorted(owners, posts, _capacity(len(words)))


def _write(path: Path, laid: dict[str, tuple[U64, U64]], shut: U64, position: Position) -> Generation:
    written(path, lambda partial: _fill(partial, laid, shut, position))
    return open_generation(path, writes=True)


def _fill(partial: Path, laid: dict[str, tuple[U64, U64]], shut: U64, position: Position) -> None:
    base: dict[str, int] = {}
    checksums: dict[str, int] = {}
    held = places.Places.make(partial / "places")
    sides: dict[str, U64] = {}
    for place, kind in enumerate(KINDS):
        words, heap = laid[kind]
        base[kind] = len(heap)
        held[FIRST_END + place] = len(heap)
        mapped.write(partial / f"{kind}.words", words, room=len(words))
        longest = int((words & np.uint64(LENGTH_MASK)).max()) if len(words) else 0
        room = len(heap) + len(heap) // SPARE + 3 * longest + SPARE_AT_LEAST
        checksums[kind] = mapped.write(partial / f"{kind}.rows", heap, room=room)
        if kind in SIDE:
            sides[kind] = newest_of(Rows(words, heap, held, FIRST_END + place, len(heap)))
    newest = np.stack([sides[kind] for kind in SIDE], axis=1).reshape(-1)
    mapped.write(partial / "newest", newest, room=len(newest))
    mapped.write(partial / "shut", shut, room=len(shut))
    tell(held, position, shut)
    begin(held)
    write_meta(partial, {"base": base, "checksums": checksums}, FORMAT)

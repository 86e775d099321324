"""The compiled kernel, reached through ctypes: it needs neither Python's headers nor its version.

`library()` is None where it was not built or cannot be loaded; `twin` answers the same then.
"""

from __future__ import annotations

import ctypes
import logging
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rapport.kernel.arrays.rows import LENGTH_BITS, LENGTH_MASK, U32, U64
from rapport.projections.graph.arrays import Arrays, Patched
from rapport.projections.graph.generation import NOBODY
from rapport.projections.graph.rules import Candidate, Reach

log = logging.getLogger(__name__)

SAMPLE = 3
_P, _U32, _U64 = ctypes.c_void_p, ctypes.c_uint32, ctypes.c_uint64
_LONGEST = 16


class _Rows(ctypes.Structure):
    _fields_ = [
        ("words", _P), ("heap", _P), ("heap_length", _U64), ("patch_keys", _P), ("patch_words", _P),
        ("patch_heap", _P), ("patch_heap_length", _U64), ("patch_mask", _U32), ("patched", _U32),
    ]  # fmt: skip


class _Graph(ctypes.Structure):
    _fields_ = [
        ("connections", _Rows), ("bars", _Rows), ("gone", _P), ("numbers", _P), ("ids", _P), ("weights", _P),
        ("mine", _P), ("barred", _P), ("near", _P), ("score", _P), ("touched", _P), ("late_ids", _P),
        ("late_numbers", _P), ("numbers_length", _U64), ("edges", _U64), ("late", _U32), ("capacity", _U32),
        ("mask", _U32), ("weights_length", _U32), ("score_base", _U32), ("score_next", _U32), ("corrupt", _U32),
    ]  # fmt: skip


_LAYOUT = 3 << 16 | ctypes.sizeof(_Graph)
"""What the kernel answers when it was built for these structures; the first part counts their changes of meaning."""

_SIGNATURES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "graph_closeness": (None, (_P, _U64, _P, _U32, _P, _P, _P, _P)),
    "graph_mutuals": (_U32, (_P, _U64, _U64, _P, _U32)),
    "graph_second": (_U32, (_P, _U64, _P, _U32, _P)),
    "graph_candidates": (ctypes.c_int64, (_P, _U64, _P, _U32, _P, _U32)),
    "graph_paths": (ctypes.c_int64, (_P, _U64, _U64, _U32, _P, _U32, _P)),
    "graph_build": (ctypes.c_int64, (_P, _P, _U64, ctypes.c_int, _U32, _P, _P)),
    "graph_pairs": (ctypes.c_int64, (_P, _P, _U64, _U32, _P, _P, _P)),
}


class Corrupt(Exception):
    """The kernel met a word or a number that points past its array."""


@cache
def library() -> ctypes.CDLL | None:
    """The compiled kernel, None where there is none here, or one of other sources."""
    for path in sorted(Path(__file__).parent.glob("_kernel*.so")):
        try:
            found = ctypes.CDLL(str(path))
            if found.graph_layout() != _LAYOUT:
                log.warning("the compiled kernel %s is of other sources: install Rapport anew", path.name)
                continue
            for name, (result, arguments) in _SIGNATURES.items():
                function = getattr(found, name)
                function.restype, function.argtypes = result, arguments
        except (OSError, AttributeError) as trouble:
            log.warning("the compiled kernel %s cannot be used: %s", path.name, trouble)
        else:
            return found
    return None


def working_by() -> str:
    """What answers on this machine, in words: the compiled kernel, or numpy in place of it."""
    return "numpy, since no compiled kernel is here" if library() is None else "the compiled kernel"


def lay(kernel: ctypes.CDLL, owners: U32, others: U32, members: int, *, both: bool) -> tuple[U64, U32]:
    """See `kernel.arrays.rows.lay`; with `both`, each pair stands for itself and its mirror.

    Raises: MemoryError.
    """
    words = np.zeros(members, dtype=np.uint64)
    heap = np.empty(2 * members + (2 if both else 1) * len(owners), dtype=np.uint32)
    used = kernel.graph_build(
        _at(owners), _at(others), len(owners), both, members, words.ctypes.data, heap.ctypes.data
    )
    if used < 0:
        raise MemoryError
    return words, heap[:used]


def pairs(kernel: ctypes.CDLL, words: U64, heap: U32, renumbered: U32) -> tuple[U32, U32]:
    """Every entry of the rows with its owner, both in new numbers.

    Raises: Corrupt.
    """
    count = int((words & np.uint64(LENGTH_MASK)).sum())
    owners, others = np.empty(count, dtype=np.uint32), np.empty(count, dtype=np.uint32)
    found = kernel.graph_pairs(
        _at(words), _at(heap), len(heap), len(words), _at(renumbered), owners.ctypes.data, others.ctypes.data
    )
    if found < 0:
        raise Corrupt
    return owners, others


def _at(array: NDArray[Any]) -> int:
    assert array.flags.c_contiguous
    return int(array.ctypes.data)


class Native:
    """The questions answered by the compiled kernel; for one thread at a time."""

    def __init__(self, kernel: ctypes.CDLL, arrays: Arrays) -> None:
        """Point the kernel at the arrays, and give it memory of its own: 9 bytes a member."""
        self._kernel, self._arrays = kernel, arrays
        self._count_mutuals = kernel.graph_mutuals
        size = arrays.mask + 1
        self._mine, self._barred, self._near = (np.zeros(size // 64, dtype=np.uint64) for _ in range(3))
        self._score, self._touched = np.zeros(size, dtype=np.uint32), np.empty(size + 1, dtype=np.uint32)
        self._kept: list[NDArray[Any]] = []
        self._graph = _Graph(
            gone=_at(arrays.gone),
            numbers=_at(arrays.numbers),
            ids=_at(arrays.ids),
            mine=self._mine.ctypes.data,
            barred=self._barred.ctypes.data,
            near=self._near.ctypes.data,
            score=self._score.ctypes.data,
            touched=self._touched.ctypes.data,
            numbers_length=len(arrays.numbers),
            edges=arrays.edges,
            capacity=len(arrays.ids),
            mask=arrays.mask,
        )
        for rows, source in ((self._graph.connections, arrays.connections), (self._graph.bars, arrays.bars)):
            rows.words, rows.heap = _at(source.words), _at(source.heap)
            rows.heap_length = len(source.heap)
            if source.patches:
                self._patch(rows, source)
        if arrays.late:
            ids = np.fromiter(arrays.late.keys(), dtype=np.uint64)
            numbers = np.fromiter(arrays.late.values(), dtype=np.uint32)
            self._kept += [ids, numbers]
            self._graph.late_ids, self._graph.late_numbers = ids.ctypes.data, numbers.ctypes.data
            self._graph.late = len(ids)
        self._at = ctypes.addressof(self._graph)

    def _patch(self, rows: Any, source: Patched) -> None:
        """Lay the rows that stand in place of others into a table of open addressing."""
        size = 4
        while size < 2 * len(source.patches):
            size *= 2
        keys = np.full(size, NOBODY, dtype=np.uint32)
        words = np.zeros(size, dtype=np.uint64)
        pieces, length = [], 0
        for number, row in source.patches.items():
            place = (number * 2654435761) & 0xFFFF_FFFF
            while keys[place & (size - 1)] != NOBODY:
                place += 1
            keys[place & (size - 1)] = number
            words[place & (size - 1)] = length << LENGTH_BITS | len(row)
            pieces.append(row)
            length += len(row)
        heap = np.concatenate([*pieces, np.empty(16, dtype=np.uint32)]).astype(np.uint32)
        self._kept += [keys, words, heap]
        rows.patch_keys, rows.patch_words, rows.patch_heap = (
            part.ctypes.data for part in (keys, words, heap)
        )
        rows.patch_heap_length, rows.patch_mask, rows.patched = length, size - 1, len(source.patches)

    def _checked(self) -> None:
        if self._graph.corrupt:
            self._graph.corrupt = 0
            for scratch in (self._mine, self._barred, self._near, self._score):
                scratch[:] = 0
            self._graph.score_base = 0
            raise Corrupt

    def closeness(
        self, viewer_id: int, ids: Collection[int]
    ) -> tuple[list[int], list[int], list[tuple[int, ...]]]:
        """Degrees (-1 none), numbers of mutual connections, and the up to three with the smallest ids."""
        count = len(ids)
        asked = np.fromiter(ids, np.uint64, count)
        degrees, room = np.empty(count, dtype=np.int8), np.empty((2 + SAMPLE) * count, dtype=np.uint32)
        numbers = room.ctypes.data
        mutual, sample = numbers + 4 * count, numbers + 8 * count
        self._kernel.graph_closeness(
            self._at, viewer_id, asked.ctypes.data, count, numbers, degrees.ctypes.data, mutual, sample
        )
        self._checked()
        counts, flat = room[count : 2 * count].tolist(), iter(room[2 * count :].tolist())
        samples = [  # a page of search asks for thousands: no loop but this one
            three if found >= SAMPLE else three[:found]
            for three, found in zip(zip(flat, flat, flat, strict=True), counts, strict=True)
        ]
        return degrees.tolist(), counts, samples

    def nearness(self, viewer_id: int, ids: Collection[int]) -> tuple[list[int], list[int]]:
        """Degrees and numbers of mutual connections alone."""
        count = len(ids)
        asked = np.fromiter(ids, np.uint64, count)
        degrees, room = np.empty(count, dtype=np.int8), np.empty(2 * count, dtype=np.uint32)
        numbers = room.ctypes.data
        mutual = numbers + 4 * count
        self._kernel.graph_closeness(
            self._at, viewer_id, asked.ctypes.data, count, numbers, degrees.ctypes.data, mutual, None
        )
        self._checked()
        return degrees.tolist(), room[count:].tolist()

    def mutual_count(self, viewer_id: int, other_id: int) -> int:
        """How many people are connected to both."""
        found: int = self._count_mutuals(self._at, viewer_id, other_id, None, 0)
        if found == NOBODY:  # asked so rather than by `corrupt`: this question takes two microseconds in all
            self._checked()
        return found

    def mutuals(self, viewer_id: int, other_id: int) -> list[int]:
        """The ids of all people connected to both, in order."""
        room = 256
        while True:
            ids = (_U32 * room)()
            found = self._kernel.graph_mutuals(self._at, viewer_id, other_id, ids, room)
            self._checked()
            if found <= room:
                return sorted(ids[:found])
            room = found + 64

    def second(self, viewer_id: int) -> U32:
        """The ids of all people at the 2nd degree, in no order."""
        ids = np.empty(self._arrays.mask + 1, dtype=np.uint32)
        first = _U32()
        found = self._kernel.graph_second(
            self._at, viewer_id, ids.ctypes.data, len(ids), ctypes.addressof(first)
        )
        self._checked()
        return ids[:found].copy()

    def reach(self, viewer_id: int) -> Reach:
        """How many people are at the 1st and at the 2nd degree."""
        first = _U32()
        second = self._kernel.graph_second(self._at, viewer_id, None, 0, ctypes.addressof(first))
        self._checked()
        return Reach(first.value, second)

    def candidates(
        self, viewer_id: int, leave_out: Collection[int], weights: U32, room: int
    ) -> list[Candidate]:
        """The `room` people beyond the 1st degree with the highest scores; of equal ones the lower id first."""
        self._graph.weights, self._graph.weights_length = weights.ctypes.data, len(weights)
        found = np.empty((room, 3), dtype=np.uint32)
        without = (_U64 * len(leave_out))(*leave_out)
        count = self._kernel.graph_candidates(
            self._at, viewer_id, without, len(leave_out), found.ctypes.data, room
        )
        self._checked()
        if count < 0:
            raise Corrupt
        return [Candidate(actor_id, score) for score, actor_id, _ in found[:count].tolist()]

    def paths(self, viewer_id: int, other_id: int, longest: int, room: int) -> Sequence[tuple[int, ...]]:
        """The first `room` shortest paths in the order of ids, both ends included; none past `longest` steps."""
        out = (_U32 * (room * (_LONGEST + 1)))()
        length = _U32()
        found = self._kernel.graph_paths(
            self._at, viewer_id, other_id, longest, out, room, ctypes.addressof(length)
        )
        self._checked()
        if found < 0:
            raise MemoryError
        ends = length.value + 1
        return [tuple(out[place * ends : (place + 1) * ends]) for place in range(found)]

"""Rows of numbers in mapped files, which one process changes while others read without a lock.

Each member has one word of 64 bits: where its row starts, and how long it is. A row is never changed where it
lies: the new one is written behind the last, then the word is set to it at one stroke. A reader holds either
the old row or the new one, and what it holds stays as it is for as long as the file is mapped. The place taken
by old rows is won back when everything is written anew into other files. A row that mostly grows at its end may be
written with room behind it: a number put there is no part of the row until the word says so.

Before each row stand its owner and its length; before a row that was written later also a mark in front of
both and a checksum over all of it. So a word that points elsewhere, or a row that is not what was written,
is found by `sound`.
"""

from __future__ import annotations

import threading
import zlib
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from rapport.kernel.arrays.places import Places

U32 = NDArray[np.uint32]
U64 = NDArray[np.uint64]
Number = TypeVar("Number", np.uint32, np.uint64)

LENGTH_BITS = 24
LENGTH_MASK = (1 << LENGTH_BITS) - 1
HEAD = 2
"""What stands before a row: its owner, its length."""
LATE_HEAD = 2 + HEAD
"""Before a row written later: a checksum over what follows, how many numbers the record has, then the head."""


_barrier = threading.Lock()


class NoRoom(Exception):
    """There is no room for another row: everything has to be written anew."""


@dataclass(frozen=True)
class Rows(Generic[Number]):
    """The rows of all members, of numbers of 32 or of 64 bits.

    `end` is the word of `places` that says how much of `heap` is taken.
    """

    words: U64
    heap: NDArray[Number]
    places: Places
    end: int
    base: int
    """How much of `heap` was written when the file was made."""

    def row(self, number: int) -> NDArray[Number]:
        """The row of a member, sorted; a view of the file. Empty, where its word points past the end."""
        word = int(self.words[number])
        start, length = word >> LENGTH_BITS, word & LENGTH_MASK
        return self.heap[start : start + length] if start + length <= len(self.heap) else self.heap[:0]

    def put(self, number: int, row: NDArray[Number], *, spare: int = 0) -> None:
        """Give a member another row, sorted, with room for `spare` more; readers see it whole or not at all.

        Raises: NoRoom.
        """
        if not len(row):
            self.words[number] = 0
            return
        record = np.zeros(LATE_HEAD + len(row) + spare, dtype=self.heap.dtype)
        filled = LATE_HEAD + len(row)
        record[1:LATE_HEAD] = (len(record), number, len(row))
        record[LATE_HEAD:filled] = row
        record[0] = zlib.crc32(record[1:filled].data)
        start = self.places[self.end]
        after = start + len(record)
        if after > len(self.heap) or len(row) > LENGTH_MASK:
            raise NoRoom
        # the place is taken first: were this process killed now, nobody would write over a row in use
        self.places[self.end] = after
        self.heap[start:after] = record
        with _barrier:  # what the word points to is there before the word, on processors that reorder too
            pass
        self.words[number] = (start + LATE_HEAD) << LENGTH_BITS | len(row)

    def add(self, number: int, entry: int) -> bool:
        """Put one number more behind a row, above all others in it; False where the row has no room."""
        word = int(self.words[number])
        start, length = word >> LENGTH_BITS, word & LENGTH_MASK
        if not length or start < self.base + LATE_HEAD or length == LENGTH_MASK:
            return False
        if LATE_HEAD + length >= int(self.heap[start - LATE_HEAD + 1]):
            return False
        self.heap[start + length] = entry
        with _barrier:  # as in `put`
            pass
        self.words[number] = word + 1
        return True

    @property
    def taken(self) -> float:
        """How much of the room for later rows is taken, from 0 to 1."""
        room = len(self.heap) - self.base
        return (self.places[self.end] - self.base) / room if room else 1.0

    def sound(self, checksum: int) -> bool:
        """Whether the heap is what was written, and every word points to a row of its owner."""
        words = np.array(self.words)  # before the end is read: they lead to what is whole by now
        if not self.base <= self.places[self.end] <= len(self.heap):
            return False
        return zlib.crc32(self.heap[: self.base].data) == checksum and self._lead(words, self._whole())

    def mend(self) -> None:
        """Take back the place that a writer took and did not fill before it was killed; for the one writer."""
        self.places[self.end] = self._whole()

    def _whole(self) -> int:
        """Where the last record ends that is what was written."""
        place, end = self.base, self.places[self.end]
        while place + LATE_HEAD <= end:
            length = int(self.heap[place + 1])
            if length < LATE_HEAD or place + length > end:
                break
            filled = LATE_HEAD + int(self.heap[place + LATE_HEAD - 1])
            if filled > length:
                break
            if zlib.crc32(self.heap[place + 1 : place + filled].data) != int(self.heap[place]):
                break
            place += length
        return place

    def _lead(self, words: U64, end: int) -> bool:
        """Whether all words lead to rows of their owners that end not past `end`."""
        lengths = words & np.uint64(LENGTH_MASK)
        owners = np.flatnonzero(lengths)
        starts = (words >> np.uint64(LENGTH_BITS))[owners]
        lengths = lengths[owners]
        if np.any(words[words & np.uint64(LENGTH_MASK) == 0]) or np.any(starts < HEAD):
            return False
        if np.any(starts + lengths > end):
            return False
        stated = self.heap[starts - 1]
        most = np.array(stated)
        late = starts >= self.base + LATE_HEAD
        most[late] = self.heap[starts[late] - LATE_HEAD + 1] - LATE_HEAD
        fits = (stated <= lengths) & (lengths <= most)
        return bool(np.all(fits) and np.all(self.heap[starts - 2] == owners))


def lay(owners: U32, others: U32, members: int) -> tuple[U64, U32]:
    """The words and the heap of sorted rows from pairs: `owners[i]` has `others[i]` in its row; by numpy alone."""
    keys = (owners.astype(np.uint64) << np.uint64(32)) | others
    keys.sort()
    return lay_sorted((keys >> np.uint64(32)).astype(np.uint32), keys.astype(np.uint32), members)


def lay_sorted(owners: NDArray[Any], entries: NDArray[Number], members: int) -> tuple[U64, NDArray[Number]]:
    """The same from pairs that are sorted already, by owner and then by entry."""
    lengths = np.bincount(owners, minlength=members).astype(np.int64)
    having = np.flatnonzero(lengths)
    heads = np.zeros(members, dtype=np.int64)
    heads[having] = HEAD
    ends = np.cumsum(lengths + heads)
    starts = ends - lengths
    heap = np.empty(int(ends[-1]) if members else 0, dtype=entries.dtype)
    heap[starts[having] - 2] = having
    heap[starts[having] - 1] = lengths[having]
    heap[gather(starts, lengths)] = entries
    words = np.zeros(members, dtype=np.uint64)
    words[having] = (starts[having].astype(np.uint64) << np.uint64(LENGTH_BITS)) | lengths[having].astype(
        np.uint64
    )
    return words, heap


def gather(starts: NDArray[Any], lengths: NDArray[Any]) -> NDArray[np.int64]:
    """The places of many pieces one after another: `starts[i]` and the `lengths[i] - 1` after it."""
    lengths = lengths.astype(np.int64)
    total = int(lengths.sum())
    places = np.ones(total, dtype=np.int64)
    having = np.flatnonzero(lengths)
    if not total:
        return places[:0]
    first = np.cumsum(lengths[having])[:-1]
    begins = starts[having].astype(np.int64)
    places[0] = begins[0]
    places[first] = begins[1:] - (begins[:-1] + lengths[having][:-1] - 1)
    return np.cumsum(places)

"""One generation of the feed on disk: the posts of each source, by kind of row.

::

    open.words, open.rows        by actor id: their posts for everybody
    close.*                      … for their connections
    inside.*                     … for the members of the group, or for themselves
    tagged.*, tagged_close.*     the same by hashtag
    newest                       by actor id: the newest post of `open` and that of `close`, side by side
    shut                         a bitmap of actors whom only connections may follow (REL-1)

See `kernel.arrays.generations` for the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rapport.kernel.arrays import generations, mapped
from rapport.kernel.arrays.generations import FIRST_OWN, Unusable
from rapport.kernel.arrays.places import Places
from rapport.kernel.arrays.rows import LENGTH_BITS, LENGTH_MASK, U64, Rows
from rapport.projections.feed.rules.sources import CLOSE, KINDS, OPEN

FORMAT = 1
FIRST_END = FIRST_OWN
"""The ends of the heaps are the index's own words of `places`."""
SIDE = {OPEN: 0, CLOSE: 1}
"""Where in `newest` a kind stands."""
_TRIES = 20


@dataclass(frozen=True)
class Generation(generations.Generation):
    """The mapped arrays of one generation."""

    path: Path
    places: Places
    newest: U64
    shut: U64
    rows: dict[str, Rows[np.uint64]]
    checksums: dict[str, int]

    @property
    def flags(self) -> U64:
        """Whom only connections may follow."""
        return self.shut

    @property
    def all_rows(self) -> dict[str, Rows[np.uint64]]:
        """The rows by kind."""
        return self.rows

    @property
    def plain_arrays(self) -> list[NDArray[Any]]:
        """All arrays but those of the rows."""
        return [self.newest, self.shut]

    @property
    def actors(self) -> int:
        """Actors have smaller ids than this, or no posts here."""
        return len(self.rows[OPEN].words)

    def row(self, kind: str, source: int) -> U64:
        """The posts of a source, ascending; empty for one that the files do not know."""
        rows = self.rows[kind]
        return rows.row(source) if 0 <= source < len(rows.words) else rows.heap[:0]


def open_generation(path: Path, *, writes: bool = False) -> Generation:
    """Map a generation and look through it.

    Raises: Unusable, with the reason.
    """
    meta = generations.read_meta(path, FORMAT)
    try:
        places = Places(path / "places", writes=writes)
        found = Generation(
            path=path,
            places=places,
            newest=mapped.open_array(path / "newest", np.uint64, writes=writes),
            shut=mapped.open_array(path / "shut", np.uint64, writes=writes),
            rows={
                kind: Rows(
                    words=mapped.open_array(path / f"{kind}.words", np.uint64, writes=writes),
                    heap=mapped.open_array(path / f"{kind}.rows", np.uint64, writes=writes),
                    places=places,
                    end=FIRST_END + place,
                    base=meta["base"][kind],
                )
                for place, kind in enumerate(KINDS)
            },
            checksums=meta["checksums"],
        )
    except (OSError, ValueError) as trouble:
        raise Unusable(str(trouble)) from None
    look_through(found, mend=writes)
    return found


def newest_of(rows: Rows[np.uint64]) -> U64:
    """The last number of each row, 0 for an empty one."""
    words = np.array(rows.words)
    lengths = words & np.uint64(LENGTH_MASK)
    having = np.flatnonzero(lengths)
    found = np.zeros(len(words), dtype=np.uint64)
    found[having] = rows.heap[((words >> np.uint64(LENGTH_BITS)) + lengths)[having] - np.uint64(1)]
    return found


def look_through(found: Generation, *, mend: bool = False) -> None:
    """Raises: Unusable, where anything is not what was written.

    The newest posts follow from the rows: a writer with `mend` writes them anew, should one have been killed between
    a row and the word about it.
    """
    generations.look_through(found, found.checksums, "shut")
    if len(found.newest) != 2 * found.actors:
        raise Unusable("newest is garbled")
    for kind, side in SIDE.items():
        for _ in range(_TRIES):  # a writer may be between the two right now
            expected = newest_of(found.rows[kind])
            if np.array_equal(expected, np.array(found.newest[side::2])):
                break
            if mend:
                found.newest[side::2] = expected
        else:
            raise Unusable("newest is garbled")

"""One generation of the graph on disk: a directory of arrays, and what says that they are what was written.

::

    meta.json             format, sizes, checksums; written last, never changed
    places                ends of the arrays, flags, the position in the log
    numbers, ids          number by actor id; actor id by number
    gone                  a bitmap of numbers: suspended or deleted (NET-1)
    connections.words     where the row of each number starts, how long it is
    connections.rows      the rows
    bars.*, follows.*     blocked either way; whom they follow

Members are numbered by falling degree when a generation is built, so that the rows and the counters that
are read most lie side by side. Who comes later gets the next number.
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
from rapport.kernel.arrays.rows import U64, Rows

FORMAT = 1
NOBODY = 0xFFFF_FFFF
LATE_AT_MOST = 4096
"""The last numbers are kept free for requests that know members whom the files do not know yet."""
CONNECTIONS, BARS, FOLLOWS = "connections", "bars", "follows"
KINDS = (CONNECTIONS, BARS, FOLLOWS)

MEMBERS, FIRST_END = FIRST_OWN, FIRST_OWN + 1
"""What words of `places` are the graph's own; the ends of the three heaps follow."""


@dataclass(frozen=True)
class Generation(generations.Generation):
    """The mapped arrays of one generation."""

    path: Path
    places: Places
    numbers: NDArray[np.uint32]
    ids: NDArray[np.uint32]
    gone: NDArray[np.uint64]
    rows: dict[str, Rows[np.uint32]]
    edges: int
    checksums: dict[str, int]

    @property
    def flags(self) -> U64:
        """Who is gone."""
        return self.gone

    @property
    def all_rows(self) -> dict[str, Rows[np.uint32]]:
        """The rows by kind."""
        return self.rows

    @property
    def plain_arrays(self) -> list[NDArray[Any]]:
        """All arrays but those of the rows."""
        return [self.numbers, self.ids, self.gone]

    @property
    def capacity(self) -> int:
        """How many members there is room for."""
        return len(self.ids)

    @property
    def members(self) -> int:
        """How many numbers are given."""
        return self.places[MEMBERS]

    def number(self, actor_id: int) -> int:
        """The number of an actor, NOBODY where it has none."""
        return int(self.numbers[actor_id]) if 0 <= actor_id < len(self.numbers) else NOBODY


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
            numbers=mapped.open_array(path / "numbers", np.uint32, writes=writes),
            ids=mapped.open_array(path / "ids", np.uint32, writes=writes),
            gone=mapped.open_array(path / "gone", np.uint64, writes=writes),
            rows={
                kind: Rows(
                    words=mapped.open_array(path / f"{kind}.words", np.uint64, writes=writes),
                    heap=mapped.open_array(path / f"{kind}.rows", np.uint32, writes=writes),
                    places=places,
                    end=FIRST_END + place,
                    base=meta["base"][kind],
                )
                for place, kind in enumerate(KINDS)
            },
            edges=meta["edges"],
            checksums=meta["checksums"],
        )
    except (OSError, ValueError) as trouble:
        raise Unusable(str(trouble)) from None
    look_through(found)
    return found


def look_through(found: Generation) -> None:
    """Raises: Unusable, where anything is not what was written."""
    generations.look_through(found, found.checksums, "gone")
    members = found.members
    if members > found.capacity:
        raise Unusable("places is garbled")
    ids = np.array(found.ids[:members])
    if members and (ids.max() >= len(found.numbers) or np.any(found.numbers[ids] != np.arange(members))):
        raise Unusable("numbers and ids are garbled")
    having = np.flatnonzero(found.numbers != NOBODY)
    given = found.numbers[having]
    # a writer may have given one more that it has not counted yet
    if not members <= len(given) <= max(members, found.members) + 1 or np.any(given >= found.capacity):
        raise Unusable("numbers are garbled")
    if np.any(found.ids[given] != having):
        raise Unusable("numbers and ids are garbled")

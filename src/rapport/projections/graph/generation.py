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

import json
import struct
import sys
import zlib
from dataclasses import dataclass
from functools import cached_property
from mmap import mmap
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from rapport.kernel.arrays import mapped
from rapport.kernel.arrays.places import Places
from rapport.kernel.arrays.rows import Rows
from rapport.kernel.changelog.rules import Position

FORMAT = 1
NOBODY = 0xFFFF_FFFF
LATE_AT_MOST = 4096
"""The last numbers are kept free for requests that know members whom the files do not know yet."""
CONNECTIONS, BARS, FOLLOWS = "connections", "bars", "follows"
KINDS = (CONNECTIONS, BARS, FOLLOWS)

SUPERSEDED, CLEAN, BOOT_HIGH, BOOT_LOW, MEMBERS, FIRST_END = range(6)
"""What the words of `places` are; the ends of the three heaps follow."""

_STATE = struct.Struct("<qq16sI")
_BOOT = Path("/proc/sys/kernel/random/boot_id")


class Unusable(Exception):
    """The files are missing, of another format, or not what was written; the reason is the message."""


class Missing(Unusable):
    """There is no graph yet."""


@dataclass(frozen=True)
class Generation:
    """The mapped arrays of one generation."""

    path: Path
    places: Places
    numbers: NDArray[np.uint32]
    ids: NDArray[np.uint32]
    gone: NDArray[np.uint64]
    rows: dict[str, Rows]
    edges: int
    checksums: dict[str, int]

    @property
    def capacity(self) -> int:
        """How many members there is room for."""
        return len(self.ids)

    @property
    def members(self) -> int:
        """How many numbers are given."""
        return self.places[MEMBERS]

    @property
    def superseded(self) -> bool:
        """Whether a newer generation has taken its place."""
        return self.places[SUPERSEDED] != 0

    @property
    def position(self) -> Position | None:
        """How far it has followed the log; None where that cannot be read."""
        told = self.places.told()
        if told is None or len(told) != _STATE.size:
            return None
        horizon, anchor, mark, _ = _STATE.unpack(told)
        return Position(horizon, anchor, UUID(bytes=mark))

    def tell(self, position: Position) -> None:
        """Say how far it has followed; for the one writer."""
        tell(self.places, position, self.gone)

    def number(self, actor_id: int) -> int:
        """The number of an actor, NOBODY where it has none."""
        return int(self.numbers[actor_id]) if 0 <= actor_id < len(self.numbers) else NOBODY

    @property
    def whole(self) -> bool:
        """Whether no file was cut off since it was mapped; asked before each question, so it takes few microseconds."""
        return self.places.whole and all(mapping.size() >= length for mapping, length in self._mappings)

    @cached_property
    def _mappings(self) -> list[tuple[mmap, int]]:
        arrays = [array for rows in self.rows.values() for array in (rows.words, rows.heap)]
        found = [mapped.mapping(array) for array in (self.numbers, self.ids, self.gone, *arrays)]
        return [(one, len(one)) for one in found if one is not None]

    def close(self) -> None:
        """Have everything on the disk and say so; for the one writer, at its end."""
        for array in (self.numbers, self.ids, self.gone):
            mapped.flush(array)
        for rows in self.rows.values():
            mapped.flush(rows.words)
            mapped.flush(rows.heap)
        self.places.flush()
        self.places[CLEAN] = 1
        self.places.flush()


def tell(places: Places, position: Position, gone: NDArray[np.uint64]) -> None:
    """Say how far the log has been followed, with a checksum over who is gone."""
    places.tell(_STATE.pack(position.horizon, position.anchor, position.mark.bytes, zlib.crc32(gone.data)))


def begin(places: Places) -> None:
    """Say that from now on a writer changes it: were the machine to stop, it would not be trusted."""
    places[BOOT_HIGH], places[BOOT_LOW] = boot()
    places[CLEAN] = 0
    places.flush()


def boot() -> tuple[int, int]:
    """Which start of this machine it is, as two words; zeros where the system does not say."""
    try:
        whole = UUID(_BOOT.read_text().strip()).int
    except (OSError, ValueError):
        return 0, 0
    return whole >> 64, whole & (2**64 - 1)


def bitmap_words(capacity: int) -> int:
    """How many words a bitmap has in which every masked number has a place."""
    return max(1, (1 << max(capacity - 1, 1).bit_length()) // 64)


def write_meta(path: Path, meta: dict[str, Any]) -> None:
    """Write `meta.json`, with a checksum over it; what makes a directory a generation."""
    text = json.dumps(meta, sort_keys=True)
    (path / "meta.json").write_text(json.dumps({"meta": text, "checksum": zlib.crc32(text.encode())}))


def _read_meta(path: Path) -> dict[str, Any]:
    try:
        outer = json.loads((path / "meta.json").read_text())
        if zlib.crc32(outer["meta"].encode()) != outer["checksum"]:
            raise Unusable("meta.json is garbled")
        meta: dict[str, Any] = json.loads(outer["meta"])
    except FileNotFoundError:
        raise Unusable("it is not there") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as trouble:
        raise Unusable(f"meta.json cannot be read ({trouble})") from None
    if meta["format"] != FORMAT or meta["byte_order"] != sys.byteorder:
        raise Unusable(f"it has format {meta['format']}, and this is format {FORMAT}")
    return meta


def open_generation(path: Path, *, writes: bool = False) -> Generation:
    """Map a generation and look through it.

    Raises: Unusable, with the reason.
    """
    meta = _read_meta(path)
    try:
        for name, size in meta["bytes"].items():
            if (path / name).stat().st_size != size:
                raise Unusable(f"{name} is not {size} bytes long")
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
    places = found.places
    if not places[CLEAN] and (boot() == (0, 0) or (places[BOOT_HIGH], places[BOOT_LOW]) != boot()):
        raise Unusable("the machine stopped while it was being written")
    for kind, rows in found.rows.items():
        if not rows.sound(found.checksums[kind]):
            raise Unusable(f"{kind} are garbled")
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
    for _ in range(100):  # a writer may be between the bitmap and the word about it
        told = places.told()
        seen = _STATE.unpack(told)[3] if told is not None and len(told) == _STATE.size else -1
        if seen == zlib.crc32(found.gone.data):
            return
    raise Unusable("gone is garbled")

"""What every index in mapped files is made of: one generation after another, each a directory of arrays.

::

    meta.json        format, sizes, checksums; written last, never changed
    places           ends of the arrays, words that say how it stands, the position in the log
    …                the arrays of this index

A generation is what was written where its `meta.json` says so, every file is as long as it says, and every row
lies where its word points. One that was being written when the machine stopped is not trusted.
"""

from __future__ import annotations

import json
import struct
import sys
import zlib
from abc import ABC, abstractmethod
from functools import cached_property
from mmap import mmap
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from rapport.kernel.arrays import mapped
from rapport.kernel.arrays.places import Places
from rapport.kernel.arrays.rows import U64, Rows
from rapport.kernel.changelog.rules import Position

SUPERSEDED, CLEAN, BOOT_HIGH, BOOT_LOW, FIRST_OWN = range(5)
"""What the first words of `places` are; those of the index follow."""

_STATE = struct.Struct("<qq16sI")
_BOOT = Path("/proc/sys/kernel/random/boot_id")
_TRIES = 100


class Unusable(Exception):
    """The files are missing, of another format, or not what was written; the reason is the message."""


class Missing(Unusable):
    """There is no index yet."""


class Generation(ABC):
    """The mapped arrays of one generation."""

    path: Path
    places: Places

    @property
    @abstractmethod
    def flags(self) -> U64:
        """The bitmap that is changed where it lies."""

    @property
    @abstractmethod
    def all_rows(self) -> dict[str, Rows[Any]]:
        """The rows by the name of their files."""

    @property
    @abstractmethod
    def plain_arrays(self) -> list[NDArray[Any]]:
        """All arrays but those of the rows."""

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
        tell(self.places, position, self.flags)

    @property
    def whole(self) -> bool:
        """Whether no file was cut off since it was mapped; asked before each question, so it takes few microseconds."""
        return self.places.whole and all(mapping.size() >= length for mapping, length in self._mappings)

    @cached_property
    def _mappings(self) -> list[tuple[mmap, int]]:
        arrays = [array for rows in self.all_rows.values() for array in (rows.words, rows.heap)]
        found = [mapped.mapping(array) for array in (*self.plain_arrays, *arrays)]
        return [(one, len(one)) for one in found if one is not None]

    def close(self) -> None:
        """Have everything on the disk and say so; for the one writer, at its end."""
        for array in self.plain_arrays:
            mapped.flush(array)
        for rows in self.all_rows.values():
            mapped.flush(rows.words)
            mapped.flush(rows.heap)
        self.places.flush()
        self.places[CLEAN] = 1
        self.places.flush()


def tell(places: Places, position: Position, flags: U64) -> None:
    """Say how far the log has been followed, with a checksum over the bitmap."""
    places.tell(_STATE.pack(position.horizon, position.anchor, position.mark.bytes, zlib.crc32(flags.data)))


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


def look_through(found: Generation, checksums: dict[str, int], flags: str) -> None:
    """Raises: Unusable, where the writer's machine stopped, or the rows or the bitmap are not what was written."""
    places = found.places
    if not places[CLEAN] and (boot() == (0, 0) or (places[BOOT_HIGH], places[BOOT_LOW]) != boot()):
        raise Unusable("the machine stopped while it was being written")
    for kind, rows in found.all_rows.items():
        if not rows.sound(checksums[kind]):
            raise Unusable(f"{kind} are garbled")
    for _ in range(_TRIES):  # a writer may be between the bitmap and the word about it
        told = places.told()
        seen = _STATE.unpack(told)[3] if told is not None and len(told) == _STATE.size else -1
        if seen == zlib.crc32(found.flags.data):
            return
    raise Unusable(f"{flags} is garbled")


def bitmap(bits: NDArray[np.intp], capacity: int) -> U64:
    """A bitmap with these places set, in which every masked number below `capacity` has a place."""
    found = np.zeros(max(1, (1 << max(capacity - 1, 1).bit_length()) // 64) * 64, dtype=np.uint8)
    found[bits] = 1
    return np.packbits(found, bitorder="little").view(np.uint64)


def set_bit(bitmap: U64, place: int, so: bool) -> None:
    """Set or clear one place of a bitmap, by writing its word once."""
    word = int(bitmap[place >> 6])
    bit = 1 << (place & 63)
    bitmap[place >> 6] = word | bit if so else word & ~bit


def write_meta(path: Path, meta: dict[str, Any], form: int) -> None:
    """Write `meta.json`, with the sizes of all files and a checksum; what makes a directory a generation."""
    sizes = {file.name: file.stat().st_size for file in sorted(path.iterdir())}
    text = json.dumps(meta | {"format": form, "byte_order": sys.byteorder, "bytes": sizes}, sort_keys=True)
    (path / "meta.json").write_text(json.dumps({"meta": text, "checksum": zlib.crc32(text.encode())}))


def read_meta(path: Path, form: int) -> dict[str, Any]:
    """What `write_meta` wrote.

    Raises: Unusable, also where a file has another size than it had.
    """
    try:
        outer = json.loads((path / "meta.json").read_text())
        if zlib.crc32(outer["meta"].encode()) != outer["checksum"]:
            raise Unusable("meta.json is garbled")
        meta: dict[str, Any] = json.loads(outer["meta"])
    except FileNotFoundError:
        raise Unusable("it is not there") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as trouble:
        raise Unusable(f"meta.json cannot be read ({trouble})") from None
    if meta["format"] != form or meta["byte_order"] != sys.byteorder:
        raise Unusable(f"it has format {meta['format']}, and this is format {form}")
    try:
        for name, size in meta["bytes"].items():
            if (path / name).stat().st_size != size:
                raise Unusable(f"{name} is not {size} bytes long")
    except OSError as trouble:
        raise Unusable(str(trouble)) from None
    return meta

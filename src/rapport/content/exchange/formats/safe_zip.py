"""An untrusted zip, opened without trust: each file is found where it must lie, and counted while it is read.

`zipfile` is not used: it reads the whole list into memory before it can be counted, follows
the list where the file itself says something else, and takes entries that lie over one another.
"""

from __future__ import annotations

import struct
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from rapport.content.exchange.formats.bounds import DEFAULT, KIB, Bounds
from rapport.content.exchange.formats.faults import ArchiveFault, Unreadable
from rapport.content.exchange.formats.zip_directory import (
    DEFLATED,
    SIZES_FOLLOW,
    Entry,
    read_directory,
)

_LOCAL = struct.Struct("<4s5H3L2H")
_CHUNK = 64 * KIB
_FULL32 = 0xFFFFFFFF
_DESCRIPTOR = 12
"""The least a file's sizes take when they follow its data."""


@dataclass(frozen=True, slots=True)
class _Place:
    """From where to where the packed data of an entry lies."""

    start: int
    end: int


class SafeZip:
    """The files of an untrusted zip, within bounds; nothing is ever unpacked under a name of its choosing."""

    def __init__(self, file: BinaryIO, size: int, bounds: Bounds = DEFAULT) -> None:
        """Read and check the list; `file` then belongs to this archive. Raises: Unreadable."""
        self._file = file
        self._bounds = bounds
        entries, listed_at = read_directory(file, size, bounds)
        self._places = _places(file, entries, listed_at)
        self.entries: tuple[Entry, ...] = tuple(entry for entry in entries if not entry.is_folder)

    @classmethod
    def open(cls, path: Path, bounds: Bounds = DEFAULT) -> Self:
        """The archive at `path`. Raises: Unreadable."""
        file = path.open("rb")
        try:
            return cls(file, path.stat().st_size, bounds)
        except BaseException:
            file.close()
            raise

    def close(self) -> None:
        """Let the file go."""
        self._file.close()

    def __enter__(self) -> Self:
        """The archive itself; leaving closes it."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the file go."""
        self.close()

    def chunks(self, entry: Entry) -> Iterator[bytes]:
        """The contents of `entry` in pieces of at most 64 KiB; a lie about size or checksum ends them.

        Raises: Unreadable (`DAMAGED`), at the latest where the entry should end; what came
        before is then worth nothing either.
        """
        read = _inflated if entry.method == DEFLATED else _stored
        place = self._places[entry.name]
        size, crc = 0, 0
        for piece in read(self._file, place, entry):
            size += len(piece)
            crc = zlib.crc32(piece, crc)
            if size > entry.size:
                raise Unreadable(ArchiveFault.DAMAGED, name=entry.name, detail="longer than announced")
            yield piece
        if size != entry.size:
            raise Unreadable(ArchiveFault.DAMAGED, name=entry.name, detail="shorter than announced")
        if crc != entry.crc:
            raise Unreadable(ArchiveFault.DAMAGED, name=entry.name, detail="the checksum does not match")

    def nested(self, entry: Entry) -> SafeZip:
        """The archive that `entry` is, unpacked to an unnamed file that is gone when it is closed.

        Raises: Unreadable; `TOO_DEEP` where the bounds allow no further level.
        """
        if self._bounds.nesting < 1:
            raise Unreadable(ArchiveFault.TOO_DEEP)
        inner = _one_level_less(self._bounds)
        file = tempfile.TemporaryFile()  # noqa: SIM115 - the archive within closes it
        try:
            for piece in self.chunks(entry):
                file.write(piece)
            return SafeZip(file, file.tell(), inner)
        except BaseException:
            file.close()
            raise


def _one_level_less(bounds: Bounds) -> Bounds:
    return replace(bounds, nesting=bounds.nesting - 1)


def _places(file: BinaryIO, entries: list[Entry], listed_at: int) -> dict[str, _Place]:
    """Where each entry's data lies: its own header agrees with the list, and no two lie over one another."""
    places: dict[str, _Place] = {}
    reached = 0
    for entry in sorted(entries, key=lambda one: one.offset):
        if entry.offset < reached:
            raise Unreadable(ArchiveFault.OVERLAP, detail=entry.name)
        if not places and entry.offset != 0:
            raise Unreadable(ArchiveFault.PREFIXED, detail=f"the first file begins at {entry.offset}")
        if entry.offset + _LOCAL.size > listed_at:
            raise Unreadable(ArchiveFault.OVERLAP, detail=entry.name)
        file.seek(entry.offset)
        head = file.read(_LOCAL.size)
        mark, _, flags, method, _, _, crc, packed, length, name_length, extra_length = _LOCAL.unpack(head)
        later = bool(flags & SIZES_FOLLOW)
        told = [
            (mark, b"PK\x03\x04"),
            (flags, entry.flags),
            (method, entry.method),
            (file.read(name_length), entry.raw_name),
        ]
        for here, there in ((crc, entry.crc), (packed, entry.packed), (length, entry.size)):
            if not (later and here == 0) and here != _FULL32:
                told.append((here, there))
        if any(here != there for here, there in told):
            raise Unreadable(ArchiveFault.DISAGREES, name=entry.name)
        start = entry.offset + _LOCAL.size + name_length + extra_length
        reached = start + entry.packed + (_DESCRIPTOR if later else 0)
        if reached > listed_at:
            raise Unreadable(ArchiveFault.OVERLAP, detail=entry.name)
        places[entry.name] = _Place(start, start + entry.packed)
    return places


def _stored(file: BinaryIO, place: _Place, entry: Entry) -> Iterator[bytes]:
    yield from _packed(file, place, entry)


def _inflated(file: BinaryIO, place: _Place, entry: Entry) -> Iterator[bytes]:
    inflating = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for packed in _packed(file, place, entry):
            yield from _pieces(inflating, packed)
            if inflating.unused_data:
                raise Unreadable(ArchiveFault.DAMAGED, name=entry.name, detail="something follows its end")
        yield from _pieces(inflating, b"")
    except zlib.error as error:
        raise Unreadable(ArchiveFault.DAMAGED, name=entry.name, detail=str(error)) from None
    if not inflating.eof:
        raise Unreadable(ArchiveFault.DAMAGED, name=entry.name, detail="its packed data ends too early")


def _pieces(inflating: zlib._Decompress, packed: bytes) -> Iterator[bytes]:
    """What comes out of `packed`, never more than one chunk at a time."""
    while piece := inflating.decompress(packed, _CHUNK):
        yield piece
        packed = inflating.unconsumed_tail


def _packed(file: BinaryIO, place: _Place, entry: Entry) -> Iterator[bytes]:
    """The packed bytes; the position is set anew each time, since other entries may be read meanwhile."""
    at = place.start
    while at < place.end:
        file.seek(at)
        piece = file.read(min(_CHUNK, place.end - at))
        if not piece:
            raise Unreadable(ArchiveFault.DAMAGED, name=entry.name, detail="its packed data is missing")
        at += len(piece)
        yield piece

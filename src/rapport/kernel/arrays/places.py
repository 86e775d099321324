"""A small mapped file of words that one process writes and others read: ends of arrays, flags, and positions.

A word of 64 bits is written at one stroke. What is longer goes into the next of a ring of slots under a
checksum, and then the word that says which slot is in force: a reader that was overtaken by the whole ring
sees it by the checksum and reads again.
"""

from __future__ import annotations

import mmap
import os
import struct
import zlib
from pathlib import Path

import numpy as np

SIZE = 8192
_WORDS = 64
_SLOT_BYTES = 112
_SLOTS = (SIZE - _WORDS * 8) // (_SLOT_BYTES + 8)
_FRAME = struct.Struct("<II")
_RING = _WORDS - 1
"""The word that says which slot is in force, counted from 1; 0 is none."""
_TRIES = 1000


class Places:
    """The words and the ring in the file at `path`.

    Raises: OSError; ValueError, where the file has another size.
    """

    def __init__(self, path: Path, *, writes: bool) -> None:
        """Map the file."""
        with path.open("r+b" if writes else "rb") as file:
            if os.fstat(file.fileno()).st_size != SIZE:
                raise ValueError(f"{path} is not {SIZE} bytes long")
            access = mmap.ACCESS_WRITE if writes else mmap.ACCESS_READ
            self._map = mmap.mmap(file.fileno(), SIZE, access=access)
        self._words = np.frombuffer(self._map, dtype=np.uint64, count=_WORDS)

    @classmethod
    def make(cls, path: Path) -> Places:
        """Write an empty file, and map it."""
        path.write_bytes(bytes(SIZE))
        return cls(path, writes=True)

    def __getitem__(self, word: int) -> int:
        """One word."""
        return int(self._words[word])

    def __setitem__(self, word: int, value: int) -> None:
        """Write one word; all earlier writings are seen before it."""
        self._words[word] = value

    @property
    def whole(self) -> bool:
        """Whether the file is as long as it was: to touch what was cut off ends the process."""
        return self._map.size() >= SIZE

    def tell(self, content: bytes) -> None:
        """Put `content` of at most 112 bytes in force."""
        slot = self[_RING] % _SLOTS
        place = _WORDS * 8 + slot * (_SLOT_BYTES + 8)
        body = content.ljust(_SLOT_BYTES, b"\0")
        self._map[place : place + _SLOT_BYTES + 8] = _FRAME.pack(zlib.crc32(body), len(content)) + body
        self[_RING] = slot + 1

    def told(self) -> bytes | None:
        """What is in force; None where nothing is, or what is there is garbled."""
        for _ in range(_TRIES):
            slot = self[_RING] - 1
            if not 0 <= slot < _SLOTS:
                return None
            place = _WORDS * 8 + slot * (_SLOT_BYTES + 8)
            frame = self._map[place : place + _SLOT_BYTES + 8]
            checksum, length = _FRAME.unpack_from(frame)
            if zlib.crc32(frame[8:]) == checksum:
                return frame[8 : 8 + length]
        return None

    def flush(self) -> None:
        """Have it on the disk."""
        self._map.flush()

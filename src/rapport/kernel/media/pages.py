"""What the program that draws documents says to whoever started it: pages, or why there are none.

Apart from the program, so that no server loads the library that draws.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

from rapport.kernel.errors import Invalid
from rapport.kernel.limits.rules import Limits
from rapport.kernel.media import painting
from rapport.kernel.media.rules import (
    WIDTHS,
    TooManyPages,
    broken_document,
    endless_document,
    protected_document,
)

PROGRAM = "rapport.kernel.media.printing"
NO_MEMORY = 1
BROKEN = 65
PROTECTED = 66
TOO_LONG = 67
_ENDED_BY_TIME_OR_ROOM = (-24, -25, -9, NO_MEMORY)
"""SIGXCPU, SIGXFSZ, SIGKILL, and an exit for want of memory."""


def pack(words: str, sizes: painting.Squares) -> bytes:
    """One page as bytes: the lengths of its words and of its pictures, then these."""
    told, pictures = words.encode(), painting.pack(sizes)
    return struct.pack(">II", len(told), len(pictures)) + told + pictures


def unpack(file: BinaryIO) -> Iterator[tuple[str, painting.Squares]]:
    """The pages in it, one after the other. Raises: ValueError for what was not packed."""
    while head := file.read(8):
        told, pictures = struct.unpack(">II", head)
        words = file.read(told).decode()
        yield words, painting.unpack(file.read(pictures), WIDTHS)


def refusal(status: int, said: str, limits: Limits) -> Invalid:
    """What a person is told about a document whose drawing ended with this exit status."""
    if status == PROTECTED:
        return protected_document()
    if status == TOO_LONG:
        return TooManyPages(field="document", pages=int(said), count=limits.document_pages)
    if status in _ENDED_BY_TIME_OR_ROOM:
        return endless_document(f"exit {status}: {said}")
    return broken_document(f"exit {status}: {said}")

"""Arrays in files: written once with room to grow, then mapped by every process that asks.

The room is taken from the disk when the file is made: a full disk has to show there, as an error, and not
when a page is touched, which ends the process.
"""

from __future__ import annotations

import mmap
import os
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

_CHUNK = 1 << 26


def write(path: Path, content: NDArray[Any], *, room: int) -> int:
    """Write an array with room for `room` items in all; gives the checksum of `content`. `flush` makes it last.

    Raises: OSError, for a full disk too.
    """
    data = np.ascontiguousarray(content)
    with path.open("xb") as file:
        size = max(room, data.size) * data.itemsize
        if size:
            os.posix_fallocate(file.fileno(), 0, size)
        view = data.data.cast("B") if data.size else memoryview(b"")
        for start in range(0, len(view), _CHUNK):
            file.write(view[start : start + _CHUNK])
    return zlib.crc32(view)


def open_array(path: Path, kind: DTypeLike, *, writes: bool = False) -> NDArray[Any]:
    """The array in the file at `path`, mapped; an empty file is an empty array.

    Raises: OSError.
    """
    with path.open("r+b" if writes else "rb") as file:
        if not os.fstat(file.fileno()).st_size:
            return np.empty(0, dtype=kind)
        access = mmap.ACCESS_WRITE if writes else mmap.ACCESS_READ
        return np.frombuffer(mmap.mmap(file.fileno(), 0, access=access), dtype=kind)


def flush(array: NDArray[Any]) -> None:
    """Have a mapped array on the disk."""
    found = mapping(array)
    if found is not None:
        found.flush()


def mapping(array: NDArray[Any]) -> mmap.mmap | None:
    """What an array of `open_array` looks into; None for an empty one.

    Its `size` is that of the file now: to touch what was cut off since ends the process.
    """
    base: Any = array.base  # a view of the mapping, whatever the types of numpy say
    found = base.obj if isinstance(base, memoryview) else base
    return found if isinstance(found, mmap.mmap) else None

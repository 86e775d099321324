"""The compiled kernel, reached through ctypes; `library()` is None where it was not built or cannot be loaded.

`twin` answers the same then.
"""

from __future__ import annotations

import ctypes
import logging
from functools import cache
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from rapport.kernel.arrays.rows import U64
from rapport.projections.feed.rules.sources import CLOSE, OPEN
from rapport.projections.feed.sources import Chosen, Sources

log = logging.getLogger(__name__)

_P, _U32, _U64 = ctypes.c_void_p, ctypes.c_uint32, ctypes.c_uint64
MOST = 512
"""The kernel chooses at most so many posts at once."""


class _Rows(ctypes.Structure):
    _fields_ = [("words", _P), ("heap", _P), ("heap_length", _U64)]


class _Feed(ctypes.Structure):
    _fields_ = [
        ("open", _Rows), ("close", _Rows), ("newest", _P), ("shut", _P), ("follows", _P), ("connections", _P),
        ("bars", _P), ("ids", _P), ("gone", _P), ("left_out", _P), ("extra", _P), ("extra_lengths", _P),
        ("actors", _U64), ("ids_length", _U64), ("gone_words", _U64), ("follows_length", _U32),
        ("connections_length", _U32), ("bars_length", _U32), ("left_out_length", _U32), ("extras", _U32),
        ("corrupt", _U32),
    ]  # fmt: skip


_LAYOUT = 1 << 16 | ctypes.sizeof(_Feed)
"""What the kernel answers when it was built for this structure; the first part counts its changes of meaning."""


class Corrupt(Exception):
    """The kernel met a word or a number that points past its array."""


@cache
def library() -> ctypes.CDLL | None:
    """The compiled kernel, None where there is none here, or one of other sources."""
    for path in sorted(Path(__file__).parent.glob("_kernel*.so")):
        try:
            found = ctypes.CDLL(str(path))
            if found.feed_layout() != _LAYOUT:
                log.warning("the compiled kernel %s is of other sources: install Rapport anew", path.name)
                continue
            found.feed_choose.restype = _U32
            found.feed_choose.argtypes = (_P, _U64, _P, _U32, _P)
        except (OSError, AttributeError) as trouble:
            log.warning("the compiled kernel %s cannot be used: %s", path.name, trouble)
        else:
            return found
    return None


def working_by() -> str:
    """What chooses on this machine, in words: the compiled kernel, or numpy in place of it."""
    return "numpy, since no compiled kernel is here" if library() is None else "the compiled kernel"


class Native:
    """Choosing by the compiled kernel; for one page, whose sources it keeps hold of."""

    def __init__(self, kernel: ctypes.CDLL, sources: Sources) -> None:
        """Point the kernel at the arrays."""
        self._kernel, self._sources = kernel, sources
        held = sources.generation
        feed = self._feed = _Feed()
        for kind, rows in ((OPEN, feed.open), (CLOSE, feed.close)):
            rows.words, rows.heap = _at(held.rows[kind].words), _at(held.rows[kind].heap)
            rows.heap_length = len(held.rows[kind].heap)
        feed.newest, feed.shut, feed.actors = _at(held.newest), _at(sources.shut), held.actors
        feed.follows, feed.follows_length = _at(sources.follows), len(sources.follows)
        feed.connections, feed.connections_length = _at(sources.connections), len(sources.connections)
        feed.bars, feed.bars_length = _at(sources.bars), len(sources.bars)
        if sources.ids is not None:
            feed.ids, feed.ids_length = _at(sources.ids), len(sources.ids)
        if sources.gone is not None:
            feed.gone, feed.gone_words = _at(sources.gone), len(sources.gone)
        count = len(sources.extra)
        self._extra = (_P * count)(*(_at(row) for row in sources.extra))
        self._lengths = (_U32 * count)(*(len(row) for row in sources.extra))
        feed.extra, feed.extra_lengths = ctypes.addressof(self._extra), ctypes.addressof(self._lengths)
        feed.left_out, feed.left_out_length = _at(sources.left_out), len(sources.left_out)
        feed.extras = count
        self._at = ctypes.addressof(feed)

    def choose(self, below: int, room: int) -> Chosen:
        """The newest `room` posts below `below`.

        Raises: Corrupt.
        """
        room = min(room, MOST)
        out, floor = (_U64 * room)(), _U64()
        count = self._kernel.feed_choose(self._at, below, out, room, ctypes.addressof(floor))
        if self._feed.corrupt:
            raise Corrupt
        return Chosen(out[:count], floor.value)


def _at(array: NDArray[Any] | U64) -> int:
    assert array.flags.c_contiguous
    return int(array.ctypes.data)

"""Ids that sort by their time of birth: UUIDs that cannot be guessed (RFC 9562, version 7), and plain numbers."""

from __future__ import annotations

import secrets
import threading
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_CHANCE = 20
_LAST = [0]
_LOCK = threading.Lock()


def new() -> UUID:
    """A fresh UUIDv7: 48 bits of Unix milliseconds, then 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (1 << 48) - 1) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


def parse(text: str) -> UUID | None:
    """The UUID written in `text`, or None where it is not one."""
    try:
        return UUID(text)
    except ValueError:
        return None


def moment(now: datetime) -> int:
    """A fresh number of 63 bits that sorts by time: 43 bits of milliseconds since 2020, then 20 random ones.

    Within one process those of one millisecond are given in order. Unlike a UUID it fits a machine word,
    so indexes, cursors and orders can be made of it alone.
    """
    milliseconds = (now - _EPOCH) // timedelta(milliseconds=1)
    with _LOCK:
        if _LAST[0] >> _CHANCE == milliseconds:
            _LAST[0] += 1 + secrets.randbits(6)
        else:
            _LAST[0] = milliseconds << _CHANCE | secrets.randbits(_CHANCE - 1)
        return _LAST[0]


def read_moment(text: str) -> int:
    """The number of `moment` that is written in `text`; -1, which is nobody's, where there is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else -1


def moment_of(number: int) -> datetime:
    """When the number of `moment` was given, to the millisecond."""
    return _EPOCH + timedelta(milliseconds=number >> _CHANCE)


def first_of(when: datetime) -> int:
    """The lowest number that could be given at this time: what was given before sorts below it."""
    return (when - _EPOCH) // timedelta(milliseconds=1) << _CHANCE

"""Ids that sort by their time of birth and cannot be guessed (RFC 9562, version 7)."""

from __future__ import annotations

import secrets
import time
from uuid import UUID


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

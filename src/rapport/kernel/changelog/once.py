"""One reading of the log for all questions of one request that only reads.

What an index answers once was right when it was asked; a page that asks three times may take it for right until it
is done. Whatever writes, or may have waited for another to write, looks anew each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection

Kept = dict[object, Any]

_kept: ContextVar[Kept | None] = ContextVar("kept_of_the_log", default=None)


@contextmanager
def reading_once() -> Iterator[None]:
    """Within this, an index may keep what it found at its first question; for what writes nothing of its own."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def kept() -> Kept | None:
    """What each index keeps, by the index; None where every question has to look anew.

    So it is outside of `reading_once`, and in a transaction: that may hold locks behind which others wrote.
    """
    found = _kept.get()
    if found is None or not connection.in_atomic_block:
        return found
    found.clear()
    return None


def forget() -> None:
    """Let every question from now on look anew: something was written after all."""
    found = _kept.get()
    if found is not None:
        found.clear()

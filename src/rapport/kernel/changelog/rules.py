"""What a change and a position are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

KEEP = timedelta(days=2)
"""How long changes are kept. An index that has not followed for longer is built anew."""

PATIENCE = timedelta(seconds=30)
"""How long an index that begins waits for transactions that began before it."""

EVERYTHING = "everything"
"""The kind of a change past counting, such as a filling in bulk: every index is built anew."""

BEGUN = "begun"
"""The kind of the row that an index leaves when it begins; it names nothing that changed."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something that may have changed between two ends, or about one (`other` 0); the kind says what."""

    kind: str
    one: int
    other: int = 0


@dataclass(frozen=True, slots=True)
class Position:
    """How far the log has been read.

    All changes before `horizon` are seen: a row's number on SQLite, a transaction's on PostgreSQL. The row
    `anchor` bears `mark`, which no other log has: so a restored or exchanged database is noticed.
    """

    horizon: int
    anchor: int
    mark: UUID


@dataclass(frozen=True, slots=True)
class Log:
    """The changes past a position, each once, and the position after them."""

    changes: tuple[Change, ...]
    position: Position

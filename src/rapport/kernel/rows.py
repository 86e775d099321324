"""Rows by SQL of our own, alike on both databases: for the few hot readings where the ORM costs the most.

Composing a statement through the ORM costs about a millisecond, running it a twentieth
of that. Where a page needs many small readings, they are written out and read here;
SQLite's values come back as the times, ids and truth values that PostgreSQL gives.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection


def _time(value: datetime | None) -> datetime | None:
    return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


def _id(value: Any) -> Any:
    return UUID(value) if isinstance(value, str) else value


_FROM_SQLITE: Mapping[type, Callable[[Any], Any]] = {
    datetime: _time,
    UUID: _id,
    bool: lambda value: None if value is None else bool(value),
}


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value.hex if isinstance(value, UUID) and connection.vendor == "sqlite" else value


def empty_log() -> None:
    """Write SQLite's log into the database and empty it, so that it keeps nothing that was deleted there.

    Outside a transaction. PostgreSQL cleans up by itself.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def fetch(sql: str, *params: Any, kinds: tuple[type, ...]) -> list[tuple[Any, ...]]:
    """The rows that `sql` selects, one value of each of `kinds` a column (int, str, bool, datetime, UUID).

    Each `%s` takes one of `params`; a collection of ids or texts is written as many marks, so that
    `IN (%s)` takes it whole. An empty collection matches nothing.
    """
    parts = sql.split("%s")
    assert len(parts) == len(params) + 1
    text, given = parts[0], []
    for param, rest in zip(params, parts[1:], strict=True):
        if isinstance(param, Collection) and not isinstance(param, str):
            text += ",".join(["%s"] * len(param)) or "NULL"
            given += [_written(one) for one in param]
        else:
            text += "%s"
            given.append(_written(param))
        text += rest
    with connection.cursor() as cursor:
        cursor.execute(text, given)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    if connection.vendor != "sqlite":
        return found
    readers = [_FROM_SQLITE.get(kind) for kind in kinds]
    if not any(readers):
        return found
    return [
        tuple(value if read is None else read(value) for read, value in zip(readers, row, strict=True))
        for row in found
    ]

"""Rows by SQL of our own, alike on both databases: for the few hot readings where the ORM costs the most.

Composing a statement through the ORM costs about a millisecond, running it a twentieth
of that. Where a page needs many small readings, they are written out and read here;
SQLite's values come back as the times, ids and truth values that PostgreSQL gives.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection


def _time(value: datetime | str | None) -> datetime | None:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)


def _id(value: Any) -> Any:
    # as a number, not as a text: half the time, and a page may hold hundreds
    return UUID(int=int(value, 16)) if isinstance(value, str) else value


_FROM_SQLITE: Mapping[type, Callable[[Any], Any]] = {
    datetime: _time,
    UUID: _id,
    bool: lambda value: None if value is None else bool(value),
}


@cache
def _on_sqlite() -> bool:
    return connection.vendor == "sqlite"


_AS_IT_IS = frozenset({int, str, bool, type(None)})


def _written(value: Any) -> Any:
    if type(value) in _AS_IT_IS:
        return value
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value.hex if isinstance(value, UUID) and _on_sqlite() else value


def literals(words: Iterable[str]) -> str:
    """Constants of ours as they stand in a statement, sorted: words alone, nothing that anybody typed.

    A partial index is found through them. Were they given as parameters, SQLite would look at the values
    to find it, and so compose its plan anew each time: of a long statement that is half a millisecond.
    """
    given = sorted(words)
    assert all(word.isidentifier() for word in given), given
    return ", ".join(f"'{word}'" for word in given)


def empty_log() -> None:
    """Write SQLite's log into the database and empty it, so that it keeps nothing that was deleted there.

    Outside a transaction. PostgreSQL cleans up by itself.
    """
    if _on_sqlite():
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


Readers = tuple[tuple[int, Callable[[Any], Any]], ...]


def fetch(sql: str, *params: Any, kinds: tuple[type, ...]) -> list[tuple[Any, ...]]:
    """The rows that `sql` selects, one value of each of `kinds` a column (int, str, bool, datetime, UUID).

    Each `%s` takes one of `params`; a collection of ids or texts is written as many marks, so that
    `IN (%s)` takes it whole. An empty collection matches nothing.
    """
    return _all_read(_run(sql, params), _readers(kinds))


def fetch_named(sql: str, params: Mapping[str, Any], kinds: tuple[type, ...]) -> list[tuple[Any, ...]]:
    """The same where each `%(name)s` takes the one of `params` of that name, wherever it stands."""
    with connection.cursor() as cursor:
        cursor.execute(sql, {name: _written(one) for name, one in params.items()})
        return _all_read(cursor.fetchall(), _readers(kinds))


def _all_read(found: list[tuple[Any, ...]], readers: Readers) -> list[tuple[Any, ...]]:
    return [_read(row, readers) for row in found] if readers else found


def _run(sql: str, params: Collection[Any]) -> list[tuple[Any, ...]]:
    parts = sql.split("%s")
    assert len(parts) == len(params) + 1
    text, given = [parts[0]], []
    for param, rest in zip(params, parts[1:], strict=True):
        if type(param) not in _AS_IT_IS and isinstance(param, Collection) and not isinstance(param, str):
            text.append(",".join(["%s"] * len(param)) or "NULL")
            given += [_written(one) for one in param]
        else:
            text.append("%s")
            given.append(_written(param))
        text.append(rest)
    with connection.cursor() as cursor:
        cursor.execute("".join(text), given)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _readers(kinds: Collection[type]) -> Readers:
    """What is still to be made of the values at these places; nothing on PostgreSQL."""
    if not _on_sqlite():
        return ()
    return tuple(
        (place, cache(_id) if kind is UUID else _FROM_SQLITE[kind])  # rows of one answer share many ids
        for place, kind in enumerate(kinds)
        if kind in _FROM_SQLITE
    )


def _read(row: Collection[Any], readers: Readers) -> tuple[Any, ...]:
    values = list(row)
    for place, read in readers:
        values[place] = read(values[place])
    return tuple(values)


Columns = tuple[tuple[str, type], ...]
Rows = Sequence[tuple[Any, ...]]


@dataclass(frozen=True)
class Reading:
    """A SELECT that is sent `together` with others: what it selects and of which kind, and where from.

    Each `%s` of `source` takes one of `params`, as in `fetch`; `columns` take none.
    """

    columns: Columns
    source: str
    params: tuple[Any, ...] = ()


def together(*readings: Reading) -> list[list[tuple[Any, ...]]]:
    """The rows of each of these readings, in no order, by one statement for all of them.

    A page that asks many small questions pays for each by a way to the database and back.
    """
    sql, places = _union(tuple((one.columns, one.source) for one in readings), connection.vendor)
    readers = [_readers([kind for _, kind in one.columns]) for one in readings]
    found: list[list[tuple[Any, ...]]] = [[] for _ in readings]
    for row in _run(sql, [param for one in readings for param in one.params]):
        part = row[0]
        values = tuple([row[place] for place in places[part]])
        found[part].append(_read(values, readers[part]) if readers[part] else values)
    return found


_SQL_TYPES: Mapping[type, str] = {
    int: "bigint", str: "text", bool: "boolean", datetime: "timestamptz", UUID: "uuid"
}  # fmt: skip


@cache
def _union(parts: tuple[tuple[Columns, str], ...], vendor: str) -> tuple[str, tuple[tuple[int, ...], ...]]:
    """The statement for all parts, and where each part finds its columns among those of the rows.

    Values of one kind share columns; where a part has nothing to say stands NULL. The number of the
    part comes first. PostgreSQL puts only values of one type into a column: texts are cast, JSON among them.
    """
    widths = {
        kind: max(sum(one is kind for _, one in columns) for columns, _ in parts) for kind in _SQL_TYPES
    }
    kinds = tuple(kind for kind, width in widths.items() for _ in range(width))
    starts = {kind: kinds.index(kind) for kind, width in widths.items() if width}
    selects, places = [], []
    for number, (columns, source) in enumerate(parts):
        said = [f"CAST(NULL AS {_SQL_TYPES[kind]})" for kind in kinds]
        taken = dict(starts)
        at = []
        for expression, kind in columns:
            as_text = kind is str and vendor == "postgresql"
            said[taken[kind]] = f"CAST({expression} AS text)" if as_text else expression
            at.append(taken[kind] + 1)
            taken[kind] += 1
        selects.append(f"SELECT {number}, {', '.join(said)} {source}")
        places.append(tuple(at))
    return " UNION ALL ".join(selects), tuple(places)

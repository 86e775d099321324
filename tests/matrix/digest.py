"""What stands in the database, table by table, so that two moments can be compared."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE", "TRUNCATE", "CREATE", "ALTER", "DROP")


def tables() -> tuple[str, ...]:
    """Every table of the site, but how FTS5 lays the same words down, which differs with the way there."""
    found = set(connection.introspection.table_names()) - {"django_migrations"}
    return tuple(sorted(table for table in found if not table.startswith("search_index_")))


def digests(names: Iterable[str] | None = None) -> dict[str, str]:
    """A digest of the rows of each table."""
    answer = {}
    with connection.cursor() as cursor:
        for table in tables() if names is None else names:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = sorted(repr(row) for row in cursor.fetchall())
            answer[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return answer


def changed(before: dict[str, str], after: dict[str, str]) -> frozenset[str]:
    """The tables whose rows differ."""
    return frozenset(table for table in before if before[table] != after[table])


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements that write, as they come; a read has none."""
    found: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITING):
            found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found

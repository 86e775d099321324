"""Statements that the ORM composes once and that run with other values each time.

Composing through the ORM costs a millisecond and more, running the statement a twentieth of that. What is written as
terms (who may see what) is composed with marks in place of the values, and kept by the process. Constants of ours
stand in the statement itself: a planner sees them, and there is less to hand over.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from rapport.kernel.rows import Columns, Reading, fetch_named

MOMENT = datetime(1900, 1, 1, tzinfo=UTC)
"""Stands in a composed statement where a moment will."""


@dataclass(frozen=True)
class Composed:
    """A SELECT; `params` are the marks in the order of its `%s`. `named` is the same with a name for each mark."""

    sql: str
    params: tuple[Any, ...]
    named: str
    names: Mapping[Any, str]

    def rows(self, given: Mapping[Any, Any], kinds: tuple[type, ...]) -> list[tuple[Any, ...]]:
        """The rows, with these values in place of the marks; see `rows.fetch`."""
        return fetch_named(self.named, {name: given[mark] for mark, name in self.names.items()}, kinds)

    def reading(self, columns: Columns, given: Mapping[Any, Any]) -> Reading:
        """The same to be sent together with others; `columns` are those that were selected, by name."""
        return Reading(columns, f"FROM ({self.sql}) composed", tuple(given[mark] for mark in self.params))


def composed(rows: QuerySet[Any, Any], marks: Collection[Any]) -> Composed | None:
    """The statement of `rows`, where each of `marks` stands for a value to come; None where it can find nothing.

    A mark is a number or text that stands nowhere else in the statement, or `MOMENT`.
    """
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return None
    stored = {_stored(mark): mark for mark in marks}
    names = {mark: f"p{place}" for place, mark in enumerate(marks)}
    parts, kept, named = sql.split("%s"), [], []
    assert len(parts) == len(params) + 1
    plain = parts[0]
    for param, rest in zip(params, parts[1:], strict=True):
        mark = stored.get(param) if isinstance(param, str | int | datetime) else None
        literal = None if mark is not None else _literal(param)
        if literal is not None:
            plain += literal + rest
            continue
        assert mark is not None, param
        kept.append(mark)
        named.append(f"%({names[mark]})s")
        plain += "%s" + rest
    used = {mark: name for mark, name in names.items() if mark in kept}
    return Composed(plain, tuple(kept), _join(plain.split("%s"), named), used)


def _join(parts: list[str], named: list[str]) -> str:
    return "".join(one for pair in zip(parts, [*named, ""], strict=True) for one in pair)


def _stored(mark: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(mark) if isinstance(mark, datetime) else mark


def _literal(param: Any) -> str | None:
    """A constant as it stands in a statement; None for what nobody but a database should write."""
    if isinstance(param, bool):
        return ("TRUE" if param else "FALSE") if connection.vendor == "postgresql" else str(int(param))
    if isinstance(param, int):
        return str(param)
    plain = isinstance(param, str) and (not param or param.replace("-", "_").isidentifier())
    return f"'{param}'" if plain else None


def reading_of(statement: Composed | None, columns: Columns, given: Mapping[Any, Any]) -> Reading:
    """The rows of a statement that can find something, to be sent together with others."""
    assert statement is not None
    return statement.reading(columns, given)


MEMBER = -1
"""Stands in a composed statement where the id of the member who looks will; nobody has it."""


def how_many(statement: Composed | None, given: Mapping[Any, Any]) -> Reading:
    """How many rows a statement has, as one row to be sent together with others."""
    if statement is None:
        return Reading((("0", int),), "")
    return statement.reading((("COUNT(*)", int),), given)

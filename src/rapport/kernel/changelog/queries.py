"""Reading the log: what an index has not seen yet, in one statement."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connection

from rapport.kernel.changelog import once
from rapport.kernel.changelog.rules import BEGUN, Change, Log, Position
from rapport.kernel.rows import fetch

_SQLITE = """
    SELECT id, kind, one, other, mark, id, id FROM changelog_change WHERE id >= %s ORDER BY id LIMIT %s
"""
# The anchor is always among the rows, so that one statement also says whether it still is what it was. Two parts, each
# of which has one index to go by: asked for either at once, a planner without figures reads the log from its beginning.
_COLUMNS = """
    id, kind, one, other, mark, pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
    pg_snapshot_xmax(pg_current_snapshot())::text::bigint
"""
_POSTGRESQL = f"""
    SELECT {_COLUMNS} FROM changelog_change WHERE id = %s
    UNION ALL
    (SELECT {_COLUMNS} FROM changelog_change WHERE transaction >= %s ORDER BY transaction LIMIT %s)
"""  # noqa: S608 (columns of ours)
_KINDS = (int, str, int, int, UUID, int, int)


class Foreign(Exception):
    """A position that is not of this log: another database, one restored, or a log forgotten since."""


class TooFar(Exception):
    """More changes are missing than were asked for."""


def since(position: Position, *, at_most: int) -> Log:
    """What has been committed past `position`, or written in the transaction at hand; one statement.

    A change may be given again later; none is ever left out.
    Raises: Foreign, where the position is not of this log; TooFar, for more than `at_most` rows.
    """
    rows = _read(position.anchor, position.horizon, at_most + 2)
    if len(rows) >= at_most + 2:
        raise TooFar
    if not any(row[0] == position.anchor and row[4] == position.mark for row in rows):
        raise Foreign
    newest, mark, oldest_running, next_to_come = rows[-1][0], *rows[-1][4:]
    if next_to_come < position.horizon:
        raise Foreign  # transactions are counted anew: the database was loaded into another server
    changes = dict.fromkeys(
        Change(kind, one, other)
        for number, kind, one, other, *_ in rows
        if number != position.anchor and kind != BEGUN
    )
    return Log(tuple(changes), Position(oldest_running, newest, mark))


def missing(position: Position, *, at_most: int) -> tuple[Change, ...]:
    """The changes of `since`; all indexes at one position share the reading within `once.reading_once`.

    Raises: Foreign, TooFar.
    """
    kept = once.kept()
    if kept is None:
        return since(position, at_most=at_most).changes
    key = (position, at_most)
    if key not in kept:
        kept[key] = since(position, at_most=at_most).changes
    found: tuple[Change, ...] = kept[key]
    return found


def position_of(row_id: int) -> Position:
    """The position right now; `row_id` is that of a row just committed."""
    ((number, *_, mark, oldest_running, _),) = [row for row in _read(row_id, _NEVER, 1) if row[0] == row_id]
    return Position(oldest_running, number, mark)


_NEVER = 2**62


def _read(anchor: int, horizon: int, at_most: int) -> list[tuple[Any, ...]]:
    if connection.vendor == "sqlite":
        return fetch(_SQLITE, anchor, at_most, kinds=_KINDS)
    found = fetch(_POSTGRESQL, anchor, horizon, at_most, kinds=_KINDS)
    return [row for _, row in sorted({row[0]: row for row in found}.items())]

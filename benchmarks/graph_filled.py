"""Putting a made network into the database at hand, in bulk; and the questions as one SQL statement each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from django.db import connection, transaction

from benchmarks.graph_made import Made
from rapport.kernel.clock import now
from rapport.people.actors.models import Actor
from rapport.people.ties.models import Block

_BATCH = 200_000
_SINCE = "2026-03-02 09:00:00+00:00"

CANDIDATES = """
    SELECT two.other_id, COUNT(*) AS shared
    FROM ties_connection one
    JOIN actors_actor friend ON friend.id = one.other_id AND friend.status = 'active'
    JOIN ties_connection two ON two.owner_id = one.other_id
    WHERE one.owner_id = %s AND two.other_id <> one.owner_id
      AND NOT EXISTS (SELECT 1 FROM ties_connection known
                      WHERE known.owner_id = one.owner_id AND known.other_id = two.other_id)
      AND NOT EXISTS (SELECT 1 FROM actors_actor lost WHERE lost.id = two.other_id AND lost.status <> 'active')
      AND NOT EXISTS (SELECT 1 FROM ties_block b WHERE b.owner_id = one.owner_id AND b.other_id = two.other_id)
      AND NOT EXISTS (SELECT 1 FROM ties_block b WHERE b.owner_id = two.other_id AND b.other_id = one.owner_id)
    GROUP BY two.other_id ORDER BY shared DESC, two.other_id LIMIT 20
"""


def fill(made: Made) -> None:
    """Actors with the ids 1, 2, …, who is gone, connections both ways, blocks. Without the index by date."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP INDEX connection_by_date")
        gone = set(made.gone.tolist())
        insert(
            cursor,
            Actor._meta.db_table,
            "id kind handle name name_key headline picture picture_audience status created_at",
            (
                (
                    number + 1, "person", f"member_{number}", f"Member {number}", f"member {number}", "", "",
                    "anyone", "suspended" if number in gone else "active", _SINCE,
                )
                for number in range(made.members)
            ),
        )  # fmt: skip
        owners = np.concatenate([made.low, made.high])
        others = np.concatenate([made.high, made.low])
        keys = owners * made.members + others
        keys.sort()
        insert(cursor, "ties_connection", "owner_id other_id context since", _rows(keys, made.members))
    Block.objects.bulk_create(
        [
            Block(owner_id=one + 1, other_id=two + 1, since=now())
            for one, two in {*zip(*(ends.tolist() for ends in made.blocks), strict=True)}
        ],
        batch_size=5_000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _rows(keys: Any, members: int) -> Iterator[tuple[int, int, str, str]]:
    for start in range(0, len(keys), _BATCH):
        part = keys[start : start + _BATCH]
        for owner, other in zip((part // members + 1).tolist(), (part % members + 1).tolist(), strict=True):
            yield owner, other, "", _SINCE


def insert(cursor: Any, table: str, columns: str, rows: Iterator[tuple[Any, ...]]) -> None:
    """Write rows as they are, in the way that is fastest."""
    names = columns.split()
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {table} ({','.join(names)}) FROM STDIN") as target:
            for row in rows:
                target.write_row(row)
        return
    marks = ",".join("?" * len(names))
    connection.connection.executemany(f"INSERT INTO {table} ({','.join(names)}) VALUES ({marks})", rows)


def candidates(actor_id: int) -> list[tuple[int, int]]:
    """Twenty people one may know with their mutual connections, by one statement."""
    with connection.cursor() as cursor:
        cursor.execute(CANDIDATES, [actor_id])
        found: list[tuple[int, int]] = cursor.fetchall()
    return found

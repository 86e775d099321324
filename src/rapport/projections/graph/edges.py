"""What the database says of edges: all of them for a new generation, some of them for what may have changed."""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from rapport.kernel.arrays.following import Told
from rapport.kernel.changelog.rules import Change
from rapport.kernel.rows import fetch
from rapport.people.actors.rules import STATUS_CHANGED, Status
from rapport.people.ties.rules import Changed
from rapport.projections.graph.building import Facts, Pairs
from rapport.projections.graph.generation import BARS, CONNECTIONS, FOLLOWS
from rapport.projections.graph.standing import Pair, Standing

_OWNERS = 5_000
_NONE = np.empty(0, dtype=np.int64)
_PART = 300
READ = frozenset({Changed.CONNECTION.value, Changed.BLOCK.value, Changed.FOLLOW.value, STATUS_CHANGED})
"""The kinds of changes that the graph looks at; others follow the log for other things."""
_KIND_OF: dict[str, str] = {Changed.CONNECTION: CONNECTIONS, Changed.BLOCK: BARS, Changed.FOLLOW: FOLLOWS}
_TABLES = {CONNECTIONS: "ties_connection", BARS: "ties_block", FOLLOWS: "ties_follow"}


def facts(told: Told) -> Facts:
    """All edges, and who is gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM actors_actor WHERE status <> %s", [Status.ACTIVE.value])
        gone = np.array([number for (number,) in cursor.fetchall()], dtype=np.int64)
    connections = _pairs("ties_connection WHERE owner_id < other_id", told)
    bars = _pairs(
        "(SELECT owner_id, other_id FROM ties_block UNION SELECT other_id, owner_id FROM ties_block) b", told
    )
    follows = _pairs("ties_follow", told)
    return Facts(Pairs(*connections, both=True), Pairs(*bars, both=False), Pairs(*follows, both=False), gone)


def count() -> int:
    """About how many edges `facts` will tell of."""
    statement = "SELECT (SELECT COUNT(*) / 2 FROM ties_connection) + (SELECT COUNT(*) FROM ties_follow)"
    ((edges,),) = fetch(statement, kinds=(int,))
    return int(edges)


def _pairs(source: str, told: Told) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The owners and others of what stands behind FROM."""
    read = _stream if connection.vendor == "sqlite" else _copy
    owners, others = [_NONE], [_NONE]
    for one, two in read(source):
        owners.append(one)
        others.append(two)
        told(len(one))
    return np.concatenate(owners), np.concatenate(others)


def _stream(source: str) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """From SQLite, the others of each owner as one text: half the time of a Python object for each number."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT owner_id, COUNT(*), group_concat(other_id) FROM {source} GROUP BY owner_id"  # noqa: S608 (ours)
        )
        while rows := cursor.fetchmany(_OWNERS):
            owners, counts, texts = zip(*rows, strict=True)
            yield np.repeat(np.array(owners), counts), np.fromstring(",".join(texts), dtype=np.int64, sep=",")


_HEAD, _ROW, _END = b"PGCOPY\n\xff\r\n\0", struct.Struct(">hiqi"), b"\xff\xff"
_HEAD_LENGTH = 19


def _copy(source: str) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """From PostgreSQL by binary COPY, the others of each owner as one value: a fifth of the time of a row for each.

    A message is one row, the first behind a head; before the two values stands how many they are, before each its size.
    """
    statement = f"""
        COPY (SELECT owner_id, string_agg(int8send(other_id), ''::bytea) FROM {source} GROUP BY owner_id)
        TO STDOUT (FORMAT BINARY)
    """  # noqa: S608 (ours)
    owners: list[int] = []
    others: list[bytes] = []
    with connection.cursor() as cursor, cursor.copy(statement) as messages:
        for message in messages:
            row = bytes(message)
            row = row[_HEAD_LENGTH:] if row.startswith(_HEAD) else row
            if len(row) <= len(_END):  # nothing but a head, or the end
                continue
            _, _, owner, _ = _ROW.unpack_from(row)
            owners.append(owner)
            others.append(row[_ROW.size :])
            if len(owners) == _OWNERS:
                yield _ends(owners, others)
                owners, others = [], []
    yield _ends(owners, others)


def _ends(owners: list[int], others: list[bytes]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    counts = [len(one) // 8 for one in others]
    found = np.frombuffer(b"".join(others), dtype=">i8").astype(np.int64)
    return np.repeat(np.array(owners, dtype=np.int64), counts), found


def standing(changes: Collection[Change], *, without: Collection[str] = ()) -> Standing:
    """How everything stands that `changes` name; kinds of rows in `without` are left out.

    One statement for each kind of row that is named, and one for who is gone.
    """
    asked: dict[str, set[Pair]] = {}
    ends: set[int] = set()
    for change in changes:
        kind = _KIND_OF.get(change.kind, "")
        if kind and kind not in without:
            pair = (change.one, change.other)
            asked.setdefault(kind, set()).add(pair if kind == FOLLOWS else (min(pair), max(pair)))
            ends.update(pair)
        elif change.kind == STATUS_CHANGED:
            ends.add(change.one)
    pairs = {kind: dict.fromkeys(wanted, False) for kind, wanted in asked.items()}
    for kind, so in pairs.items():
        so.update(dict.fromkeys(_there(kind, so), True))
    gone = dict.fromkeys(ends, False)
    for part in _parts(ends):
        found = fetch(
            "SELECT id FROM actors_actor WHERE id IN (%s) AND status <> %s",
            part,
            Status.ACTIVE.value,
            kinds=(int,),
        )
        gone.update((number, True) for (number,) in found)
    return Standing(pairs, gone)


def _there(kind: str, pairs: Collection[Pair]) -> Iterator[Pair]:
    """Those of the pairs that the database has; a block counts from either end."""
    wanted = [*pairs, *((other, one) for one, other in pairs)] if kind == BARS else list(pairs)
    for part in _parts(wanted):
        marks = ",".join(["(%s,%s)"] * len(part))
        with connection.cursor() as cursor:
            cursor.execute(
                # a join, since SQLite reads the whole table for pairs in a list
                f"WITH wanted (one, two) AS (VALUES {marks}) SELECT owner_id, other_id"  # noqa: S608 (a name of ours)
                f" FROM wanted JOIN {_TABLES[kind]} ON owner_id = one AND other_id = two",
                [end for pair in part for end in pair],
            )
            for owner, other in cursor.fetchall():
                yield (min(owner, other), max(owner, other)) if kind == BARS else (owner, other)


def _parts(things: Collection[Any]) -> Iterator[list[Any]]:
    left = iter(things)
    while part := list(islice(left, _PART)):
        yield part

"""Whole numbers out of PostgreSQL by the million: binary COPY, read as an array without a Python object for each."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from django.db import connection
from numpy.typing import NDArray

_BATCH = 100_000
_HEAD, _END = 19, b"\xff\xff"


def copied(select: str, columns: int) -> Iterator[list[NDArray[np.int64]]]:
    """The columns, all of them `bigint` and none null, of what a statement of ours selects, batch by batch."""
    row = np.dtype([("fields", ">i2"), *_fields(columns)])
    held = bytearray()  # each message is a row: what they are put behind must not be copied each time
    begun = False
    with connection.cursor() as cursor, cursor.copy(f"COPY ({select}) TO STDOUT (FORMAT BINARY)") as rows:
        for data in rows:
            held += data
            if not begun:
                if len(held) < _HEAD:
                    continue
                del held[:_HEAD]
                begun = True
            if len(held) < _BATCH * row.itemsize:
                continue
            whole = len(held) // row.itemsize
            yield _columns(bytes(held), row, whole, columns)
            del held[: whole * row.itemsize]
    assert held.endswith(_END)
    yield _columns(bytes(held), row, (len(held) - len(_END)) // row.itemsize, columns)


def _fields(columns: int) -> list[tuple[str, str]]:
    """Before each value stands how long it is."""
    return [
        field for number in range(columns) for field in ((f"size_{number}", ">i4"), (f"at_{number}", ">i8"))
    ]


def _columns(data: bytes, row: np.dtype[np.void], whole: int, columns: int) -> list[NDArray[np.int64]]:
    found = np.frombuffer(data, dtype=row, count=whole)
    return [found[f"at_{number}"].astype(np.int64) for number in range(columns)]

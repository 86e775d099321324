"""Pages by cursor: the sort key of the last row shown, written down opaquely.

A cursor is a place in an order, never a permission: whoever makes one up only starts
reading somewhere else, so it needs no signature.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from rapport.kernel.errors import Invalid

Part = str | int | datetime | UUID | None
T = TypeVar("T")

_LONGEST = 1_000
_LARGEST = 2**63


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows of a list, and the cursor of what comes after them (None at the end)."""

    items: list[T]
    next: str | None = None


def cut(rows: Sequence[T], size: int, key: Callable[[T], tuple[Part, ...]]) -> Page[T]:
    """The page made of the first `size` of `rows`; ask for one row more than `size`, it only tells whether more follow.

    `key` gives the sort key of a row, ending in its id.
    """
    items = list(rows[:size])
    more = len(rows) > size and bool(items)
    return Page(items, encode(*key(items[-1])) if more else None)


def from_place(
    ranked: Sequence[T], after: tuple[int, int] | None, size: int, key: Callable[[T], int]
) -> Page[T]:
    """A page of a list that is put in order anew at each reading: what stands behind the last row shown.

    `after` is a cursor's place and id: the row is looked for wherever it stands now, and where it is gone
    the list goes on at its place.
    """
    start = 0
    if after is not None:
        place, last = after
        start = next((at + 1 for at, one in enumerate(ranked) if key(one) == last), max(place, 0))
    rows = list(enumerate(ranked))[start : start + size + 1]
    page = cut(rows, size, key=lambda row: (row[0], key(row[1])))
    return Page([one for _, one in page.items], page.next)


def encode(*parts: Part) -> str:
    """The cursor of a row whose sort key is `parts` (texts, integers, aware datetimes, UUIDs, None)."""
    written = json.dumps([_write(part) for part in parts], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(written).rstrip(b"=").decode()


def decode(cursor: str, *kinds: type[Any]) -> tuple[Any, ...]:
    """The sort key inside `cursor`; with `kinds`, exactly that many parts of those types.

    Raises: Invalid, code `cursor`, for anything that `encode` cannot have written.
    """
    try:
        if len(cursor) > _LONGEST:
            raise ValueError("too long")
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        written = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if not isinstance(written, list):
            raise ValueError("not a list of parts")
        parts = tuple(_read(part) for part in written)
        if kinds and [type(part) for part in parts] != list(kinds):
            raise ValueError("other parts than asked for")
    except (ValueError, TypeError, KeyError, OverflowError, binascii.Error, RecursionError) as cause:
        raise Invalid(
            "This place in the list is not known. Start again from the first page.",
            code="cursor",
            field="cursor",
            detail=str(cause),
        ) from cause
    return parts


def _write(part: Part) -> object:
    if isinstance(part, datetime):
        return {"t": part.astimezone(UTC).isoformat()}
    if isinstance(part, UUID):
        return {"u": part.hex}
    return part


def _read(part: object) -> Part:
    if isinstance(part, dict):
        if part.keys() == {"t"}:
            moment = datetime.fromisoformat(part["t"])
            if moment.tzinfo is None:
                raise ValueError("a time without a zone")
            return moment.astimezone(UTC)
        if part.keys() == {"u"}:
            return UUID(hex=part["u"])
        raise ValueError("an unknown part")
    if isinstance(part, str):
        # what no database stores: NUL on PostgreSQL, lone surrogates on both
        if "\0" in part or any("\ud800" <= char <= "\udfff" for char in part):
            raise ValueError("an impossible text")
        return part
    if part is None or (type(part) is int and -_LARGEST <= part < _LARGEST):
        return part
    raise ValueError("an unknown part")

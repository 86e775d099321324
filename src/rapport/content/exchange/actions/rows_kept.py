"""Rows that have no place yet: kept aside as they came, each once (OPS-1)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from enum import Enum
from typing import Any

from rapport.content.exchange.actions.turn import Turn
from rapport.content.exchange.formats.dates import PartialDate
from rapport.content.exchange.formats.layout import Kind
from rapport.content.exchange.formats.rows_network import EmptyRow, Row
from rapport.content.exchange.models import KeptAside
from rapport.content.exchange.rules.reasons import Outcome, Result

_WHERE = frozenset({"file", "line", "left_out"})
_ZERO = str.maketrans("", "", "\0")


def _plain(value: Any) -> Any:
    """A field of a row as JSON has it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, PartialDate):
        return [value.year, value.month, value.day]
    if isinstance(value, date):  # and times
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if hasattr(value, "__dataclass_fields__"):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    return value.translate(_ZERO) if isinstance(value, str) else value


def data_of(row: Row) -> dict[str, Any]:
    """The fields of a row by name, without where it stood; empty ones are left out."""
    named = ((one.name, _plain(getattr(row, one.name))) for one in fields(row) if one.name not in _WHERE)
    return {name: value for name, value in named if value not in ("", None, [], False)}


def digest_of(data: dict[str, Any]) -> str:
    """What tells a row from others of its kind: the same row has the same, whichever file it came in."""
    written = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()[:32]


def keep_aside(turn: Turn, kind: Kind, rows: Sequence[Row], reasons: Sequence[str]) -> list[Result]:
    """Keep these rows, a result for each: kept for its reason, or merged where it was kept before."""
    data = [None if isinstance(row, EmptyRow) else data_of(row) for row in rows]
    told = zip(data, reasons, strict=True)
    kept = iter(
        keep_data(turn, [(kind.value, one, digest_of(one), why) for one, why in told if one is not None])
    )
    return [Result(Outcome.SKIPPED, "no_name") if one is None else next(kept) for one in data]


def keep_data(turn: Turn, given: Sequence[tuple[str, dict[str, Any], str, str]]) -> list[Result]:
    """Keep what was said, a result for each of (kind, data, digest, reason)."""
    rows = KeptAside.objects.filter(owner_id=turn.owner, digest__in=[digest for _, _, digest, _ in given])
    standing = set(rows.values_list("kind", "digest"))
    results: list[Result] = []
    new: list[KeptAside] = []
    for kind, data, digest, reason in given:
        if (kind, digest) in standing:
            results.append(Result(Outcome.MERGED, "known"))
            continue
        standing.add((kind, digest))
        new.append(
            KeptAside(
                owner_id=turn.owner, kind=kind, digest=digest, run_id=turn.run, data=data, kept_at=turn.now
            )
        )  # fmt: skip
        results.append(Result(Outcome.KEPT, reason))
    KeptAside.objects.bulk_create(new)
    return results

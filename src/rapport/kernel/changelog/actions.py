"""Writing the log: in the transaction of what changed."""

from __future__ import annotations

import time
import uuid
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Func, Max

from rapport.kernel import clock
from rapport.kernel.changelog import once
from rapport.kernel.changelog.models import Change as Row
from rapport.kernel.changelog.queries import position_of
from rapport.kernel.changelog.rules import BEGUN, KEEP, PATIENCE, Change, Position

_AT_ONCE = 1_000
_AGAIN_SECONDS = 0.05


class ThisTransaction(Func):
    """The number of the transaction at hand on PostgreSQL, 0 on SQLite."""

    output_field = models.BigIntegerField()
    template = "0"

    def as_postgresql(self, compiler: Any, connection: Any, **given: Any) -> Any:
        """What PostgreSQL calls itself: 64 bits, never given twice."""
        return self.as_sql(compiler, connection, template="pg_current_xact_id()::text::bigint", **given)


def append(*changes: Change) -> None:
    """Write down what may have changed, in the transaction that changed it."""
    assert transaction.get_connection().in_atomic_block
    once.forget()
    now = clock.now()
    Row.objects.bulk_create(_row(change, now) for change in changes)


def begin() -> Position:
    """The position now, for an index that begins here: everything committed before is in what it reads next.

    Outside a transaction. On PostgreSQL it waits a while for transactions that began before it, since all that was
    written beside them would be given once more; where that is `everything`, once more would be for ever.
    """
    with transaction.atomic():
        row = _row(Change(BEGUN, 0), clock.now())
        Row.objects.bulk_create([row])
    own = Row.objects.values_list("transaction", flat=True).get(id=row.id)
    ends = time.monotonic() + PATIENCE.total_seconds()
    while (position := position_of(row.id)).horizon <= own and time.monotonic() < ends:
        if transaction.get_connection().in_atomic_block:
            break
        time.sleep(_AGAIN_SECONDS)
    return position


def prune(*, now: datetime) -> int:
    """Delete changes past their time, the newest excepted; gives how many."""
    pruned = 0
    newest = Row.objects.aggregate(newest=Max("id"))["newest"] or 0
    old = Row.objects.filter(at__lt=now - KEEP, id__lt=newest).order_by("at", "id")
    while batch := list(old.values_list("id", flat=True)[:_AT_ONCE]):
        pruned += Row.objects.filter(id__in=batch).delete()[0]
    return pruned


def _row(change: Change, now: datetime) -> Row:
    return Row(
        transaction=ThisTransaction(),
        kind=change.kind,
        one=change.one,
        other=change.other,
        mark=uuid.uuid4(),
        at=now,
    )

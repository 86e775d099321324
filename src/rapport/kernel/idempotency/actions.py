"""Claiming a key, keeping the answer, forgetting old ones."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from rapport.kernel.idempotency.models import Record
from rapport.kernel.idempotency.rules import KEEP, Kept, Mismatch, check_key, is_stale

_AT_ONCE = 1_000


def claim(*, owner: int, key: str, request: str, now: datetime) -> Kept | None:
    """Take the key for this request; None where it is ours, else the answer that was given first.

    `request` is a digest of all that was asked. Call it in a transaction, make the answer in
    the same one and `keep` it there; rolling back gives the key free. Waits while another
    transaction holds the key.

    Raises: Invalid (`idempotency_key`); Mismatch, where the key stands for another request.
    """
    assert transaction.get_connection().in_atomic_block
    row, created = Record.objects.get_or_create(
        owner=owner, key=check_key(key), defaults={"request": request, "created_at": now}
    )
    if created:
        return None
    if is_stale(row.created_at, now):
        # the date in the WHERE: of two that find the old record, one takes it over
        fresh = {"request": request, "status": 0, "body": b"", "created_at": now}
        if Record.objects.filter(owner=owner, key=key, created_at=row.created_at).update(**fresh):
            return None
        row = Record.objects.get(owner=owner, key=key)
    if row.request != request:
        raise Mismatch
    return Kept(row.status, bytes(row.body))


def keep(*, owner: int, key: str, status: int, body: bytes) -> None:
    """Keep the answer of a key that `claim` took in this transaction."""
    Record.objects.filter(owner=owner, key=key).update(status=status, body=body)


def forget(*, owner: int, mentioning: Collection[str] = ()) -> None:
    """Forget every answer kept for this owner, and those of others that hold one of these words."""
    Record.objects.filter(owner=owner).delete()
    words = [one.encode() for one in mentioning]
    if words:
        rows = Record.objects.exclude(body=b"").values_list("owner", "key", "body")
        found = [(who, key) for who, key, body in rows.iterator() if any(one in bytes(body) for one in words)]
        for who, key in found:
            Record.objects.filter(owner=who, key=key).delete()


def prune(*, now: datetime) -> int:
    """Forget answers past their time, in small transactions; gives how many."""
    pruned = 0
    old = Record.objects.filter(created_at__lte=now - KEEP).order_by("created_at")
    while batch := list(old.values_list("owner", "key")[:_AT_ONCE]):
        with transaction.atomic():
            for owner, key in batch:
                pruned += Record.objects.filter(owner=owner, key=key, created_at__lte=now - KEEP).delete()[0]
    return pruned

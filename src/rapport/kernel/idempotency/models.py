"""The table of kept answers, owner first in its key."""

from __future__ import annotations

from django.db import models


class Record(models.Model):
    """One key of one owner (an account), what was asked under it, and the answer.

    `owner` is a number without a foreign key: the kernel knows nobody. `status` 0 stands only
    inside the transaction that makes the answer; nobody else ever sees it.
    """

    pk = models.CompositePrimaryKey("owner", "key")
    owner = models.BigIntegerField()
    key = models.CharField(max_length=200)
    request = models.CharField(max_length=64)
    status = models.SmallIntegerField(default=0)
    body = models.BinaryField(default=b"")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="idempotency_by_age")]

"""The table of changes."""

from __future__ import annotations

from django.db import models


class Change(models.Model):
    """One row of the log; `transaction` is that which wrote it on PostgreSQL, 0 on SQLite.

    SQLite's writers stand in one line, so there the order of `id` is that of commits.
    """

    transaction = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    one = models.BigIntegerField()
    other = models.BigIntegerField(default=0)
    mark = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "changelog_change"
        indexes = [
            models.Index(fields=["transaction"], name="changelog_by_transaction"),
            models.Index(fields=["at"], name="changelog_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.kind} {self.one} {self.other}"

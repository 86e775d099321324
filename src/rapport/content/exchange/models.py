"""Imports, one report row for each row of their files, and what is kept aside; owner first in every key."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from rapport.content.exchange.rules.process import MOVING, Source, State
from rapport.content.exchange.rules.reasons import Outcome
from rapport.people.actors.models import Actor


class ImportRun(models.Model):
    """One file that a member brought. `step` counts the transactions: whoever did not see the last is too late.

    `at_kind` and `taken` are the place in the file; while it is undone, `taken` counts what is taken back.
    """

    id = models.UUIDField(primary_key=True)
    owner = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    source = models.CharField(max_length=12)
    file_name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    state = models.CharField(max_length=10, default=State.UPLOADED.value)
    step = models.IntegerField(default=0)
    stalls = models.SmallIntegerField(default=0)
    problem = models.CharField(max_length=60, blank=True)
    problem_values = models.JSONField(default=dict)
    files = models.JSONField(default=list)
    parts = models.JSONField(default=list)
    replace = models.BooleanField(default=False)
    at_kind = models.CharField(max_length=30, blank=True)
    taken = models.IntegerField(default=0)
    rows = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    counts = models.JSONField(default=dict)
    left = models.JSONField(default=list)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in State]), name="import_state_known"
            ),
            models.CheckConstraint(
                condition=Q(source__in=[one.value for one in Source]), name="import_source_known"
            ),
            models.UniqueConstraint(
                fields=["owner"],
                name="import_one_at_a_time",
                condition=Q(state__in=sorted(one.value for one in MOVING)),
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "made_at", "id"], name="import_by_owner"),
            models.Index(fields=["changed_at"], name="import_by_age"),
        ]


class ImportRow(models.Model):
    """What became of one row of a file; `made` is what was written for it, for taking it back."""

    pk = models.CompositePrimaryKey("owner_id", "run_id", "number")
    owner = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    run = models.ForeignKey(ImportRun, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    number = models.IntegerField()
    kind = models.CharField(max_length=30)
    file = models.CharField(max_length=255)
    line = models.IntegerField()
    outcome = models.CharField(max_length=10)
    reason = models.CharField(max_length=60, blank=True)
    values = models.JSONField(null=True)
    made = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=[one.value for one in Outcome]), name="import_outcome_known"
            )
        ]


class KeptAside(models.Model):
    """A row that has no place yet, as it came; the same row is kept once."""

    pk = models.CompositePrimaryKey("owner_id", "kind", "digest")
    owner = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    kind = models.CharField(max_length=30)
    digest = models.CharField(max_length=32)
    run = models.ForeignKey(
        ImportRun, on_delete=models.DO_NOTHING, related_name="+", db_index=True, null=True
    )
    data = models.JSONField()
    kept_at = models.DateTimeField()

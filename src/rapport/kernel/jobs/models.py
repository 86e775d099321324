"""The table of jobs, and where each periodic job stands."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from rapport.kernel.jobs.rules import OPEN, State


class Job(models.Model):
    """One piece of work; the row is the promise that it will be done."""

    id = models.UUIDField(primary_key=True, editable=False)
    name = models.CharField(max_length=200)
    payload = models.JSONField(default=dict)
    result = models.JSONField(null=True)
    key = models.CharField(max_length=200, default="")
    state = models.CharField(max_length=8, default=State.READY.value)
    run_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    lease_owner = models.CharField(max_length=100, default="")
    last_error = models.TextField(default="")
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "jobs_job"
        indexes = [
            models.Index(F("run_at"), F("id"), condition=Q(state=State.READY.value), name="jobs_ready"),
            models.Index(F("lease_until"), condition=Q(state=State.RUNNING.value), name="jobs_running"),
            models.Index(F("done_at"), condition=Q(state=State.DONE.value), name="jobs_done"),
            models.Index(F("created_at"), condition=Q(state=State.DEAD.value), name="jobs_dead"),
            # SQLite cannot prove that a reading falls under the condition of the unique index below
            models.Index(F("key"), condition=~Q(key=""), name="jobs_key"),
        ]
        constraints = [
            models.UniqueConstraint(
                F("key"),
                condition=Q(state__in=OPEN) & ~Q(key=""),
                name="jobs_one_open_per_key",
            ),
            models.CheckConstraint(
                condition=(Q(state=State.RUNNING.value, lease_until__isnull=False) & ~Q(lease_owner=""))
                | (~Q(state=State.RUNNING.value) & Q(lease_until__isnull=True, lease_owner="")),
                name="jobs_lease_while_running",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.id} {self.state}"


class Schedule(models.Model):
    """The latest slot of a periodic job for which a job was made; -1 before the first."""

    name = models.CharField(max_length=200, primary_key=True)
    slot = models.BigIntegerField(default=-1)

    class Meta:
        db_table = "jobs_schedule"

    def __str__(self) -> str:
        return f"{self.name} {self.slot}"

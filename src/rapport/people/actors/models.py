"""The table of actors."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from rapport.people.actors.rules import Kind, Status


class Actor(models.Model):
    """The public face that follows, connects and publishes, with what every list shows of it."""

    kind = models.CharField(
        max_length=10, choices=[(k.value, k.value) for k in Kind], default=Kind.PERSON.value
    )
    handle = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=100)
    name_key = models.CharField(max_length=140)
    headline = models.CharField(max_length=200, blank=True)
    status = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in Status], default=Status.ACTIVE.value
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in Kind]), name="actor_kind_known"),
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in Status]), name="actor_status_known"
            ),
        ]
        indexes = [
            models.Index(fields=["name_key", "id"], name="actor_by_name", condition=Q(status="active")),
            models.Index(fields=["id"], name="actor_out_of_graph", condition=~Q(status="active")),
        ]

    def __str__(self) -> str:
        return f"@{self.handle}"

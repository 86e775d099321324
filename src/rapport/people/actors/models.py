"""The table of actors."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from rapport.people.actors.rules import Kind, Status
from rapport.people.audience import Audience


class Actor(models.Model):
    """The public face that follows, connects and publishes, with what every list shows of it.

    `picture` is a key of `kernel/media`, empty for none: initials stand there then.
    """

    kind = models.CharField(
        max_length=10, choices=[(k.value, k.value) for k in Kind], default=Kind.PERSON.value
    )
    handle = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=100)
    name_key = models.CharField(max_length=140)
    headline = models.CharField(max_length=200, blank=True)
    picture = models.CharField(max_length=32, blank=True, default="")
    picture_audience = models.CharField(max_length=20, default=Audience.ANYONE.value)
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
            models.CheckConstraint(
                condition=Q(picture_audience__in=[a.value for a in Audience]),
                name="actor_picture_audience_known",
            ),
            models.UniqueConstraint(fields=["picture"], condition=~Q(picture=""), name="actor_picture_own"),
        ]
        indexes = [
            models.Index(fields=["name_key", "id"], name="actor_by_name", condition=Q(status="active")),
            models.Index(fields=["id"], name="actor_out_of_graph", condition=~Q(status="active")),
        ]

    def __str__(self) -> str:
        return f"@{self.handle}"


class RetiredHandle(models.Model):
    """A handle whose member was erased: its keyed digest alone, so that it is never given to another."""

    digest = models.CharField(max_length=64, primary_key=True)

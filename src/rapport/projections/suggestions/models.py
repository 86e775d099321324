"""What members put aside of what was suggested to them."""

from __future__ import annotations

from django.db import models

from rapport.people.actors.models import Actor
from rapport.projections.suggestions.rules.lists import List


class Dismissal(models.Model):
    """`owner` does not want `other` suggested in this list any more, until they say otherwise (NET-3)."""

    pk = models.CompositePrimaryKey("owner_id", "list", "other_id")
    owner = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    list = models.CharField(max_length=10)
    other = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(list__in=[one.value for one in List]), name="dismissal_list_known"
            ),
        ]
        indexes = [models.Index(fields=["other"], name="dismissal_by_other")]

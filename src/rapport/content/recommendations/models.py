"""The table of recommendations: one row from the request or the first text to its end."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import F, Q

from rapport.content.profiles.models import Entry
from rapport.content.recommendations.rules.process import REQUESTS, UNANSWERED, Relation, State
from rapport.kernel import ids
from rapport.people.actors.models import Actor

_REQUESTS = sorted(state.value for state in REQUESTS)
_UNANSWERED = sorted(state.value for state in UNANSWERED)
_RELATIONS = sorted(["", *(one.value for one in Relation)])


class Recommendation(models.Model):
    """What `author` says of `recipient` (PRO-4).

    `text` is the one that waits first, and later the accepted one; `draft` the revised one that
    waits beside it. `version` counts the texts, so that one accepts what one has read; `number`
    counts the steps. The position is kept in words too: they stay when the entry goes. What is
    withdrawn loses its words.
    """

    id: models.UUIDField[UUID, UUID] = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    author = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    recipient = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    state = models.CharField(max_length=20)
    relation = models.CharField(max_length=20, blank=True)
    position = models.ForeignKey(
        Entry, on_delete=models.SET_NULL, related_name="+", null=True, db_index=False
    )
    position_title = models.CharField(max_length=200, blank=True)
    position_company = models.CharField(max_length=200, blank=True)
    request_note = models.TextField(blank=True)
    text = models.TextField(blank=True)
    draft = models.TextField(blank=True)
    change_words = models.TextField(blank=True)
    version = models.IntegerField(default=0)
    number = models.IntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "author"],
                condition=Q(state__in=_REQUESTS),
                name="recommendation_one_request",
            ),
            models.UniqueConstraint(
                fields=["recipient", "author"],
                condition=Q(state__in=_UNANSWERED),
                name="recommendation_one_unanswered",
            ),
            models.CheckConstraint(condition=~Q(author=F("recipient")), name="recommendation_not_oneself"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="recommendation_state_known"
            ),
            models.CheckConstraint(
                condition=Q(relation__in=_RELATIONS), name="recommendation_relation_known"
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "changed_at", "id"], name="recommendation_received"),
            models.Index(fields=["author", "changed_at", "id"], name="recommendation_given"),
            models.Index(
                fields=["position"],
                name="recommendation_of_position",
                condition=Q(position__isnull=False),
            ),
        ]

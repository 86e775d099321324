"""Cases and the reports in them; they outlive what they are about, and keep what it said."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import Q

from rapport.content.moderation.rules import Reason, State, Thing
from rapport.kernel import ids
from rapport.people.actors.models import Actor


class Case(models.Model):
    """What is reported, once while it is open: `number` is that of the post or comment, or the member's id.

    `author` is whose it is, `member` who answers for it: the writer where a company is the author. `title` and `text`
    are what it said when it was reported last, or when it was taken down; `beyond` are `{"what", "words"}` of its
    pictures, document and poll, or of the post that it passes on, which is `quoted_author`'s. Who decided, when and
    in which words stands in the row for good: it is never decided twice.
    """

    id: models.UUIDField[UUID, UUID] = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    thing = models.CharField(max_length=10)
    number = models.BigIntegerField()
    author = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    member = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    beyond = models.JSONField(default=list)
    quoted_author = models.ForeignKey(
        Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False, null=True
    )
    state = models.CharField(max_length=10, default=State.OPEN.value)
    opened_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False, null=True
    )
    decided_at = models.DateTimeField(null=True)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thing", "number"], name="case_open_once", condition=Q(state=State.OPEN.value)
            ),
            models.CheckConstraint(
                condition=Q(thing__in=[one.value for one in Thing]), name="case_thing_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in State]), name="case_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=State.OPEN.value, decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state=State.OPEN.value) & Q(decided_at__isnull=False)),
                name="case_decided_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["opened_at", "id"], name="case_waiting", condition=Q(state=State.OPEN.value)
            ),
            models.Index(fields=["decided_at", "id"], name="case_decided"),
            models.Index(fields=["member", "decided_at"], name="case_of_member"),
            models.Index(fields=["author"], name="case_of_author"),
            models.Index(fields=["decided_by"], name="case_by_moderator"),
            models.Index(
                fields=["quoted_author"], name="case_that_quotes", condition=Q(quoted_author__isnull=False)
            ),
        ]


class Report(models.Model):
    """What one member says about a case, with what the thing said to them then; another time takes its place."""

    pk = models.CompositePrimaryKey("case_id", "reporter_id")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    reporter = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    reason = models.CharField(max_length=20)
    words = models.TextField(blank=True)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=[one.value for one in Reason]), name="report_reason_known"
            )
        ]
        indexes = [models.Index(fields=["reporter", "at"], name="report_by_reporter")]

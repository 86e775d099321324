"""What is being written, and what waits for its time to go out."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from rapport.content.posts.rules.drafting import DRAFTED
from rapport.content.posts.rules.forms import Form
from rapport.kernel import ids
from rapport.people.actors.models import Actor
from rapport.people.audience import Audience


class Draft(models.Model):
    """Words of a member that nobody else sees; publishing makes a post of them and deletes this row (FEED-7).

    `company` is the page they are written for, `group` the group they are written to. With
    `publish_at` it goes out by itself; where that was refused, `problem` says why. `poll` holds the
    answers and days of a poll as they were typed. `version` counts the changes.
    What an archive brought was said elsewhere at `first_said_at`.
    """

    id = models.UUIDField(primary_key=True, default=ids.new)
    owner = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    company = models.ForeignKey(
        Actor, null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    group = models.ForeignKey(Actor, null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    form = models.CharField(max_length=10, default=Form.POST.value)
    title = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    audience = models.CharField(max_length=20, default=Audience.ANYONE.value)
    poll = models.JSONField(null=True)
    publish_at = models.DateTimeField(null=True)
    first_said_at = models.DateTimeField(null=True)
    problem = models.JSONField(null=True)
    version = models.IntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(form__in=[one.value for one in DRAFTED]), name="draft_form_known"
            )
        ]
        indexes = [
            models.Index(fields=["owner", "changed_at", "id"], name="draft_by_owner"),
            models.Index(fields=["publish_at"], name="draft_by_time", condition=Q(publish_at__isnull=False)),
        ]

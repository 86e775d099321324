"""Rows of notices, owner first in every key, and how a member wants each kind by mail."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import Q

from rapport.content.discussion.models import Comment
from rapport.content.posts.models import Post
from rapport.kernel import ids
from rapport.people.actors.models import Actor
from rapport.projections.notifications.rules_talk import TALK
from rapport.projections.notifications.rules_telling import Frequency, Kind


class Notification(models.Model):
    """One thing `owner` is told; `key` says what may be said to them only once.

    `actor` is the person it is about, `place` the group in which it happened. `latest` is the fact
    told last and `count` how many were told since it was read. `subject` is the process it is about;
    a notice that gathers deeds is about a `post`, or a `comment` under it, and goes with them. `due_at` is
    when it goes out by mail; None once it went or will not go.
    """

    pk = models.CompositePrimaryKey("owner_id", "id")
    id: models.UUIDField[UUID, UUID] = models.UUIDField(default=ids.new, editable=False)
    owner = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=60)
    actor = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False, null=True)
    place = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False, null=True)
    subject: models.UUIDField[UUID | None, UUID | None] = models.UUIDField(null=True)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False, null=True)
    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, related_name="+", db_index=False, null=True
    )
    detail = models.CharField(max_length=20, blank=True)
    until = models.DateTimeField(null=True)
    count = models.SmallIntegerField(default=1)
    latest = models.CharField(max_length=40)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="notification_said_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]), name="notification_kind_known"
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "at", "id"], name="notification_by_date"),
            models.Index(fields=["post"], name="notification_of_post", condition=Q(post__isnull=False)),
            models.Index(
                fields=["comment"], name="notification_of_comment", condition=Q(comment__isnull=False)
            ),
            models.Index(fields=["owner"], name="notification_unread", condition=Q(read_at__isnull=True)),
            models.Index(
                fields=["due_at", "owner"], name="notification_due", condition=Q(due_at__isnull=False)
            ),
        ]


class Deed(models.Model):
    """One deed that `owner` was told of, in the notice that gathers it; `source` keeps it from being told twice.

    `post` and `comment` are where it stands, with which it goes; whether it is so still is asked at each reading.
    """

    pk = models.CompositePrimaryKey("owner_id", "source")
    owner = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    source = models.CharField(max_length=80)
    notice: models.UUIDField[UUID, UUID] = models.UUIDField()
    kind = models.CharField(max_length=20)
    actor = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, related_name="+", db_index=False, null=True
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in TALK]), name="deed_kind_known"
            )
        ]
        indexes = [
            models.Index(fields=["owner", "notice", "at"], name="deed_of_notice"),
            models.Index(fields=["post"], name="deed_of_post"),
            models.Index(fields=["comment"], name="deed_of_comment", condition=Q(comment__isnull=False)),
            models.Index(fields=["actor"], name="deed_by_actor"),
        ]


class Preference(models.Model):
    """How often `owner` wants notices of a kind by mail; without a row the kind's own default holds."""

    pk = models.CompositePrimaryKey("owner_id", "kind")
    owner = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    frequency = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]), name="preference_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(frequency__in=[frequency.value for frequency in Frequency]),
                name="preference_frequency_known",
            ),
        ]

"""Rows of the processes: invitations and their threads, requests, removals, restrictions, private notes."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import F, Q

from rapport.kernel import ids
from rapport.people.actors.models import Actor
from rapport.people.relationships.rules.process import (
    OPEN_STATES,
    RHYTHMS_WEEKS,
    Cause,
    Context,
    DeclineReason,
    RequestState,
    State,
    Tray,
)

_OPEN = sorted(OPEN_STATES)


class Invitation(models.Model):
    """One request to connect, from sending to its end; at most one open row an unordered pair.

    `lo` and `hi` are the pair in the order of ids, so that crossing invitations meet in one
    row. `answered_at` is when the recipient answered, `closed_at` when the row was closed,
    `unknown_at` when the recipient said they don't know the sender; it counts whatever follows.
    """

    id: models.UUIDField[UUID, UUID] = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    lo = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    hi = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    sender = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    recipient = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    state = models.CharField(max_length=10, default=State.PENDING.value)
    cause = models.CharField(max_length=20, blank=True, default=Cause.NONE.value)
    decline_reason = models.CharField(max_length=20, blank=True, default=DeclineReason.NONE.value)
    context = models.CharField(max_length=20)
    note = models.TextField(blank=True)
    tray = models.CharField(max_length=10, default=Tray.INBOX.value)
    sender_follows = models.BooleanField(default=True)
    asked = models.BooleanField(default=False)
    reminders = models.SmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    unknown_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lo", "hi"], condition=Q(state__in=_OPEN), name="invitation_one_open"
            ),
            models.CheckConstraint(condition=Q(lo__lt=F("hi")), name="invitation_pair_ordered"),
            models.CheckConstraint(
                condition=Q(sender=F("lo"), recipient=F("hi")) | Q(sender=F("hi"), recipient=F("lo")),
                name="invitation_ends_are_the_pair",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in State]), name="invitation_state_known"
            ),
            models.CheckConstraint(
                condition=Q(cause__in=[c.value for c in Cause]), name="invitation_cause_known"
            ),
            models.CheckConstraint(
                condition=Q(context__in=[c.value for c in Context]), name="invitation_context_known"
            ),
            models.CheckConstraint(
                condition=Q(tray__in=[t.value for t in Tray]), name="invitation_tray_known"
            ),
        ]
        indexes = [
            models.Index(fields=["lo", "hi", "sent_at"], name="invitation_of_pair"),
            models.Index(fields=["sender", "sent_at", "id"], name="invitation_sent"),
            models.Index(fields=["recipient", "sent_at", "id"], name="invitation_received"),
            models.Index(fields=["expires_at"], name="invitation_due", condition=Q(state__in=_OPEN)),
            models.Index(
                fields=["sender", "unknown_at"],
                name="invitation_unknown",
                condition=Q(unknown_at__isnull=False),
            ),
        ]


class Reply(models.Model):
    """One message in the thread of an invitation (REL-7)."""

    id: models.UUIDField[UUID, UUID] = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="replies")
    author = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]


class FollowRequest(models.Model):
    """`other` asks to follow `owner`; a refused one goes on looking asked (REL-1)."""

    pk = models.CompositePrimaryKey("owner_id", "other_id")
    owner = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    other = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    state = models.CharField(max_length=10, default=RequestState.WAITING.value)
    asked = models.BooleanField(default=True)
    private = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "at", "other"], name="follow_request_waiting"),
            models.Index(fields=["other", "owner"], name="follow_request_asked"),
        ]


class Removal(models.Model):
    """`owner` ended the connection with `other`; for a while only `owner` may invite (REL-10)."""

    pk = models.CompositePrimaryKey("owner_id", "other_id")
    owner = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    other = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    at = models.DateTimeField()


class Restriction(models.Model):
    """A member's invitations need the recipient's email address from `started_at` to `ends_at` (REL-12)."""

    id: models.UUIDField[UUID, UUID] = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    owner = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    reason = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["owner", "ends_at"], name="restriction_of_member")]


class TieNote(models.Model):
    """What a member keeps about a tie for themselves alone (REL-18)."""

    pk = models.CompositePrimaryKey("owner_id", "other_id")
    owner = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    other = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    note = models.TextField(blank=True)
    how_met = models.CharField(max_length=300, blank=True)
    tags = models.JSONField(default=list)
    rhythm_weeks = models.SmallIntegerField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rhythm_weeks__isnull=True) | Q(rhythm_weeks__in=RHYTHMS_WEEKS),
                name="tie_note_rhythm_known",
            ),
        ]

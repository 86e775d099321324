"""Rows of groups: what they say of themselves, requests and invitations, and who is kept out."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import Q

from rapport.kernel import ids
from rapport.people.actors.models import Actor
from rapport.people.audience import Audience
from rapport.people.groups.rules.process import MEMBER_LISTS, OPEN_STATES, Joining, State

_OPEN = sorted(state.value for state in OPEN_STATES)


class Group(models.Model):
    """What a group is beside its face; who is in it stands in `ties.Membership` (PRO-7).

    A group that is not listed is private: it exists for those in it and those invited.
    """

    actor = models.OneToOneField(Actor, on_delete=models.PROTECT, primary_key=True, related_name="group")
    about = models.TextField(blank=True)
    rules = models.TextField(blank=True)
    joining = models.CharField(max_length=10, default=Joining.REQUEST.value)
    listed = models.BooleanField(default=True)
    member_list = models.CharField(max_length=20, default=Audience.GROUP.value)
    founder = models.ForeignKey(
        Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False, null=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(joining__in=[one.value for one in Joining]), name="group_joining_known"
            ),
            models.CheckConstraint(
                condition=Q(member_list__in=[one.value for one in MEMBER_LISTS]),
                name="group_member_list_known",
            ),
        ]


class Admission(models.Model):
    """One request to join, or one invitation, from its day to its end; one open row a person and group.

    `sender` is who invited; None where the person asked of their own accord.
    """

    id: models.UUIDField[UUID, UUID] = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    group = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    person = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    sender = models.ForeignKey(
        Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False, null=True
    )
    state = models.CharField(max_length=10)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False, null=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person"], condition=Q(state__in=_OPEN), name="admission_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="admission_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["group", "person", "at"], name="admission_of_person"),
            models.Index(
                fields=["group", "at", "id"], name="admission_waiting", condition=Q(state__in=_OPEN)
            ),
            models.Index(fields=["person", "at", "id"], name="admission_received"),
            models.Index(fields=["sender"], name="admission_sent", condition=Q(state=State.INVITED.value)),
        ]


class Ban(models.Model):
    """`other` is kept out of the group `owner`, until somebody who runs it lets them again."""

    pk = models.CompositePrimaryKey("owner_id", "other_id")
    owner = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    other = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    by = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False, null=True)
    since = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["owner", "since", "other"], name="ban_by_date")]

"""Edge rows, owner first in every key, and one row a member of what a network counts and chooses.

An edge belongs to its owner: a follow to the follower, a block to the blocker; a
connection is two rows, one each way, so that every reading is one index probe.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from rapport.people.actors.models import Actor
from rapport.people.audience import Audience
from rapport.people.ties.rules import (
    ConnectionPolicy,
    FollowPolicy,
    GroupRole,
    InvitationPolicy,
    MutedKind,
    Origin,
    PrimaryButton,
    SuggestionPolicy,
)


class Network(models.Model):
    """What a member's network counts, and what its owner chose about it; of a group, how many are in it.

    The counters count edge rows; who is suspended or out of bounds is taken off at
    reading.
    """

    actor = models.OneToOneField(Actor, on_delete=models.PROTECT, primary_key=True, related_name="network")
    connections = models.IntegerField(default=0)
    followers = models.IntegerField(default=0)
    following = models.IntegerField(default=0)
    members = models.IntegerField(default=0)
    follow_policy = models.CharField(max_length=20, default=FollowPolicy.EVERYONE.value)
    invitation_policy = models.CharField(max_length=20, default=InvitationPolicy.EVERYONE.value)
    primary_button = models.CharField(max_length=10, default=PrimaryButton.CONNECT.value)
    connection_policy = models.CharField(max_length=20, default=ConnectionPolicy.ANYONE.value)
    connection_line = models.CharField(max_length=200, blank=True)
    connection_list = models.CharField(max_length=20, default=Audience.CONNECTIONS.value)
    follower_list = models.CharField(max_length=20, default=Audience.CONNECTIONS.value)
    suggestion_policy = models.CharField(max_length=20, default=SuggestionPolicy.EVERYONE.value)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(connections__gte=0, followers__gte=0, following__gte=0),
                name="network_counts_not_negative",
            ),
            models.CheckConstraint(condition=Q(members__gte=0), name="network_members_not_negative"),
            models.CheckConstraint(
                condition=Q(suggestion_policy__in=[one.value for one in SuggestionPolicy]),
                name="network_suggestion_policy_known",
            ),
        ]


class Follow(models.Model):
    """`owner` follows `other`; a private one is counted and not named (REL-2)."""

    pk = models.CompositePrimaryKey("owner_id", "other_id")
    owner = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    other = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    origin = models.CharField(max_length=10, default=Origin.CHOICE.value)
    private = models.BooleanField(default=False)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(owner=F("other")), name="follow_not_oneself"),
            models.CheckConstraint(
                condition=Q(origin__in=[o.value for o in Origin]), name="follow_origin_known"
            ),
        ]
        indexes = [
            models.Index(fields=["other", "since", "owner"], name="follow_by_followee"),
            models.Index(fields=["owner", "since", "other"], name="follow_by_follower"),
        ]


class Connection(models.Model):
    """`owner` and `other` are connected; the mirrored row says the same to `other`."""

    pk = models.CompositePrimaryKey("owner_id", "other_id")
    owner = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    other = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    context = models.CharField(max_length=20, blank=True)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(owner=F("other")), name="connection_not_oneself")]
        indexes = [models.Index(fields=["owner", "since", "other"], name="connection_by_date")]


class Block(models.Model):
    """`owner` has blocked `other`: each is hidden from the other everywhere (REL-17)."""

    pk = models.CompositePrimaryKey("owner_id", "other_id")
    owner = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    other = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(owner=F("other")), name="block_not_oneself")]
        indexes = [models.Index(fields=["other", "owner"], name="block_by_blocked")]


class Membership(models.Model):
    """`owner` is in the group `other`, and what they are there (PRO-7)."""

    pk = models.CompositePrimaryKey("owner_id", "other_id")
    owner = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    other = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    role = models.CharField(max_length=10, default=GroupRole.MEMBER.value)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(owner=F("other")), name="membership_not_oneself"),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in GroupRole]), name="membership_role_known"
            ),
        ]
        indexes = [
            models.Index(fields=["other", "since", "owner"], name="membership_by_group"),
            models.Index(
                fields=["other", "owner"],
                name="membership_who_runs_it",
                condition=~Q(role=GroupRole.MEMBER.value),
            ),
        ]


class Hashtag(models.Model):
    """A hashtag by its one spelling, without the sign; it is no actor, and stays once somebody wrote it."""

    name = models.CharField(max_length=100, unique=True)


class HashtagFollow(models.Model):
    """`owner` follows a hashtag (REL-5)."""

    pk = models.CompositePrimaryKey("owner_id", "hashtag_id")
    owner = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    hashtag = models.ForeignKey(Hashtag, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    since = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["hashtag", "owner"], name="hashtag_follow_by_hashtag"),
            models.Index(fields=["owner", "since", "hashtag"], name="hashtag_follow_by_owner"),
        ]


class Mute(models.Model):
    """`owner` does not want to read `other` in feeds, for good or until a day; nobody is told (FEED-5)."""

    pk = models.CompositePrimaryKey("owner_id", "other_id")
    owner = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    other = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    until = models.DateTimeField(null=True)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(owner=F("other")), name="mute_not_oneself")]


class MutedText(models.Model):
    """`owner` does not want to read posts with this word or hashtag in feeds, for good or until a day (FEED-5)."""

    pk = models.CompositePrimaryKey("owner_id", "kind", "text")
    owner = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    kind = models.CharField(max_length=10)
    text = models.CharField(max_length=100)
    until = models.DateTimeField(null=True)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in MutedKind]), name="muted_text_kind_known"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="muted_text_says_something"),
        ]

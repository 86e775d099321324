"""Polls: the answers to a post's question, and who chose which."""

from __future__ import annotations

from django.db import models

from rapport.content.posts.models.post import Post
from rapport.people.actors.models import Actor


class Poll(models.Model):
    """A post asks something until `ends_at` (FEED-1)."""

    post = models.OneToOneField(Post, primary_key=True, on_delete=models.CASCADE, related_name="+")
    ends_at = models.DateTimeField()


class PollOption(models.Model):
    """One of the answers, by its place."""

    pk = models.CompositePrimaryKey("post_id", "place")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    place = models.IntegerField()
    text = models.CharField(max_length=80)


class PollVote(models.Model):
    """The one answer that `voter` has chosen; told to nobody but them."""

    pk = models.CompositePrimaryKey("post_id", "voter_id")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    voter = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    place = models.IntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["voter", "post"], name="poll_vote_by_voter")]

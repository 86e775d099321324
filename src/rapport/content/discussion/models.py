"""The tables of discussion: reactions, comments and saves, each of which goes with its post."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from rapport.content.discussion.rules.reacting import Reaction
from rapport.content.posts.models import Post
from rapport.people.actors.models import Actor

_KNOWN = Q(kind__in=[one.value for one in Reaction])


class PostReaction(models.Model):
    """What a member says to a post without words of their own: one word, or none (FEED-2)."""

    pk = models.CompositePrimaryKey("post_id", "actor_id")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    actor = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=_KNOWN, name="post_reaction_known")]
        indexes = [models.Index(fields=["actor", "at"], name="post_reaction_by_actor")]


class Comment(models.Model):
    """What a member says under a post; `id` sorts by its moment, as that of posts (`ids.moment`).

    `thread` is the first comment of its thread, which is its own there; `reply_to` is the comment it answers.
    One that was removed and has answers stays without author and words, until the last answer goes.
    """

    id = models.BigIntegerField(primary_key=True)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    thread = models.ForeignKey("self", on_delete=models.CASCADE, related_name="+", db_index=False)
    reply_to = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    author = models.ForeignKey(
        Actor, null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(author__isnull=False) | Q(text="", html=""), name="comment_removed_is_empty"
            ),
            models.CheckConstraint(
                condition=Q(author__isnull=False) | Q(thread=F("id")), name="comment_removed_begins_a_thread"
            ),
            models.CheckConstraint(
                condition=~Q(thread=F("id")) | Q(reply_to__isnull=True), name="comment_first_answers_none"
            ),
        ]
        indexes = [
            models.Index(fields=["post", "thread", "id"], name="comment_of_post"),
            models.Index(fields=["thread", "id"], name="comment_of_thread"),
            models.Index(fields=["author", "id"], name="comment_by_author"),
            models.Index(fields=["reply_to"], name="comment_answers", condition=Q(reply_to__isnull=False)),
        ]


class CommentReaction(models.Model):
    """The same word of a member to a comment."""

    pk = models.CompositePrimaryKey("comment_id", "actor_id")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+", db_index=False)
    actor = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=_KNOWN, name="comment_reaction_known")]
        indexes = [models.Index(fields=["actor", "at"], name="comment_reaction_by_actor")]


class CommentMention(models.Model):
    """A comment names an actor by `@handle`, and its author may see them."""

    pk = models.CompositePrimaryKey("comment_id", "actor_id")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+", db_index=False)
    actor = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["actor", "comment"], name="comment_mention_by_actor")]


class Save(models.Model):
    """A member keeps a post for later; nobody else knows (FEED-2)."""

    pk = models.CompositePrimaryKey("owner_id", "post_id")
    owner = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "at", "post"], name="save_by_owner"),
            models.Index(fields=["post"], name="save_of_post"),
        ]

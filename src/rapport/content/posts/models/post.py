"""What is published: the post, its earlier wordings, whom it names and what it is about."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from rapport.content.posts.rules.audiences import AUDIENCES
from rapport.content.posts.rules.forms import Form
from rapport.people.actors.models import Actor
from rapport.people.audience import Audience
from rapport.people.ties.models import Hashtag


class Post(models.Model):
    """Something said to an audience; `id` is given when it is published and sorts by that moment (`ids.moment`).

    The audience is one of `owner`: the author, or the group it was written to. Where the author is
    a company, `writer` is the member who wrote for it, which stays among those who look after the page.
    `html` is what `rules/rendering` made of the text, safe to show as it is. A repost has an
    `original`, and is seen where both are (FEED-2).
    """

    id = models.BigIntegerField(primary_key=True)
    author = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    owner = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    writer = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    audience = models.CharField(max_length=20)
    form = models.CharField(max_length=10, default=Form.POST.value)
    original = models.ForeignKey(
        "self", null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    title = models.CharField(max_length=150, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    version = models.IntegerField(default=1)
    published_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(audience__in=[one.value for one in AUDIENCES]), name="post_audience_known"
            ),
            models.CheckConstraint(condition=Q(form__in=[one.value for one in Form]), name="post_form_known"),
            models.CheckConstraint(
                condition=Q(audience=Audience.GROUP.value, owner__isnull=False)
                | (~Q(audience=Audience.GROUP.value) & Q(owner=F("author"))),
                name="post_owner_is_author_or_group",
            ),
            models.CheckConstraint(
                condition=Q(form=Form.REPOST.value, original__isnull=False)
                | (~Q(form=Form.REPOST.value) & Q(original__isnull=True)),
                name="post_repost_has_original",
            ),
        ]
        indexes = [
            models.Index(fields=["author", "id"], name="post_by_author"),
            models.Index(fields=["owner", "id"], name="post_by_owner"),
            models.Index(
                fields=["original", "id"], name="post_by_original", condition=Q(original__isnull=False)
            ),
            models.Index(fields=["writer", "id"], name="post_by_writer"),
        ]


class PostVersion(models.Model):
    """An earlier wording of a post: what it said from `at` until the next, and to whom at the end (FEED-1).

    Whom one from before that was kept was for is not known: `audience` is empty there, and it is its author's alone.
    """

    pk = models.CompositePrimaryKey("post_id", "version")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    version = models.IntegerField()
    title = models.CharField(max_length=150, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    audience = models.CharField(max_length=11, blank=True)
    at = models.DateTimeField()


class Mention(models.Model):
    """A post names an actor by `@handle`, and its author may see them (FEED-1)."""

    pk = models.CompositePrimaryKey("post_id", "actor_id")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    actor = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["actor", "post"], name="mention_by_actor")]


class PostHashtag(models.Model):
    """A post carries a hashtag (FEED-1)."""

    pk = models.CompositePrimaryKey("post_id", "hashtag_id")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    hashtag = models.ForeignKey(Hashtag, on_delete=models.DO_NOTHING, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["hashtag", "post"], name="post_by_hashtag")]

"""What comes with a post beside its text: pictures, a document, and uploads that wait for a post."""

from __future__ import annotations

from django.db import models

from rapport.content.posts.models.post import Post
from rapport.content.posts.rules.attached import ALT_LENGTH, NAME_LENGTH
from rapport.people.actors.models import Actor


class Upload(models.Model):
    """A picture or document that was sent and that no post shows yet; `key` is one of `kernel/media` (FEED-1).

    `pages` are `{"width", "height", "words"}`, one of a picture.
    """

    key = models.CharField(max_length=32, primary_key=True)
    owner = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    what = models.CharField(max_length=10)
    pages = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "at"], name="upload_by_owner"),
            models.Index(fields=["at"], name="upload_by_age"),
        ]


class PostPicture(models.Model):
    """A picture of a post, with words for who does not see it; `position` counts from 0 (FEED-1)."""

    pk = models.CompositePrimaryKey("post_id", "position")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    position = models.IntegerField()
    key = models.CharField(max_length=32, unique=True)
    alt = models.CharField(max_length=ALT_LENGTH, blank=True)
    width = models.IntegerField()
    height = models.IntegerField()


class PostDocument(models.Model):
    """The document of a post as pictures of its pages; width and height are those of the first (FEED-1)."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="+", primary_key=True)
    key = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=NAME_LENGTH, blank=True)
    pages = models.IntegerField()
    width = models.IntegerField()
    height = models.IntegerField()


class PostPage(models.Model):
    """One page of a document, from 1, with its words for who listens to it."""

    pk = models.CompositePrimaryKey("post_id", "number")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.IntegerField()
    width = models.IntegerField()
    height = models.IntegerField()
    words = models.TextField(blank=True)

"""What a link in a post leads to, as its site says: fetched once for all posts that carry it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from rapport.content.posts.models.post import Post
from rapport.content.posts.rules.linking import DESCRIPTION_LENGTH, SITE_LENGTH, TITLE_LENGTH, State


class LinkPreview(models.Model):
    """A page outside, by the digest of its address in one spelling; `image` is a key of `kernel/media` (FEED-1)."""

    digest = models.CharField(max_length=64, primary_key=True)
    url = models.CharField(max_length=2_000)
    state = models.CharField(max_length=10, default=State.WAITING.value)
    title = models.CharField(max_length=TITLE_LENGTH, blank=True)
    description = models.CharField(max_length=DESCRIPTION_LENGTH, blank=True)
    site = models.CharField(max_length=SITE_LENGTH, blank=True)
    image = models.CharField(max_length=32, blank=True)
    image_width = models.IntegerField(default=0)
    image_height = models.IntegerField(default=0)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in State]), name="link_preview_state_known"
            )
        ]
        indexes = [models.Index(fields=["image"], name="link_preview_by_image", condition=~Q(image=""))]


class PostLink(models.Model):
    """The first link of a post; its author may have taken the preview away."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="+", primary_key=True)
    preview = models.ForeignKey(LinkPreview, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    removed = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["preview", "post"], name="post_link_by_preview")]

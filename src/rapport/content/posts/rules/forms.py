"""The forms a post takes, and how long each may be."""

from __future__ import annotations

from enum import StrEnum


class Form(StrEnum):
    """A short text, a long-form article, or somebody's post passed on (FEED-1, FEED-2)."""

    POST = "post"
    ARTICLE = "article"
    REPOST = "repost"


POST_CHANGED = "post"
"""What the changelog says may have changed between a post (`one`) and its owner (`other`), for indexes."""
TAGGED = "tagged"
"""The same between a post and one of its hashtags."""

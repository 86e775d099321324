"""Hashtags (REL-5)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from rapport.interfaces.api.schemas.common import Shown
from rapport.interfaces.api.schemas.people import Count
from rapport.interfaces.api.schemas.posts import Post


class Hashtag(Shown):
    """A hashtag in its one spelling, without the sign."""

    name: str
    follower_count: Count
    following: bool
    since: Annotated[datetime | None, Field(description="Since when you follow it.")]


class HashtagList(Shown):
    """One page of the hashtags you follow, latest first."""

    items: list[Hashtag]
    next: str | None


class HashtagPosts(Shown):
    """A hashtag, and one page of the posts under it that are for you, newest first."""

    hashtag: Hashtag
    items: list[Post]
    next: str | None

"""The feed as it is shown (FEED-3, FEED-4)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from rapport.interfaces.api.schemas.common import Shown, choice
from rapport.interfaces.api.schemas.posts import Post
from rapport.projections.feed.rules.reasons import Why


class FeedKind(StrEnum):
    """Which feed."""

    FOLLOWING = "following"


class FeedReason(Shown):
    """One thing that brought a post, and would have brought it by itself."""

    kind: Annotated[str, choice(Why)]
    handle: Annotated[str, Field(description="Of whom you follow or the group, else empty.")]
    hashtag: Annotated[str, Field(description="The hashtag you follow, else empty.")]


class FeedWhy(Shown):
    """Why a post is in your feed: at least one reason, the strongest first."""

    reasons: list[FeedReason]


class FeedItem(Shown):
    """A post of the feed."""

    post: Post
    why: FeedWhy


class Feed(Shown):
    """One page of the feed."""

    items: list[FeedItem]
    next: str | None

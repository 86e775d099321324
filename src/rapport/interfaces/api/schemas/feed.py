"""The feed as it is shown (FEED-3, FEED-4)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from rapport.interfaces.api.schemas.common import Body, Shown, choice
from rapport.interfaces.api.schemas.posts import Post
from rapport.projections.feed.rules.kinds import FeedKind
from rapport.projections.feed.rules.reasons import Why
from rapport.projections.feed.rules.top import LEVELS, Near, Source


class FeedReason(Shown):
    """One thing that brought a post, and would have brought it by itself."""

    kind: Annotated[str, choice(Why)]
    handle: Annotated[str, Field(description="Of whom you follow, the group, or who brought it, else empty.")]
    hashtag: Annotated[str, Field(description="The hashtag you follow, else empty.")]


class FeedPoints(Shown):
    """What speaks for a post, in points."""

    tie: float
    conversation: float
    topic: float


class FeedWeight(Shown):
    """What a post weighs in Top: the points added up, times freshness, slider, less and variety."""

    weight: float
    points: FeedPoints
    freshness: float
    slider: Annotated[float, Field(description="What your slider does to it.")]
    source: Annotated[str, Field(description="Which slider counted; empty for your own posts.")]
    less: Annotated[float, Field(description="Below 1 where you asked for less of it.")]
    less_of: Annotated[str, Field(description="Of what: a handle, or a hashtag with its sign.")]
    variety: Annotated[float, Field(description="What posts of its author above it leave of the weight.")]
    near: Annotated[str, choice(Near, "What its author is to you.")]
    mutual_count: Annotated[int, Field(description="Mutual connections that counted.")]
    talk: Annotated[float, Field(description="How much you two talk, from 0 to 1.")]
    hours: Annotated[float, Field(description="Its age.")]
    followed_hashtags: list[str]
    known_hashtags: Annotated[
        list[str], Field(description="Hashtags of posts you wrote, answered, reacted to or kept.")
    ]
    talkers: Annotated[int, Field(description="People near you who commented on it or passed it on.")]


class FeedWhy(Shown):
    """Why a post is in your feed: at least one reason, the strongest first; in Top also what it weighs."""

    reasons: list[FeedReason]
    weight: FeedWeight | None


class FeedItem(Shown):
    """A post of the feed."""

    post: Post
    why: FeedWhy


class Feed(Shown):
    """One page of the feed."""

    items: list[FeedItem]
    next: str | None


class Sliders(Shown):
    """Where each slider stands."""

    connections: int
    people: int
    companies: int
    groups: int
    hashtags: int
    second: int


class LessOf(Shown):
    """What you asked to see less of."""

    kind: Annotated[str, Field(description="`actor` or `hashtag`.")]
    what: Annotated[str, Field(description="A handle, or a hashtag without its sign.")]


class FeedSettings(Shown):
    """What you chose about your feeds."""

    kind: Annotated[str, choice(FeedKind, "Which feed Home shows.")]
    sliders: Sliders
    brought: Annotated[
        bool, Field(description="Whether connections' comments and reposts may bring posts into Top.")
    ]
    less: list[LessOf]


Level = Annotated[
    int, Field(ge=0, lt=len(LEVELS), description="0 shows nothing, 2 is as usual, 4 counts double.")
]


class SlidersIn(Body):
    """Sliders to move; those left out stay."""

    connections: Level | None = None
    people: Level | None = None
    companies: Level | None = None
    groups: Level | None = None
    hashtags: Level | None = None
    second: Level | None = None

    def levels(self) -> dict[Source, int]:
        """Those given."""
        given = {source: getattr(self, source.value) for source in Source}
        return {source: level for source, level in given.items() if level is not None}


class FeedSettingsIn(Body):
    """What to change; what is left out stays."""

    kind: Annotated[FeedKind | None, Field(strict=False)] = None
    sliders: SlidersIn | None = None
    brought: bool | None = None

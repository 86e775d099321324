"""The Following feed: one's own posts and all that one follows or belongs to, newest first, complete (FEED-3).

A page is stable while others post: its cursor is the last post shown. Each post of it is looked at by the one
predicate of `posts.queries.seeing` before it is given, so whatever an index says, nobody reads what is not for them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from rapport.content.posts.queries.seeing import SeenPost, seen_posts
from rapport.kernel import paging
from rapport.kernel.limits.rules import Limits
from rapport.kernel.paging import Page
from rapport.kernel.rows import fetch
from rapport.people.audience import Audience, Viewer
from rapport.projections.feed.queries.choosing import Choice, current
from rapport.projections.feed.queries.own import Own, own
from rapport.projections.feed.rules.muting import Mutes, Said, hides
from rapport.projections.feed.rules.reasons import Reason, Why
from rapport.projections.feed.rules.sources import (
    AT_ONCE,
    MOST_AT_ONCE,
    NEW_AT_MOST,
    PAGE,
    PAGE_AT_MOST,
    ROUNDS,
    TOP,
)


@dataclass(frozen=True, slots=True)
class Item:
    """A post of a feed as the viewer sees it, and why it is there: at least one reason, the strongest first."""

    post: SeenPost
    reasons: tuple[Reason, ...]

    @property
    def id(self) -> int:
        """The id of the post."""
        return self.post.id


class Chooser(Protocol):
    """What gives the choice for a viewer: the index of posts, or one of its twins."""

    def choice(self, own: Own) -> Choice:
        """What comes next for this viewer."""


def page(
    viewer: Viewer,
    *,
    cursor: str | None = None,
    size: int = PAGE,
    now: datetime,
    limits: Limits,
    index: Chooser | None = None,
) -> Page[Item]:
    """A page of the viewer's Following feed; nothing for a visitor (FEED-3, FEED-4, FEED-5, FEED-6).

    Where mutes hide thousands of posts in a row, a page may hold fewer than `size` and still have a next.

    Raises: Invalid (`cursor`).
    """
    (below,) = (TOP,) if cursor is None else paging.decode(cursor, int)
    if viewer.actor_id is None:
        return Page([])
    size = max(1, min(size, PAGE_AT_MOST))
    mine = own(viewer.actor_id, now)
    choice = (index or current()).choice(mine)
    found, floor = _survivors(viewer, choice, mine, below=max(below, 0), above=0, size=size, limits=limits)
    last = found[size - 1].id if len(found) > size else floor
    return Page(explained(choice, mine, found[:size]), paging.encode(last) if last else None)


def newer_than(
    viewer: Viewer,
    post_id: int,
    *,
    at_most: int = NEW_AT_MOST,
    now: datetime,
    limits: Limits,
    index: Chooser | None = None,
) -> int:
    """How many posts of the feed are newer than this one, counted up to `at_most`: the bar of new posts (FEED-3)."""
    if viewer.actor_id is None:
        return 0
    mine = own(viewer.actor_id, now)
    choice = (index or current()).choice(mine)
    found, _ = _survivors(
        viewer, choice, mine, below=TOP, above=max(post_id, 0), size=at_most - 1, limits=limits
    )
    return min(len(found), at_most)


def _survivors(
    viewer: Viewer, choice: Choice, mine: Own, *, below: int, above: int, size: int, limits: Limits
) -> tuple[list[SeenPost], int]:
    """More than `size` posts between two, newest first, and how far down it looked; 0 where there are no more."""
    found: list[SeenPost] = []
    room = max(AT_ONCE, size + size // 4 + 1)
    for _ in range(ROUNDS):
        chosen = choice.choose(below, room)
        posts = [one for one in chosen.posts if one > above]
        seen = seen_posts(viewer, posts, limits)
        found += unmuted(viewer, mine.mutes, [seen[one] for one in posts if one in seen], limits)
        below = chosen.floor
        if len(found) > size or below <= above:
            break
        room = min(2 * room, MOST_AT_ONCE)
    return found, below if below > above else 0


def unmuted(viewer: Viewer, mutes: Mutes, posts: Sequence[SeenPost], limits: Limits) -> list[SeenPost]:
    """Those of these posts that no mute hides; one's own are never hidden (FEED-5)."""
    if not mutes or not posts:
        return list(posts)
    originals: Mapping[int, SeenPost] = {}
    if mutes.words:
        passed_on = sorted({one.original_id for one in posts if one.original_id is not None})
        originals = seen_posts(viewer, passed_on, limits)
    tags: Mapping[int, set[str]] = {}
    if mutes.hashtags:
        tags = _hashtags({one for post in posts for one in (post.id, post.original_id) if one})
    return [
        post
        for post in posts
        if post.author_id == viewer.actor_id or not hides(mutes, _said(post, originals, tags))
    ]


def _said(post: SeenPost, originals: Mapping[int, SeenPost], tags: Mapping[int, set[str]]) -> Said:
    original = originals.get(post.original_id or 0)
    texts = [post.title, post.text] + ([original.title, original.text] if original is not None else [])
    hashtags = tags.get(post.id, set()) | tags.get(post.original_id or 0, set())
    actors = {post.author_id, post.owner_id, post.original_author_id or 0}
    return Said(actors, texts, hashtags)


_NAMED = """
    SELECT t.post_id, h.name FROM posts_posthashtag t JOIN ties_hashtag h ON h.id = t.hashtag_id
    WHERE t.post_id IN (%s)
"""


def _hashtags(posts: Collection[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for post, name in fetch(_NAMED, sorted(posts), kinds=(int, str)):
        found.setdefault(post, set()).add(name)
    return found


_TAGGED = "SELECT post_id, hashtag_id FROM posts_posthashtag WHERE post_id IN (%s) AND hashtag_id IN (%s)"


def explained(choice: Choice, mine: Own, posts: Sequence[SeenPost]) -> list[Item]:
    """The posts with what brought them; each reason would have brought it by itself."""
    owners = sorted({post.owner_id for post in posts} - {mine.viewer_id})
    followed, connected = choice.ties(owners) if owners else (set(), set())
    tagged: dict[int, list[str]] = {}
    if mine.hashtags and posts:
        rows = fetch(_TAGGED, [post.id for post in posts], sorted(mine.hashtags), kinds=(int, int))
        for post_id, hashtag in rows:
            tagged.setdefault(post_id, []).append(mine.hashtags[hashtag])
    found = []
    for post in posts:
        reasons: list[Reason] = []
        if post.owner_id == mine.viewer_id:
            reasons.append(Reason(Why.OWN))
        elif post.audience == Audience.GROUP.value:
            reasons.append(Reason(Why.GROUP, post.owner_id))
        elif post.owner_id in followed:
            why = Why.FOLLOWED_CONNECTION if post.owner_id in connected else Why.FOLLOWED
            reasons.append(Reason(why, post.owner_id))
        reasons += [Reason(Why.HASHTAG, hashtag=name) for name in sorted(tagged.get(post.id, ()))]
        found.append(Item(post, tuple(reasons)))
    return found

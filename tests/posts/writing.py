"""Posts for tests, made by the real actions."""

from __future__ import annotations

from datetime import datetime

from rapport.content.posts.actions import publishing
from rapport.content.posts.queries.seeing import posts_seen, seen_posts
from rapport.content.posts.queries.views import PostView, post
from rapport.people.audience import Viewer
from tests.people import LIMITS, START


def publish(
    by: int,
    words: str = "Hello",
    audience: str = "anyone",
    *,
    now: datetime = START,
    group: str = "",
    company: str = "",
) -> int:
    """The id of a new post."""
    return publishing.publish(
        by=Viewer(by), words=words, audience=audience, group=group, company=company, now=now, limits=LIMITS
    )


def repost(by: int, post_id: int, words: str = "", audience: str = "anyone", *, now: datetime = START) -> int:
    """The id of a repost."""
    made, _ = publishing.repost(
        by=Viewer(by), post_id=post_id, words=words, audience=audience, now=now, limits=LIMITS
    )
    return made


def seen(viewer: int | None, *ids: int) -> set[int]:
    """Which of these the viewer sees; both ways of asking have to agree."""
    who = Viewer(viewer)
    found = set(seen_posts(who, ids, LIMITS))
    assert found == set(posts_seen(who, LIMITS).filter(pk__in=ids).values_list("pk", flat=True))
    return found


def shown(viewer: int | None, post_id: int) -> PostView:
    """One post as somebody sees it."""
    return post(Viewer(viewer), post_id, LIMITS)

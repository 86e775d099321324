"""The posts that a member keeps for later: their own list alone, and only what they still see (FEED-2, FEED-6)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from rapport.content.discussion.models import Save
from rapport.content.posts.models import Post
from rapport.content.posts.queries.seeing import posts_seen
from rapport.content.posts.queries.views import PostView, posts
from rapport.kernel import paging
from rapport.kernel.limits.rules import Limits
from rapport.kernel.paging import Page
from rapport.people.audience import Viewer


def saved(viewer: Viewer, *, cursor: str | None = None, size: int = 20, limits: Limits) -> Page[PostView]:
    """What the viewer keeps, the latest kept first. Raises: Invalid (`cursor`)."""
    if viewer.is_visitor:
        return Page([])
    seen = posts_seen(viewer, limits, Post.objects.filter(pk=OuterRef("post_id")))
    rows = Save.objects.filter(Exists(seen), owner_id=viewer.actor_id)
    if cursor:
        at, last = paging.decode(cursor, datetime, int)
        rows = rows.filter(Q(at__lt=at) | Q(at=at, post_id__lt=last))
    found = rows.order_by("-at", "-post_id").values_list("post_id", "at")[: size + 1]
    page = paging.cut(list(found), size, key=lambda row: (row[1], row[0]))
    return Page(posts(viewer, [row[0] for row in page.items], limits), page.next)

"""Posts in lists that need no index: of one author, of a group, under a hashtag; newest first (FEED-1, FEED-7)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from rapport.content.posts.models import Post, PostHashtag
from rapport.content.posts.queries.seeing import posts_seen
from rapport.content.posts.queries.views import PostView, posts
from rapport.content.posts.rules.scanning import hashtag_key, is_hashtag
from rapport.kernel import paging
from rapport.kernel.errors import Absent
from rapport.kernel.limits.rules import Limits
from rapport.kernel.paging import Page
from rapport.people.audience import Audience, Viewer
from rapport.people.ties.models import Hashtag


def of_author(
    viewer: Viewer, author_id: int, *, cursor: str | None = None, size: int = 20, limits: Limits
) -> Page[PostView]:
    """What somebody has published, as far as this viewer sees it. Raises: Invalid (`cursor`)."""
    return _page(viewer, Post.objects.filter(author_id=author_id), cursor, size, limits)


def of_group(
    viewer: Viewer, group_id: int, *, cursor: str | None = None, size: int = 20, limits: Limits
) -> Page[PostView]:
    """What was written to a group; nothing for who is not in it (PRO-7). Raises: Invalid (`cursor`)."""
    rows = Post.objects.filter(owner_id=group_id, audience=Audience.GROUP.value)
    return _page(viewer, rows, cursor, size, limits)


@dataclass(frozen=True)
class HashtagPage:
    """What this viewer sees under a hashtag, and whether they follow it."""

    name: str
    posts: Page[PostView]


def under_hashtag(
    viewer: Viewer, name: str, *, cursor: str | None = None, size: int = 20, limits: Limits
) -> HashtagPage:
    """The posts that carry a hashtag, as far as this viewer sees them; one that nobody used is an empty page.

    Raises: Absent, for what cannot be a hashtag; Invalid (`cursor`).
    """
    if not is_hashtag(name):
        raise Absent
    key = hashtag_key(name)
    found = Hashtag.objects.filter(name=key).values_list("pk", flat=True).first()
    tagged = PostHashtag.objects.filter(hashtag_id=found or 0, post_id=OuterRef("pk"))
    return HashtagPage(key, _page(viewer, Post.objects.filter(Exists(tagged)), cursor, size, limits))


def _page(
    viewer: Viewer, rows: QuerySet[Post], cursor: str | None, size: int, limits: Limits
) -> Page[PostView]:
    if cursor:
        (last,) = paging.decode(cursor, int)
        rows = rows.filter(pk__lt=last)
    seen = posts_seen(viewer, limits, rows).order_by("-pk").values_list("pk", flat=True)
    page = paging.cut(list(seen[: size + 1]), size, key=lambda one: (one,))
    return Page(posts(viewer, page.items, limits), page.next)

"""Which comments a viewer may see, and how they stand toward what is under a post (FEED-6, REL-17)."""

from __future__ import annotations

from functools import cache

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from rapport.content.discussion.models import Comment
from rapport.content.posts.models import Post
from rapport.content.posts.queries.seeing import SeenPost, posts_seen, seen_post
from rapport.kernel.errors import Absent
from rapport.kernel.limits.rules import Limits
from rapport.people.audience import Viewer
from rapport.people.ties.terms import blocked, unseen_by


def said_to(viewer: Viewer) -> Q:
    """Rows of Comment that were not removed, and whose author this viewer sees; the post is asked about apart.

    While who commented and who wrote the post are blocked either way, the comment is out of sight for all: nothing
    stands under somebody's post that they cannot see, answer or take away (REL-17).
    """
    apart = Q(blocked(OuterRef("author_id"), OuterRef("post__author_id")))
    return Q(author__isnull=False) & ~unseen_by(viewer.actor_id, "author_id") & ~apart


def listed_for(viewer: Viewer, rows: QuerySet[Comment]) -> QuerySet[Comment]:
    """Of these comments under a post that the viewer sees, those that stand in its list.

    Beside what is said to them, the first comment of a thread stays, without author and words, where somebody
    whom they see answers in it: whether it was removed or its author is out of sight, it looks the same.
    """
    answers = Comment.objects.filter(said_to(viewer), thread_id=OuterRef("pk")).exclude(pk=OuterRef("pk"))
    return rows.filter(said_to(viewer) | (Q(thread=F("pk")) & Q(Exists(answers))))


def seen_comment(viewer: Viewer, comment_id: int, limits: Limits) -> tuple[Comment, SeenPost]:
    """A comment that is said to this viewer, with its post.

    Raises: Absent, where it is not there, was removed, or either is not for this viewer: all alike.
    """
    found = Comment.objects.filter(said_to(viewer), pk=comment_id).first()
    if found is None:
        raise Absent
    return found, seen_post(viewer, found.post_id, limits)


_VIEWER, _POST = -1, -2
"""Stand in a composed statement where the id of the viewer and the column of the post will."""


@cache
def _seen_sql(visitor: bool) -> tuple[str, tuple[object, ...]]:
    viewer = Viewer() if visitor else Viewer(_VIEWER)
    rows = posts_seen(viewer, Limits(), Post.objects.filter(pk=_POST)).values_list("pk").order_by()
    return rows.query.sql_with_params()


def seen_sql(viewer: Viewer, column: str) -> tuple[str, tuple[object, ...]]:
    """The predicate of posts for a statement of our own: that the post in this `column` is seen, and its values."""
    sql, params = _seen_sql(viewer.is_visitor)
    first, *rest = sql.split("%s")
    written, given = first, []
    for param, part in zip(params, rest, strict=True):
        written += (column if param == _POST else "%s") + part
        if param != _POST:
            given.append(viewer.actor_id if param == _VIEWER else param)
    return f"EXISTS ({written})", tuple(given)

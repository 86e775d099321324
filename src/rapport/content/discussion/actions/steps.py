"""What the writings under posts have in common: see it under the lock, or it is not there."""

from __future__ import annotations

from rapport.content.discussion.models import Comment
from rapport.content.discussion.queries.seeing import seen_comment
from rapport.content.posts.actions.steps import lock
from rapport.content.posts.queries.seeing import SeenPost, seen_post
from rapport.kernel.errors import Absent
from rapport.kernel.limits.rules import Limits
from rapport.people.audience import Viewer
from rapport.people.ties import actions as ties


def me(by: Viewer) -> int:
    """Who acts, locked: ties between them and anybody change wholly before or wholly after.

    Raises: Absent, for visitors, and for who is no active member.
    """
    if by.actor_id is None:
        raise Absent
    ties.lock_all({by.actor_id})
    return by.actor_id


def post_for(by: Viewer, post_id: int, limits: Limits) -> SeenPost:
    """The post, locked, as the one who acts sees it now.

    Raises: Absent, where there is none and where it is not for them: both alike.
    """
    me(by)
    lock(post_id)
    return seen_post(by, post_id, limits)


def comment_for(by: Viewer, comment_id: int, limits: Limits) -> tuple[Comment, SeenPost]:
    """A comment with its post, locked, as the one who acts sees them now. Raises: Absent."""
    me(by)
    post_id = Comment.objects.filter(pk=comment_id).values_list("post_id", flat=True).first()
    if post_id is None:
        raise Absent
    lock(post_id)
    return seen_comment(by, comment_id, limits)

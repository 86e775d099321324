"""Reacting to posts and comments, and keeping posts (FEED-2, REL-4)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rapport.content.discussion.actions.steps import comment_for, me, post_for
from rapport.content.discussion.events import Reacted
from rapport.content.discussion.models import CommentReaction, PostReaction, Save
from rapport.content.discussion.queries.seeing import seen_comment
from rapport.content.discussion.rules.reacting import check_reaction
from rapport.content.posts.queries.seeing import seen_post
from rapport.kernel.events import emit
from rapport.kernel.limits.rules import Limits
from rapport.people.audience import Viewer


@transaction.atomic
def react(*, by: Viewer, post_id: int, kind: str, now: datetime, limits: Limits) -> bool:
    """Say one word at a post that one sees; another word takes the place of the first. True where that is new.

    The author is told of the first alone.

    Raises: Invalid (`kind`); Absent.
    """
    said = check_reaction(kind)
    post = post_for(by, post_id, limits)
    who = by.actor_id or 0
    row, created = PostReaction.objects.get_or_create(
        post_id=post.id, actor_id=who, defaults={"kind": said.value, "at": now}
    )
    if created:
        emit(Reacted(post.id, 0, who))
        return True
    if row.kind == said.value:
        return False
    PostReaction.objects.filter(post_id=post.id, actor_id=who).update(kind=said.value)
    return True


@transaction.atomic
def take_back(*, by: Viewer, post_id: int, limits: Limits) -> bool:
    """Take one's word back, without a trace, also where the post went out of one's sight; False where there was none.

    Raises: Absent, where there was none and the post is not for them.
    """
    gone, _ = PostReaction.objects.filter(post_id=post_id, actor_id=me(by)).delete()
    if not gone:
        seen_post(by, post_id, limits)
    return bool(gone)


@transaction.atomic
def react_to_comment(*, by: Viewer, comment_id: int, kind: str, now: datetime, limits: Limits) -> bool:
    """As `react`, at a comment that one sees. Raises: Invalid (`kind`); Absent."""
    said = check_reaction(kind)
    comment, post = comment_for(by, comment_id, limits)
    who = by.actor_id or 0
    row, created = CommentReaction.objects.get_or_create(
        comment_id=comment.pk, actor_id=who, defaults={"kind": said.value, "at": now}
    )
    if created:
        emit(Reacted(post.id, comment.pk, who))
        return True
    if row.kind == said.value:
        return False
    CommentReaction.objects.filter(comment_id=comment.pk, actor_id=who).update(kind=said.value)
    return True


@transaction.atomic
def take_back_from_comment(*, by: Viewer, comment_id: int, limits: Limits) -> bool:
    """As `take_back`, at a comment. Raises: Absent."""
    gone, _ = CommentReaction.objects.filter(comment_id=comment_id, actor_id=me(by)).delete()
    if not gone:
        seen_comment(by, comment_id, limits)
    return bool(gone)


@transaction.atomic
def save(*, by: Viewer, post_id: int, now: datetime, limits: Limits) -> bool:
    """Keep a post that one sees for later; nobody else knows. True where that is new. Raises: Absent."""
    post = post_for(by, post_id, limits)
    _, created = Save.objects.get_or_create(owner_id=by.actor_id, post_id=post.id, defaults={"at": now})
    return created


@transaction.atomic
def unsave(*, by: Viewer, post_id: int, limits: Limits) -> bool:
    """Keep a post no longer, as `take_back`; False where one did not. Raises: Absent."""
    gone, _ = Save.objects.filter(owner_id=me(by), post_id=post_id).delete()
    if not gone:
        seen_post(by, post_id, limits)
    return bool(gone)

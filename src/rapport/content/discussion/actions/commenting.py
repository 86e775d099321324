"""Commenting on posts, changing what one said, and taking it away (FEED-2, REL-4)."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from rapport.content.discussion.actions.steps import comment_for, me, post_for
from rapport.content.discussion.events import Commented, CommentEdited
from rapport.content.discussion.models import Comment, CommentMention, CommentReaction
from rapport.content.discussion.queries.seeing import said_to
from rapport.content.discussion.rules.owning import By, may_change, place_of
from rapport.content.discussion.rules.saying import check_comment
from rapport.content.posts.actions.steps import lock, named
from rapport.content.posts.queries.standing import place_at
from rapport.kernel import ids
from rapport.kernel.errors import Absent, TooMany
from rapport.kernel.events import emit
from rapport.kernel.limits.rules import Limits
from rapport.people.audience import Viewer

_HOUR = timedelta(hours=1)


@transaction.atomic
def comment(
    *, by: Viewer, post_id: int, words: str, reply_to: int | None = None, now: datetime, limits: Limits
) -> int:
    """Say something under a post that one sees, or answer a comment there; gives its id.

    An answer to an answer joins the thread, and names whom it answers. Whether one sees the post and the comment
    is asked under the lock: under what was just hidden or taken away nothing is said.

    Raises: Invalid (`text`); Absent; TooMany.
    """
    said = check_comment(words, limits)
    post = post_for(by, post_id, limits)
    who = by.actor_id or 0
    answered = None
    if reply_to is not None:
        answered = Comment.objects.filter(said_to(by), pk=reply_to, post_id=post.id).first()
        if answered is None:
            raise Absent
    _refuse_too_many(who, now, limits)
    mentioned = named(who, said.handles)
    number = _number(now, answered)
    Comment.objects.create(
        id=number,
        post_id=post.id,
        thread_id=number if answered is None else answered.thread_id,
        reply_to=answered,
        author_id=who,
        text=said.text,
        html=said.html(mentioned.keys()),
        at=now,
    )
    _name(number, mentioned.values())
    emit(Commented(number, post.id, who))
    return number


def _number(now: datetime, answered: Comment | None) -> int:
    """A number above that of what it answers, though the clocks of two processes differ a little."""
    number = ids.moment(now)
    return number if answered is None or number > answered.pk else answered.pk + 1 + secrets.randbits(10)


def _refuse_too_many(who: int, now: datetime, limits: Limits) -> None:
    """Counted under the lock of who comments. Raises: TooMany."""
    recent = Comment.objects.filter(author_id=who, pk__gt=ids.first_of(now - _HOUR))
    if recent.count() >= limits.comments_per_hour:
        oldest = recent.order_by("pk").values_list("at", flat=True)[0]
        raise TooMany(retry_after=max(1, round((oldest + _HOUR - now).total_seconds())))


def _name(comment_id: int, mentioned: Collection[int]) -> None:
    wanted = set(mentioned)
    rows = CommentMention.objects.filter(comment_id=comment_id)
    there = set(rows.values_list("actor_id", flat=True))
    rows.filter(actor_id__in=there - wanted).delete()
    CommentMention.objects.bulk_create(
        CommentMention(comment_id=comment_id, actor_id=one) for one in sorted(wanted - there)
    )


@transaction.atomic
def edit(*, by: Viewer, comment_id: int, words: str, now: datetime, limits: Limits) -> bool:
    """Change what one said; it is marked as edited. True where it says something else now.

    Raises: Invalid (`text`); Absent, where it is not one's own.
    """
    said = check_comment(words, limits)
    row, post = comment_for(by, comment_id, limits)
    place = place_of(own=row.author_id == by.actor_id, at_post=place_at(by, post))
    if not may_change(place, By.EDIT):
        raise Absent
    if said.text == row.text:
        return False
    mentioned = named(by.actor_id or 0, said.handles)
    row.text, row.html, row.edited_at = said.text, said.html(mentioned.keys()), now
    row.save(update_fields=["text", "html", "edited_at"])
    _name(row.pk, mentioned.values())
    emit(CommentEdited(row.pk, post.id, by.actor_id or 0))
    return True


@transaction.atomic
def remove(*, by: Viewer, comment_id: int, limits: Limits) -> None:
    """Take a comment away: one's own, one under one's own post, or one in a group that one keeps in order.

    What one said oneself one may take away always, also where the post went out of one's sight.

    Raises: Absent, where it is none of these.
    """
    mine = Comment.objects.filter(pk=comment_id, author_id=me(by)).values_list("post_id", flat=True).first()
    if mine is not None:
        lock(mine)
        drop([comment_id])
        return
    row, post = comment_for(by, comment_id, limits)
    place = place_of(own=row.author_id == by.actor_id, at_post=place_at(by, post))
    if not may_change(place, By.DELETE):
        raise Absent
    drop([row.pk])


@transaction.atomic
def take_down(*, comment_id: int) -> None:
    """Take a comment away, for who keeps the whole site in order; nothing, where it is gone."""
    for post_id in Comment.objects.filter(pk=comment_id).values_list("post_id", flat=True):
        lock(post_id)
        drop([comment_id])


def drop(comment_ids: Collection[int]) -> None:
    """Delete these comments, whose posts are locked; what begins a thread with answers stays, empty."""
    rows = Comment.objects.filter(pk__in=comment_ids)
    threads = set(rows.values_list("thread_id", flat=True))
    answers = Comment.objects.filter(thread_id__in=threads).exclude(pk__in=threads)
    answers.filter(pk__in=comment_ids).delete()
    answered = set(answers.values_list("thread_id", flat=True))
    kept = [one for one in comment_ids if one in answered]
    CommentMention.objects.filter(comment_id__in=kept).delete()
    CommentReaction.objects.filter(comment_id__in=kept).delete()
    Comment.objects.filter(pk__in=kept).update(author=None, text="", html="", edited_at=None)
    empty = [one for one in threads if one not in answered]
    ended = Comment.objects.filter(pk__in=empty)
    ended.filter(author=None).delete()
    ended.filter(pk__in=comment_ids).delete()

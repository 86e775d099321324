"""Asking by a poll, and choosing an answer (FEED-1)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from rapport.content.posts.actions.steps import lock
from rapport.content.posts.models import Poll, PollOption, PollVote
from rapport.content.posts.queries.seeing import seen_post
from rapport.content.posts.rules.polling import NewPoll
from rapport.kernel.errors import Absent, Invalid, Refused
from rapport.kernel.limits.rules import Limits
from rapport.people.audience import Viewer
from rapport.people.ties import actions as ties


def ask(post_id: int, poll: NewPoll, now: datetime) -> None:
    """Hang a poll on a post that has just been written, in its transaction."""
    Poll.objects.create(post_id=post_id, ends_at=now + timedelta(days=poll.days))
    PollOption.objects.bulk_create(
        PollOption(post_id=post_id, place=place, text=text) for place, text in enumerate(poll.options, 1)
    )


@transaction.atomic
def vote(*, by: Viewer, post_id: int, option: int, now: datetime, limits: Limits) -> bool:
    """Choose one answer by its place (from 1), instead of the one chosen before; True where that is new.

    Raises: Absent, where the post is not seen or asks nothing; Invalid (`option`); Refused with `poll_over`.
    """
    if by.actor_id is None:
        raise Absent
    ties.lock_all({by.actor_id})
    lock(post_id)
    seen_post(by, post_id, limits)
    poll = Poll.objects.filter(pk=post_id).first()
    if poll is None:
        raise Absent
    if poll.ends_at <= now:
        raise Refused("This poll is over.", code="poll_over")
    if option not in PollOption.objects.filter(post_id=post_id).values_list("place", flat=True):
        raise Invalid("Choose one of the answers.", code="option", field="option")
    mine = PollVote.objects.filter(post_id=post_id, voter_id=by.actor_id)
    before = mine.values_list("place", flat=True).first()
    if before is None:
        PollVote.objects.create(post_id=post_id, voter_id=by.actor_id, place=option, at=now)
    elif before != option:
        mine.update(place=option, at=now)
    return before != option


def forget(*, actor_id: int) -> None:
    """Delete the votes of a member who left."""
    PollVote.objects.filter(voter_id=actor_id).delete()

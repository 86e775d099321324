"""Races about polls and drafts, on the database at hand (FEED-1, FEED-7, quality 2)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from rapport.content.posts.actions import drafting, publishing
from rapport.content.posts.actions.drafting import Words
from rapport.content.posts.models import Draft, PollVote, Post
from rapport.content.posts.rules.polling import NewPoll
from rapport.people.audience import Viewer
from tests.actions.vouching import member
from tests.people import LIMITS
from tests.races.conftest import Crowd

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ROUNDS = 6


def test_votes_at_once_are_one(crowd: Crowd, now: datetime) -> None:
    """FEED-1: whoever chooses eight times at once has chosen one answer."""

    def one(number: int) -> list[str]:
        author, voter = member(f"author_{number}"), member(f"voter_{number}")
        post = publishing.publish(
            by=Viewer(author), words="Which?", audience="anyone", poll=NewPoll(("This", "That"), 7),
            now=now, limits=LIMITS,
        )  # fmt: skip
        wish = {"by": voter, "post_id": post, "now": now, "limits": {}}
        codes = crowd.race(*(("vote", {**wish, "option": 1 + place % 2}) for place in range(8)))
        assert PollVote.objects.filter(post_id=post).count() == 1
        return codes

    assert set(crowd.many_times(ROUNDS, one)) == {("",) * 8}


def test_a_draft_goes_out_once(crowd: Crowd, now: datetime) -> None:
    """FEED-7: by hand and by itself at the same moment is one post."""

    def one(number: int) -> list[str]:
        writer = member(f"writer_{number}")
        draft = drafting.save(by=Viewer(writer), words=Words(text="Once"), now=now, limits=LIMITS)
        due = now + timedelta(hours=1)
        drafting.schedule(by=Viewer(writer), draft_id=draft, at=due, now=now, limits=LIMITS)
        wish = {"draft_id": str(draft), "now": due, "limits": {}}
        codes = crowd.race(("publish_draft", {**wish, "by": writer}), ("go_out", wish))
        assert Post.objects.filter(author_id=writer).count() == 1
        assert not Draft.objects.exists()
        return codes

    assert set(crowd.many_times(ROUNDS, one)) <= {("", ""), ("not_found", "")}

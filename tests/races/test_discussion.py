"""Races under posts, on the database at hand (FEED-2, FEED-6, quality 2)."""

from __future__ import annotations

from datetime import datetime

import pytest

from rapport.content.discussion.models import Comment, PostReaction
from rapport.content.posts.actions import publishing
from rapport.content.posts.models import Post
from rapport.content.posts.rules.polling import NewPoll
from rapport.people.audience import Viewer
from rapport.projections.notifications.models import Deed
from rapport.projections.notifications.queries import notices
from tests.actions.vouching import member
from tests.discussion.talking import said, say
from tests.people import LIMITS
from tests.races.conftest import Crowd

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ROUNDS = 6


def _post(number: int, now: datetime) -> tuple[int, int, int]:
    author, reader = member(f"author_{number}"), member(f"reader_{number}")
    post = publishing.publish(by=Viewer(author), words="Hello", audience="anyone", now=now, limits=LIMITS)
    return author, reader, post


def test_eight_clicks_are_one_reaction(crowd: Crowd, now: datetime) -> None:
    """FEED-2: whichever word came last stands, alone."""

    def one(number: int) -> list[str]:
        _, reader, post = _post(number, now)
        wish = {"by": reader, "post_id": post, "now": now, "limits": {}}
        kinds = ("thanks", "agree") * 4
        codes = crowd.race(*(("react", {**wish, "kind": kind}) for kind in kinds))
        assert PostReaction.objects.filter(post_id=post).count() == 1
        return codes

    assert set(crowd.many_times(ROUNDS, one)) == {("",) * 8}


def test_eight_reactions_at_once_are_one_notice(crowd: Crowd, now: datetime) -> None:
    """MSG-4: which gathers all eight."""

    def one(number: int) -> list[str]:
        author, _, post = _post(number, now)
        readers = [member(f"reader_{number}_{one}") for one in range(8)]
        wish = {"post_id": post, "kind": "thanks", "now": now, "limits": {}}
        codes = crowd.race(*(("react", {**wish, "by": reader}) for reader in readers))
        (notice,) = notices(Viewer(author), now=now).items
        assert (len(notice.people), notice.values["others"]) == (2, 6)
        assert Deed.objects.filter(owner_id=author).count() == 8
        return codes

    assert set(crowd.many_times(ROUNDS // 2, one)) == {("",) * 8}


def test_commenting_against_hiding_and_removing(crowd: Crowd, now: datetime) -> None:
    """FEED-6: a comment comes wholly before, and goes along, or is refused."""

    def one(number: int) -> list[str]:
        author, reader, post = _post(number, now)
        wish = {"by": reader, "post_id": post, "words": "x", "now": now, "limits": {}}
        away = {"by": author, "post_id": post}
        hide = {**away, "audience": "connections", "now": now, "limits": {}}
        codes = crowd.race(("comment", wish), ("remove_post", away) if number % 2 else ("edit_post", hide))
        there = Comment.objects.filter(author_id=reader).count()
        assert there == (0 if number % 2 or codes[0] else 1)
        return codes

    assert set(crowd.many_times(ROUNDS, one)) <= {("", ""), ("not_found", "")}


def test_answering_against_removing_and_blocking(crowd: Crowd, now: datetime) -> None:
    """REL-17: an answer to what goes at the same moment stands below what is left of it, or is refused."""

    def one(number: int) -> list[str]:
        author, reader, post = _post(number, now)
        first = say(author, post, "First", now=now)
        wish = {"by": reader, "post_id": post, "words": "x", "reply_to": first, "now": now, "limits": {}}
        gone = ("remove_comment", {"by": author, "comment_id": first, "limits": {}})
        codes = crowd.race(
            ("comment", wish),
            gone if number % 2 else ("block", {"owner": author, "other": reader, "now": now}),
        )
        expected = ["", "- x"] if number % 2 else ["First"]
        assert said(author, post) == ([] if number % 2 and codes[0] else expected)
        return codes

    assert set(crowd.many_times(ROUNDS, one)) <= {("", ""), ("not_found", "")}


def test_passing_on_and_voting_against_removing(crowd: Crowd, now: datetime) -> None:
    """FEED-2: four reposts at once are one notice; a repost or vote comes wholly before a removal, or finds nothing."""

    def one(number: int) -> list[str]:
        author = member(f"author_{number}")
        post = publishing.publish(
            by=Viewer(author),
            words="Which?",
            audience="anyone",
            poll=NewPoll(("This", "That"), 3),
            now=now,
            limits=LIMITS,
        )
        readers = [member(f"reader_{number}_{one}") for one in range(6)]
        wish = {"post_id": post, "now": now, "limits": {}}
        passed = [("repost", {**wish, "words": "", "by": reader}) for reader in readers[:4]]
        assert crowd.race(*passed) == [""] * 4
        (notice,) = notices(Viewer(author), now=now).items
        assert (len(notice.people), notice.values["others"]) == (2, 2)
        codes = crowd.race(
            *(("vote", {**wish, "option": 1, "by": reader}) for reader in readers[:4]),
            *(("repost", {**wish, "words": "", "by": reader}) for reader in readers[4:]),
            ("remove_post", {"by": author, "post_id": post}),
        )
        assert codes.pop() == ""
        assert not Post.objects.filter(pk=post).exists()
        assert not Post.objects.filter(original_id=post).exists()
        return sorted(set(codes))

    assert set(crowd.many_times(ROUNDS, one)) <= {("",), ("", "not_found"), ("not_found",)}

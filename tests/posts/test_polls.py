"""Polls: what may be asked, one choice each, and who is shown how they stand (FEED-1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import cast

import pytest

from rapport.content.exchange.queries import export_posts
from rapport.content.exchange.queries.export_tables import Owner
from rapport.content.posts.actions import changing, polling, publishing
from rapport.content.posts.models import Poll, PollOption, PollVote, Post
from rapport.content.posts.queries.polls import PollView, polls
from rapport.content.posts.rules.polling import NewPoll, check_poll
from rapport.people.actors import actions as actors
from rapport.people.audience import Viewer
from rapport.people.relationships.actions import removing
from tests.people import LIMITS, START, make_member
from tests.posts.test_publishing import code_of
from tests.posts.writing import repost, shown

END = START + timedelta(days=7)


@pytest.mark.parametrize(
    ("options", "days", "code"),
    [
        ([], 7, "too_few_options"),
        (["Yes"], 7, "too_few_options"),
        (["a"] * 7, 7, "too_many_options"),
        (["Yes", " yes "], 7, "equal_options"),
        (["Ja", "JA"], 7, "equal_options"),
        (["Yes", " \u200b"], 7, "empty"),
        (["Yes", "n" * 81], 7, "too_long"),
        (["Yes", "No"], 0, "days"),
        (["Yes", "No"], 15, "days"),
    ],
)
def test_what_is_no_poll(options: Sequence[str], days: int, code: str) -> None:
    """FEED-1: refused with a sentence about the field."""
    assert code_of(lambda: check_poll(options, days)) == code


def test_what_is_one() -> None:
    assert check_poll(["A\u202e", "b " * 3], 1) == NewPoll(("A", "b b b"), 1)
    assert len(check_poll([str(one) * 80 for one in range(6)], 14).options) == 6


def ask(by: int, audience: str = "anyone", days: int = 7) -> int:
    """A post that asks."""
    return publishing.publish(
        by=Viewer(by), words="Which?", audience=audience, poll=NewPoll(("This", "That", "Neither"), days),
        now=START, limits=LIMITS,
    )  # fmt: skip


def vote(by: int, post: int, option: int, now: datetime = START) -> bool:
    """Choose an answer."""
    return polling.vote(by=Viewer(by), post_id=post, option=option, now=now, limits=LIMITS)


def stands(viewer: int | None, post: int, now: datetime = START) -> PollView:
    """How the poll stands to somebody."""
    return polls(Viewer(viewer), [shown(viewer, post)], now)[post]


def votes(viewer: int | None, post: int, now: datetime = START) -> list[int | None]:
    """The counts they are shown."""
    return [one.votes for one in stands(viewer, post, now).options]


def owner(member: int) -> Owner:
    """Whose export it is, as far as these parts ask."""
    return cast(Owner, SimpleNamespace(id=member, viewer=Viewer(member), limits=LIMITS))


@pytest.mark.django_db
def test_a_refused_poll_leaves_nothing_half() -> None:
    author = make_member("author")
    given = {"by": Viewer(author), "words": "Which?", "audience": "anyone", "now": START, "limits": LIMITS}
    assert code_of(lambda: publishing.publish(poll=NewPoll(("One",), 7), **given)) == "too_few_options"  # type: ignore[arg-type]
    assert not Post.objects.exists()
    assert not Poll.objects.exists()


@pytest.mark.django_db
def test_one_choice_each_changeable_while_it_is_open() -> None:
    author, voter = make_member("author"), make_member("voter")
    post = ask(author)
    assert vote(voter, post, 1)
    assert not vote(voter, post, 1)
    assert vote(voter, post, 3)
    assert list(PollVote.objects.values_list("voter_id", "place")) == [(voter, 3)]
    for option in (0, 4, -1):
        assert code_of(lambda: vote(voter, post, option)) == "option"  # noqa: B023
    assert code_of(lambda: vote(voter, post, 1, END)) == "poll_over"
    assert stands(voter, post).mine == 3


@pytest.mark.django_db
def test_results_are_for_who_voted_who_asked_and_after_its_end() -> None:
    author, voter, reader = make_member("author"), make_member("voter"), make_member("reader")
    post = ask(author)
    vote(voter, post, 2)
    assert votes(author, post) == [0, 1, 0]
    assert votes(voter, post) == [0, 1, 0]
    for not_yet in (reader, None):
        assert votes(not_yet, post) == [None] * 3
        assert stands(not_yet, post).votes is None
        assert votes(not_yet, post, END) == [0, 1, 0]
    assert [one.percent for one in stands(voter, post).options] == [0, 100, 0]
    assert stands(reader, post).may_vote
    assert not stands(None, post).may_vote
    assert not stands(reader, post, END).may_vote
    assert repost(reader, post)
    again = shown(reader, repost(reader, post))
    assert polls(Viewer(reader), [again], START).keys() == {post}


@pytest.mark.django_db
def test_counts_are_of_members_in_the_graph() -> None:
    """NET-1, REL-17: who is suspended is not counted while they are, nor for the two who are blocked either way."""
    author = make_member("author")
    voters = [make_member(f"voter{place}") for place in range(3)]
    post = ask(author, audience="members")
    for one in voters:
        vote(one, post, 1)
    actors.suspend(actor_id=voters[0])
    removing.block(owner=author, other=voters[1], now=START)
    assert votes(author, post) == [1, 0, 0]
    assert votes(voters[2], post) == [2, 0, 0]
    assert code_of(lambda: vote(voters[1], post, 2)) == "not_found"
    actors.restore(actor_id=voters[0])
    assert votes(author, post) == [2, 0, 0]
    polling.forget(actor_id=voters[2])
    assert votes(author, post) == [1, 0, 0]


@pytest.mark.django_db
def test_a_vote_is_no_way_round_the_audience() -> None:
    """FEED-6: where the post is not seen there is no poll, nor is its answer told by an export."""
    author, stranger = make_member("author"), make_member("stranger")
    hidden, plain = ask(author, audience="connections"), ask(author)
    assert code_of(lambda: vote(stranger, hidden, 1)) == "not_found"
    assert code_of(lambda: polling.vote(by=Viewer(), post_id=plain, option=1, now=START, limits=LIMITS)) == (
        "not_found"
    )
    vote(stranger, plain, 2)
    assert [one["answer"] for one in export_posts.poll_votes(owner(stranger))] == ["That"]
    changing.edit(by=Viewer(author), post_id=plain, audience="connections", now=START, limits=LIMITS)
    assert [one["answer"] for one in export_posts.poll_votes(owner(stranger))] == [""]
    assert export_posts.posts(owner(author))[0]["poll"]["options"] == ["This", "That", "Neither"]
    changing.remove(by=Viewer(author), post_id=plain)
    changing.remove(by=Viewer(author), post_id=hidden)
    for table in (Poll, PollOption, PollVote):
        assert not table.objects.exists()

"""Muting people, words and hashtags, for good or until a day (FEED-5)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rapport.kernel.errors import Absent, Invalid, Refused
from rapport.people.actors import actions as actors
from rapport.people.ties import actions as ties
from rapport.people.ties import queries
from rapport.people.ties.rules import MutedKind
from tests.feed.world import Sql, World
from tests.people import START, make_member

SOON = START + timedelta(days=7)


def test_a_mute_is_put_given_an_end_and_taken_back(db: None) -> None:
    ana, bo = make_member("ana"), make_member("bo")
    for until in (None, SOON, SOON):
        ties.put_mute(owner=ana, other=bo, until=until, now=START)
    assert [(actor.pk, until) for actor, until in queries.mutes(ana, START)] == [(bo, SOON)]
    assert queries.mutes(ana, SOON) == []
    assert queries.mutes(bo, START) == []
    assert ties.end_mute(owner=ana, other=bo)
    assert not ties.end_mute(owner=ana, other=bo)


def test_what_cannot_be_muted(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, bo, gone = make_member("ana"), make_member("bo"), make_member("gone")
    actors.suspend(actor_id=gone)
    with pytest.raises(Refused, match="yourself"):
        ties.put_mute(owner=ana, other=ana, until=None, now=START)
    with pytest.raises(Absent):
        ties.put_mute(owner=ana, other=gone, until=None, now=START)
    with pytest.raises(Invalid):
        ties.put_mute(owner=ana, other=bo, until=START, now=START)
    for text in ("", " \u200b ", "x" * 101, "ß" * 60):
        with pytest.raises(Invalid):
            ties.put_muted_text(owner=ana, kind=MutedKind.WORD, text=text, until=None, now=START)
    monkeypatch.setattr("rapport.people.ties.actions.MUTES_AT_MOST", 0)
    monkeypatch.setattr("rapport.people.ties.actions.MUTED_TEXTS_AT_MOST", 0)
    with pytest.raises(Refused, match="the most"):
        ties.put_mute(owner=ana, other=bo, until=None, now=START)
    with pytest.raises(Refused, match="the most"):
        ties.put_muted_text(owner=ana, kind=MutedKind.WORD, text="owls", until=None, now=START)
    assert queries.mutes(ana, START) == []
    assert queries.muted_texts(ana, START) == []


def test_words_are_kept_in_one_spelling(db: None) -> None:
    ana = make_member("ana")
    for text in ("Big  DATA", "big data"):
        ties.put_muted_text(owner=ana, kind=MutedKind.WORD, text=text, until=SOON, now=START)
    ties.put_muted_text(owner=ana, kind=MutedKind.HASHTAG, text="rust", until=None, now=START)
    assert queries.muted_texts(ana, START) == [
        (MutedKind.HASHTAG, "rust", None),
        (MutedKind.WORD, "big data", SOON),
    ]
    assert ties.end_muted_text(owner=ana, kind=MutedKind.WORD, text="BIG data")
    assert not ties.end_muted_text(owner=ana, kind=MutedKind.WORD, text="BIG data")


def test_a_mute_hides_at_once_and_ends_by_itself(db: None) -> None:
    """FEED-5: also what others pass on; one's own posts stay."""
    world = World.made()
    me, ana, bo = world.people[:3]
    for step in ((0, 1), (0, 2)):
        world.step("follow", *step)
    for author in (0, 1, 2):
        world.step("post", author, 0)
    world.step("repost", 2, 1)
    own, anas, bos, passed_on = world.posts

    def feed() -> list[int]:
        return [post for post, _ in world.paged(me, Sql(probes=True), 20)]

    assert feed() == [passed_on, bos, anas, own]
    ties.put_mute(owner=me, other=ana, until=world.now + timedelta(hours=1), now=world.now)
    assert feed() == [bos, own]
    ties.put_muted_text(owner=me, kind=MutedKind.WORD, text="Rivers", until=None, now=world.now)
    assert feed() == [own]
    ties.end_muted_text(owner=me, kind=MutedKind.WORD, text="rivers")
    world.now += timedelta(hours=1)
    assert feed() == [passed_on, bos, anas, own]
    assert bo != ana

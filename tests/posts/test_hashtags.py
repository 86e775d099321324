"""Hashtags: followed in silence, counted exactly, offered only where somebody may read them (REL-5, FEED-6)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rapport.content.posts.actions import tagging
from rapport.content.posts.queries import hashtags
from rapport.kernel.changelog.models import Change
from rapport.people.actors import actions as actors
from rapport.people.audience import Viewer
from rapport.people.relationships.actions import removing
from rapport.people.ties import actions as ties
from tests.actions.groups import connect
from tests.people import LIMITS, START, make_member
from tests.posts.test_publishing import code_of
from tests.posts.writing import publish

pytestmark = pytest.mark.django_db


def follow(by: int, name: str) -> bool:
    """Follow a hashtag; whether that is new."""
    return tagging.follow_hashtag(by=Viewer(by), name=name, now=START)


def test_followed_once_counted_exactly_and_told_to_the_log() -> None:
    """REL-5: who is out of the graph is not counted (NET-1)."""
    one, two = make_member("one"), make_member("two")
    Change.objects.all().delete()
    assert follow(one, "#Rust")
    assert not follow(one, "rust")
    assert follow(two, "RUST")
    assert [(row.kind, row.one) for row in Change.objects.order_by("id")] == [
        ("hashtag_follow", one), ("hashtag_follow", two),
    ]  # fmt: skip
    assert hashtags.hashtag(Viewer(one), "rust").followers == 2
    actors.suspend(actor_id=two)
    assert hashtags.hashtag(Viewer(), "rust").followers == 1
    assert tagging.unfollow_hashtag(by=Viewer(one), name="rust")
    assert not tagging.unfollow_hashtag(by=Viewer(one), name="rust")
    assert not tagging.unfollow_hashtag(by=Viewer(one), name="never")
    assert code_of(lambda: follow(one, "no tag")) == "not_found"
    assert code_of(lambda: tagging.follow_hashtag(by=Viewer(), name="x", now=START)) == "not_found"


def test_so_many_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ties, "HASHTAGS_AT_MOST", 2)
    one = make_member("one")
    assert follow(one, "a")
    assert follow(one, "b")
    assert code_of(lambda: follow(one, "c")) == "hashtag_cap"
    assert not follow(one, "a")


def test_page_by_page() -> None:
    one = make_member("one")
    for place in range(5):
        tagging.follow_hashtag(by=Viewer(one), name=f"tag{place}", now=START + timedelta(minutes=place))
    found: list[str] = []
    cursor = None
    while True:
        page = hashtags.followed(Viewer(one), cursor=cursor, size=2)
        found += [row.name for row in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert found == [f"tag{place}" for place in reversed(range(5))]
    assert hashtags.followed_count(Viewer(one)) == 5


def test_offered_by_use_and_only_what_one_may_read() -> None:
    """FEED-6: a word of a private post alone is offered to nobody else, not even to whom it is for."""
    author, friend, reader = make_member("author"), make_member("friend"), make_member("reader")
    connect(author, friend)
    for words in ("#rust #rusty", "#rust", "#ruby"):
        publish(author, words, now=START)
    publish(author, "#rustsecret", audience="connections", now=START)

    def offered(viewer: int, typed: str) -> list[tuple[str, int]]:
        found = hashtags.completions(Viewer(viewer), typed, now=START, limits=LIMITS)
        return [(one.name, one.uses) for one in found]

    assert offered(reader, "Ru") == [("rust", 2), ("ruby", 1), ("rusty", 1)]
    assert offered(friend, "rusts") == []
    follow(reader, "rustsecret")
    assert offered(reader, "rusts") == [("rustsecret", 0)]
    assert offered(reader, "") == [("rustsecret", 0)]
    removing.block(owner=author, other=reader, now=START)
    assert offered(reader, "rust") == [("rustsecret", 0)]
    for wrong in ("no tag", "\x00", "1"):
        assert offered(reader, wrong) == []
    assert hashtags.completions(Viewer(), "ru", now=START, limits=LIMITS) == []

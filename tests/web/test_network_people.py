"""The people of My network: each tie's list, what stands between, what one may do (REL-1 to REL-3, REL-15 to 18)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rapport.kernel.limits import actions as limits
from rapport.kernel.limits.rules import Limits
from rapport.people.relationships.actions import choosing, following, inviting, removing
from rapport.people.relationships.models import FollowRequest
from rapport.people.ties.models import Connection, Follow
from tests.cast import Cast, connect
from tests.conftest import Clock
from tests.people import make_member
from tests.web.paper import client_of, page, press

LIMITS = Limits()
pytestmark = pytest.mark.django_db


def _tag(owner: int, other: int, clock: Clock, *tags: str, rhythm: int | None = None) -> None:
    choosing.keep_note(
        owner=owner, other=other, note="", how_met="", tags=list(tags), rhythm_weeks=rhythm, now=clock.now
    )


def test_connections_with_search_order_and_tags(clock: Clock, cast: Cast) -> None:
    """REL-15, REL-18: found by name, latest first or by name, and by one's own tags."""
    for name in ("Zoë Anders", "Ána Berg"):
        clock.forward(days=1)
        other = make_member(
            name.split()[0].lower().replace("ë", "e").replace("á", "a"), name=name, now=clock.now
        )
        connect(cast.alice.id, other, context="studied_together", now=clock.now, limits=LIMITS)
    alice = client_of(cast.alice.id)
    assert page(alice, "network_connections").names() == ["Ána Berg", "Zoë Anders", "Bob Asante"]
    assert page(alice, "network_connections", sort="name").names() == ["Ána Berg", "Bob Asante", "Zoë Anders"]
    assert page(alice, "network_connections", q="ana").names() == ["Ána Berg"]
    _tag(cast.alice.id, cast.bob.id, clock, "Delft", rhythm=4)
    shown = page(alice, "network_connections")
    assert "Connected since 2 March: you worked together. Every 4 weeks." in shown.text
    tagged = page(alice, "network_connections", tag="delft")
    assert tagged.names() == ["Bob Asante"]
    assert "Delft" not in page(client_of(cast.bob.id), "network_connections").text


@pytest.mark.parametrize("name", ["network_connections", "network_following", "network_followers"])
def test_what_no_database_keeps_finds_no_trouble(cast: Cast, name: str) -> None:
    """quality 5: NUL in a search is left out, on either database."""
    alice = client_of(cast.alice.id)
    assert page(alice, name, q="\0bo\0b").names() == ["Bob Asante"]
    assert page(alice, name, q="\0zz").names() == []


def test_a_connection_has_a_menu_that_says_who_learns_what(clock: Clock, cast: Cast) -> None:
    """REL-3, REL-10, REL-18: note, unfollow yet stay connected, remove, block."""
    alice = client_of(cast.alice.id)
    shown = page(alice, "network_connections")
    for words in ("Private note and rhythm…", "Only you see these.", "You stay connected. Bob is not told.",
                  "Remove connection…", "Block…"):  # fmt: skip
        assert words in shown.text, words
    press(alice, shown.form("Unfollow"))
    assert not Follow.objects.filter(owner_id=cast.alice.id, other_id=cast.bob.id).exists()
    assert Connection.objects.filter(owner_id=cast.alice.id, other_id=cast.bob.id).exists()
    press(alice, page(alice, "network_connections").form("Follow Bob Asante"))
    assert Follow.objects.filter(owner_id=cast.alice.id, other_id=cast.bob.id).exists()


def test_following_shows_what_is_private_and_what_rests(clock: Clock, cast: Cast) -> None:
    """REL-1, REL-2: a private follow is marked, a suspended one says why; stopping is one silent press."""
    following.follow(follower=cast.alice.id, followee=cast.dan.id, private=True, now=clock.now)
    following.follow(follower=cast.alice.id, followee=cast.erin.id, now=clock.now)
    choosing.choose(actor_id=cast.erin.id, changes={"follow_policy": "connections_only"})
    alice = client_of(cast.alice.id)
    shown = page(alice, "network_following")
    assert set(shown.names()) == {"Bob Asante", "Dan Okonkwo", "Erin Weiß"}
    assert "Private: Dan does not see it." in shown.text
    assert "Paused: Erin takes only connections as followers now." in shown.text
    shown = press(alice, shown.form("Following Dan Okonkwo"))
    assert "You no longer follow Dan. They are not told." in shown.text
    assert "Dan Okonkwo" not in shown.names()


def test_followers_who_may_be_named_with_follow_back(clock: Clock, cast: Cast) -> None:
    """REL-2, REL-14: private followers are counted and not named; follow back stands beside the others."""
    following.follow(follower=cast.dan.id, followee=cast.alice.id, private=True, now=clock.now)
    alice = client_of(cast.alice.id)
    shown = page(alice, "network_followers")
    assert "3 follow you" in shown.text
    assert set(shown.names()) == {"Bob Asante", "Carol Ferrer"}
    press(alice, shown.form("Follow back"))
    assert Follow.objects.filter(owner_id=cast.alice.id, other_id=cast.carol.id).exists()


def test_only_private_followers_are_no_nobody(clock: Clock, cast: Cast) -> None:
    """REL-2: a list without names never says that nobody follows."""
    following.follow(follower=cast.alice.id, followee=cast.erin.id, private=True, now=clock.now)
    assert "Those who follow you do so privately." in page(client_of(cast.erin.id), "network_followers").text


def test_requests_are_let_in_or_refused_and_nobody_is_told(clock: Clock, cast: Cast) -> None:
    """REL-1: requests wait without a notice; a refused one goes on looking asked."""
    choosing.choose(actor_id=cast.alice.id, changes={"follow_policy": "on_request"})
    for asker in (cast.dan, cast.erin):
        following.follow(follower=asker.id, followee=cast.alice.id, now=clock.now)
    alice, erin = client_of(cast.alice.id), client_of(cast.erin.id)
    shown = page(alice, "network_requests")
    assert "Requests 2" in shown.text
    press(alice, shown.form("Let them follow Dan"))
    before = page(erin, "member", "alice").text
    shown = press(alice, page(alice, "network_requests").form("Refuse Erin"))
    assert "Refused. Erin is not told, and does not follow you." in shown.text
    assert Follow.objects.filter(owner_id=cast.dan.id, other_id=cast.alice.id).exists()
    assert not Follow.objects.filter(owner_id=cast.erin.id, other_id=cast.alice.id).exists()
    assert page(erin, "member", "alice").text == before


@pytest.mark.parametrize("route", ["request_accept", "request_refuse"])
@pytest.mark.parametrize("handle", ["erin", "mallory", "nobody_at_all"])
def test_what_was_not_asked_cannot_be_answered(clock: Clock, cast: Cast, route: str, handle: str) -> None:
    """Absent, blocked and never asked are alike, and nothing happens."""
    following.follow(follower=cast.dan.id, followee=cast.bob.id, now=clock.now)
    edges = set(Follow.objects.values_list("owner_id", "other_id"))
    assert client_of(cast.alice.id).post(reverse(route, args=[handle])).status_code == 404
    assert set(Follow.objects.values_list("owner_id", "other_id")) == edges
    assert not FollowRequest.objects.exists()


def test_a_request_is_its_owners_to_answer(clock: Clock, cast: Cast) -> None:
    """Nobody lets a follower in at somebody else's door."""
    choosing.choose(actor_id=cast.alice.id, changes={"follow_policy": "on_request"})
    following.follow(follower=cast.dan.id, followee=cast.alice.id, now=clock.now)
    assert client_of(cast.dan.id).post(reverse("request_accept", args=["dan"])).status_code == 404
    assert client_of(cast.erin.id).post(reverse("request_accept", args=["dan"])).status_code == 404
    assert not Follow.objects.filter(owner_id=cast.dan.id, other_id=cast.alice.id).exists()


def test_blocked_people_stand_in_one_list_alone(clock: Clock, cast: Cast) -> None:
    """REL-17: hidden everywhere but here; unblocking restores nothing."""
    removing.block(owner=cast.alice.id, other=cast.bob.id, now=clock.now)
    alice = client_of(cast.alice.id)
    assert page(alice, "network_connections").names() == []
    shown = page(alice, "network_blocked")
    assert "Bob Asante" in shown.text
    assert shown.names() == []
    shown = press(alice, shown.form("Unblock Bob"))
    assert "is unblocked" in shown.text
    assert page(alice, "network_connections").names() == []
    assert "You have blocked" not in page(client_of(cast.bob.id), "network").text


@pytest.mark.parametrize(
    "name",
    ["network", "network_filtered", "network_sent", "network_earlier", "network_connections", "network_following",
     "network_followers", "network_requests", "network_blocked"],
)  # fmt: skip
def test_a_page_costs_the_same_with_one_row_and_with_twenty(clock: Clock, name: str) -> None:
    """Query counts per page are pinned at 1 and at 20 rows, and equal."""
    owner = make_member("owner", now=clock.now)
    browser = client_of(owner)
    costs = []
    for rows in (range(1), range(1, 20)):
        for number in rows:
            _fill(name, owner, make_member(f"other{number}", now=clock.now), clock)
        browser.get(reverse(name))
        with CaptureQueriesContext(connection) as spent:
            text = browser.get(reverse(name)).content.decode()
        assert text.count("Other") >= rows.stop
        costs.append(len(spent))
    assert costs[0] == costs[1]
    assert costs[0] <= 50


def _fill(name: str, owner: int, other: int, clock: Clock) -> None:
    """One more row on the page of that name."""
    match name:
        case "network":
            choosing.choose(actor_id=owner, changes={"invitation_policy": "everyone"})
            _send(other, owner, clock)
        case "network_filtered":
            choosing.choose(actor_id=owner, changes={"invitation_policy": "knows_email"})
            _send(other, owner, clock)
        case "network_sent":
            _send(owner, other, clock)
        case "network_earlier" | "network_connections":
            connect(other, owner, context="other", now=clock.now, limits=LIMITS)
        case "network_following":
            following.follow(follower=owner, followee=other, now=clock.now)
        case "network_followers":
            following.follow(follower=other, followee=owner, now=clock.now)
        case "network_requests":
            choosing.choose(actor_id=owner, changes={"follow_policy": "on_request"})
            following.follow(follower=other, followee=owner, now=clock.now)
        case _:
            removing.block(owner=owner, other=other, now=clock.now)


def _send(sender: int, recipient: int, clock: Clock) -> None:
    inviting.invite(sender=sender, recipient=recipient, context="other", now=clock.now, limits=LIMITS)


def test_long_lists_come_page_by_page(clock: Clock, cast: Cast) -> None:
    """Everyone once, in the order chosen."""
    limits.set_limit(name="page_size", value="2", now=clock.now)
    for number in range(4):
        clock.forward(minutes=1)
        other = make_member(f"other{number}", now=clock.now)
        connect(cast.alice.id, other, context="other", now=clock.now, limits=LIMITS)
    alice, seen = client_of(cast.alice.id), []
    shown = page(alice, "network_connections", sort="name")
    seen += shown.names()
    while any("Show more" in text for text, _ in shown.links):
        address = shown.href("Show more")
        assert "sort=name" in address
        shown = type(shown)(alice.get(address).content.decode())
        seen += shown.names()
    assert seen == ["Bob Asante", "Other0", "Other1", "Other2", "Other3"]

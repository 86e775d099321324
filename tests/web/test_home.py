"""Home: what waits first, kind when nothing does, the same cost whatever waits."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rapport.content.posts.actions import publishing
from rapport.kernel.limits.rules import Limits
from rapport.people.audience import Viewer
from rapport.people.relationships.actions import choosing, following
from tests.conftest import Clock
from tests.web.reading import form_to, press, read, signed_in, toasts, visit
from tests.web.stage import connect, invite, member

pytestmark = pytest.mark.django_db
QUIET = 34
"""So many statements at most, with nothing that waits: no index is there, which takes some more."""


def test_the_first_day(clock: Clock) -> None:
    """Nothing yet: one kind sentence and one thing to do; the budget and the figures stand beside it."""
    member(clock, "anna", "Anna Vogel")
    page = visit(signed_in("anna"), "/")
    assert page.all("h1")[0].text == "Welcome, Anna"
    assert "A quiet beginning." in page.text
    assert "100 left of 100" in page.text
    assert page.all("article") == []


def test_a_quiet_day(clock: Clock) -> None:
    """Nothing waits for a member who has a network."""
    connect(clock, member(clock, "anna"), member(clock, "bert"))
    page = visit(signed_in("anna"), "/")
    assert page.all("h1")[0].text == "Good to see you, Anna"
    assert "Nothing here yet." in page.text


def test_what_waits_can_be_answered_there(clock: Clock) -> None:
    """Letters with their answers, requests to follow with theirs; each stays on the page it was pressed on."""
    anna, bert, cleo = member(clock, "anna"), member(clock, "bert"), member(clock, "cleo")
    choosing.choose(actor_id=anna, changes={"follow_policy": "on_request"})
    sent = invite(clock, bert, anna, note="We met in Delft.")
    following.follow(follower=cleo, followee=anna, now=clock.now)
    browser = signed_in("anna")
    page = visit(browser, "/")
    assert page.all("h1")[0].text == "Waiting for you, Anna"
    assert "We met in Delft." in page.text
    assert "Says you worked together." in page.text
    assert form_to(page, "/network/requests/cleo/accept").all("button")
    page = press(browser, page, f"/invitations/{sent}/accept")
    assert page.all("h1")[0].text == "Waiting for you, Anna"
    assert toasts(page) == ["You and Bert are connected. Note how you met"]


def test_the_filtered_tray_is_named_without_notice(clock: Clock) -> None:
    """REL-13: what waits in the filtered tray is a figure in the rail, and no letter here."""
    anna, bert = member(clock, "anna"), member(clock, "bert")
    choosing.choose(actor_id=anna, changes={"invitation_policy": "second_degree"})
    invite(clock, bert, anna)
    page = visit(signed_in("anna"), "/")
    assert page.all("article") == []
    assert "In the filtered tray 1" in page.text


def test_visitors_are_welcomed(clock: Clock) -> None:
    """The same address welcomes who is not signed in."""
    member(clock, "anna")
    answer = Client().get("/")
    assert answer.status_code == 200
    assert read(answer).all("nav", id="places") == []


def test_home_costs_the_same_whatever_waits(clock: Clock) -> None:
    """The number of statements does not grow with the letters."""
    anna = member(clock, "anna")
    browser, costs = signed_in("anna"), []
    for number in range(5):
        invite(clock, member(clock, f"bert{number}"), anna)
        if number in (0, 4):
            with CaptureQueriesContext(connection) as queries:
                browser.get("/")
            costs.append(len(queries))
    assert costs[0] == costs[1]


def test_home_costs_the_same_for_one_post_and_twenty(clock: Clock) -> None:
    """A quiet Home takes few statements, however many posts and people stand on it (quality 6)."""
    anna = member(clock, "anna")
    browser, costs = signed_in("anna"), []
    for number in range(20):
        author = member(clock, f"bert{number}")
        connect(clock, author, anna)
        publishing.publish(
            by=Viewer(author), words=f"Number {number}.", audience="anyone", now=clock.now, limits=Limits()
        )
        if number in (0, 19):
            with CaptureQueriesContext(connection) as queries:
                assert f"Number {number}." in browser.get("/").content.decode()
            costs.append(len(queries))
    assert costs[0] == costs[1]
    assert costs[0] <= QUIET


def test_show_more_with_script_brings_posts_alone(clock: Clock) -> None:
    """FEED-3: a later page has the rest of the posts, and nothing of what stands beside the feed."""
    anna = member(clock, "anna")
    for number in range(21):
        publishing.publish(
            by=Viewer(anna), words=f"Number {number}.", audience="anyone", now=clock.now, limits=Limits()
        )
    client = signed_in("anna")
    links = [one.get("href") for one in visit(client, "/").all("a")]
    more = next(one for one in links if one.startswith("/?cursor="))
    whole, part = client.get(more), client.get(more, headers={"HX-Request": "true"})
    for answer in (whole, part):
        assert "Number 0." in answer.content.decode()
        assert "Number 1." not in answer.content.decode()
    assert "Invitations you can send" in whole.content.decode()
    assert "Invitations you can send" not in part.content.decode()

"""What else stands on a member's page: how near, how many, in whose words, and what one may still do."""

from __future__ import annotations

from itertools import pairwise

import pytest

from rapport.kernel.limits.actions import set_limit
from rapport.people.relationships.actions import answering, choosing, following, removing
from rapport.people.relationships.models import FollowRequest
from rapport.people.ties.models import Network
from tests.conftest import Clock
from tests.people import LIMITS
from tests.web.reading import Node, pair, press, shown, signed_in, toasts, visit
from tests.web.stage import connect, invite, member

pytestmark = pytest.mark.django_db


def steps(page: Node) -> list[str]:
    """The steps of the drawing, from reader to member."""
    drawings = page.all("div", class_="chain")
    return [one.all("div", class_="words")[0].text for one in drawings[0].all("li")] if drawings else []


@pytest.fixture
def line(clock: Clock) -> list[int]:
    """Anna, Bert, Cleo, Dora and Erik, each connected to the next."""
    people = [member(clock, one) for one in ("anna", "bert", "cleo", "dora", "erik")]
    for one, two in pairwise(people):
        connect(clock, one, two)
    return people


@pytest.mark.parametrize(
    ("handle", "drawn"),
    [
        ("bert", ["Anna You", "Bert"]),
        ("cleo", ["Anna You", "Bert Connected to you both", "Cleo"]),
        ("dora", ["Anna You", "Someone in your network", "Someone Dora is connected to", "Dora"]),
        ("erik", []),
    ],
)
def test_how_you_are_connected(line: list[int], handle: str, drawn: list[str]) -> None:
    """NET-1, NET-2: the way is drawn to the 3rd degree; only who is connected to both is named."""
    page = visit(signed_in("anna"), f"/@{handle}")
    assert steps(page) == drawn
    assert ("Not within three steps." in page.text) is (not drawn)


def test_counts_as_others_and_as_the_owner_see_them(clock: Clock) -> None:
    """REL-15: others read 500+, the owner the exact number; followers are exact."""
    anna = member(clock, "anna")
    member(clock, "bert")
    Network.objects.filter(pk=anna).update(connections=1234)
    assert "500+ connections" in visit(signed_in("bert"), "/@anna").text
    assert "1,234 connections" in visit(signed_in("anna"), "/@anna").text


@pytest.mark.parametrize(
    ("wish", "theirs", "own"),
    [
        ("anyone", "Bert is open to invitations from anyone.", "You are open to invitations from anyone."),
        (
            "shared_context",
            "Bert connects with people who share something",
            "You connect with people who share",
        ),
        ("people_i_know", "Bert connects with people they know.", "You connect with people you know."),
        (
            "worked_with",
            "Bert connects with people they have worked with.",
            "You connect with people you have worked",
        ),
    ],
)
def test_whom_they_connect_with(clock: Clock, wish: str, theirs: str, own: str) -> None:
    """REL-14: the policy and a line of one's own, where one would invite."""
    member(clock, "anna")
    bert = member(clock, "bert")
    choosing.choose(actor_id=bert, changes={"connection_policy": wish, "connection_line": "In my own words."})
    page = visit(signed_in("anna"), "/@bert")
    assert theirs in page.text
    assert "In my own words." in page.text
    assert own in visit(signed_in("bert"), "/@bert").text


@pytest.mark.parametrize(
    ("wish", "theirs", "own"),
    [
        (
            "on_request",
            "Bert answers requests to follow in person.",
            "You answer requests to follow in person.",
        ),
        ("connections_only", "Bert takes only connections as followers.", "You take only connections"),
    ],
)
def test_who_may_follow(clock: Clock, wish: str, theirs: str, own: str) -> None:
    """REL-1: a closed or guarded door is said to be one."""
    member(clock, "anna")
    choosing.choose(actor_id=member(clock, "bert"), changes={"follow_policy": wish})
    assert theirs in visit(signed_in("anna"), "/@bert").text
    assert own in visit(signed_in("bert"), "/@bert").text


def test_asking_to_follow_is_said_so(clock: Clock) -> None:
    """REL-1: the toast says who answers; one press takes the request back."""
    member(clock, "anna")
    choosing.choose(actor_id=member(clock, "bert"), changes={"follow_policy": "on_request"})
    anna = signed_in("anna")
    page = press(anna, visit(anna, "/@bert"), "/@bert/follow")
    assert toasts(page) == ["You asked to follow Bert, who answers in person."]
    press(anna, page, "/@bert/unfollow")
    assert not FollowRequest.objects.exists()


def test_what_they_ask_stands_first_under_invited(clock: Clock) -> None:
    """REL-7: once they asked why, the menu leads to their question."""
    anna, bert = member(clock, "anna"), member(clock, "bert")
    sent = invite(clock, anna, bert)
    answering.reply(invitation_id=sent, actor_id=bert, words="Where was that?", now=clock.now, limits=LIMITS)
    page = visit(signed_in("anna"), "/@bert")
    assert "Read what Bert asks" in pair(page).text
    assert pair(page).all("a", class_="item")[0].get("href") == f"/invitations/{sent}"


def test_what_we_can_check_of_a_mutual_connection(clock: Clock) -> None:
    """The stated context stands with what we find of it ourselves."""
    anna, bert, cleo = (member(clock, one) for one in ("anna", "bert", "cleo"))
    invite(clock, bert, anna, context="mutual_connection")
    home = signed_in("anna")
    assert "Says you have a mutual connection. We find none." in visit(home, "/").text
    connect(clock, anna, cleo)
    connect(clock, bert, cleo)
    assert "Says you have a mutual connection. We find 1." in visit(home, "/").text


def test_lists_offer_only_what_is_possible(clock: Clock) -> None:
    """A button that a rule forbids is left out of lists; the reason stands on the page."""
    member(clock, "anna")
    choosing.choose(actor_id=member(clock, "bert"), changes={"follow_policy": "connections_only"})
    set_limit(name="invitation_limit", value="0", now=clock.now)
    page = visit(signed_in("anna"), "/people?q=bert")
    assert shown(pair(page)) == []
    assert "Nobody can send invitations here at present." in visit(signed_in("anna"), "/@bert").text


def test_letters_in_lists_are_short(clock: Clock) -> None:
    """Who asked stands in the directory with the three answers of one press."""
    anna, bert = member(clock, "anna"), member(clock, "bert")
    invite(clock, bert, anna)
    assert shown(pair(visit(signed_in("anna"), "/people?q=bert"))) == ["*Accept", "Ask why", "Ignore"]


def test_two_ends_of_one_connection(clock: Clock) -> None:
    """REL-10: parting twice says nothing the second time; with oneself nothing is shared."""
    anna, bert = member(clock, "anna"), member(clock, "bert")
    connect(clock, anna, bert)
    browser = signed_in("anna")
    question = visit(browser, "/@bert/disconnect")
    removing.unconnect(actor_id=bert, other=anna, now=clock.now)
    assert toasts(press(browser, question, "/@bert/disconnect")) == []
    for path in ("/@anna/mutual-connections", "/@anna/note", "/@anna/block", "/@anna/disconnect"):
        assert browser.get(path).status_code == 404, path


def test_unblocking_somebody_who_is_not_blocked(clock: Clock) -> None:
    """Absent, as for nobody: nothing tells whether they are there."""
    member(clock, "anna")
    member(clock, "bert")
    browser = signed_in("anna")
    token = visit(browser, "/@bert").all("input", name="csrfmiddlewaretoken")[0].get("value")
    for handle in ("bert", "nobody"):
        assert browser.post(f"/@{handle}/unblock", {"csrfmiddlewaretoken": token}).status_code == 404


def test_following_privately_is_said_so(clock: Clock) -> None:
    """REL-2: a private follow says that they do not see it."""
    anna, bert = member(clock, "anna"), member(clock, "bert")
    browser = signed_in("anna")
    page = visit(browser, "/@bert")
    token = page.all("input", name="csrfmiddlewaretoken")[0].get("value")
    answer = browser.post("/@bert/follow", {"csrfmiddlewaretoken": token, "private": "on"})
    assert toasts(visit(browser, answer.headers["Location"])) == [
        "You follow Bert privately. They do not see it."
    ]
    following.unfollow(follower=anna, followee=bert)

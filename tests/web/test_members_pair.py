"""A member's page shows each state of the pair for a relationship made by real actions (design: the pair)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rapport.kernel.limits.actions import set_limit
from rapport.people.relationships.actions import answering, choosing, following, inviting, removing
from rapport.people.relationships.models import Restriction
from rapport.people.ties.models import Connection, Follow
from tests.conftest import Clock
from tests.people import make_member
from tests.web.reading import Node, form_to, pair, press, read, shown, signed_in, toasts, visit
from tests.web.stage import connect, invite

pytestmark = pytest.mark.django_db

DOTS = "More about Bert Weiß"


@pytest.fixture
def two(clock: Clock) -> tuple[int, int]:
    """Anna, who looks, and Bert."""
    return (
        make_member("anna", name="Anna Vogel", now=clock.now),
        make_member("bert", name="Bert Weiß", now=clock.now),
    )


def bert() -> Node:
    """Bert's page as Anna sees it."""
    return visit(signed_in("anna"), "/@bert")


def notes(page: Node) -> str:
    """The sentences beneath the pair."""
    return " ".join(one.text for one in pair(page).all("p", class_="tie-note"))


def test_nothing_between(two: tuple[int, int]) -> None:
    """REL-14: Connect stands first and solid, Follow beside it."""
    assert shown(pair(bert())) == ["*Connect", "Follow", DOTS]


def test_follow_first(two: tuple[int, int]) -> None:
    """REL-14: with Follow first, Connect stands under More; following is said to be quiet."""
    choosing.choose(actor_id=two[1], changes={"primary_button": "follow"})
    page = bert()
    assert shown(pair(page)) == ["*Follow", "More"]
    assert "Connect…" in pair(page).text
    assert "Bert is not told" in notes(page)


def test_following(two: tuple[int, int], clock: Clock) -> None:
    """REL-3: Following takes one press back; Connect stays."""
    following.follow(follower=two[0], followee=two[1], now=clock.now)
    assert shown(pair(bert())) == ["*Connect", "Following", DOTS]


def test_asked_to_follow(two: tuple[int, int], clock: Clock) -> None:
    """REL-1: Asked, and who answers."""
    choosing.choose(actor_id=two[1], changes={"follow_policy": "on_request"})
    following.follow(follower=two[0], followee=two[1], now=clock.now)
    page = bert()
    assert shown(pair(page)) == ["*Connect", "Asked", DOTS]
    assert "Bert answers requests to follow in person" in notes(page)


def test_no_followers_taken(two: tuple[int, int]) -> None:
    """REL-1: Follow is greyed where only connections may, and its reason is reachable."""
    choosing.choose(actor_id=two[1], changes={"follow_policy": "connections_only"})
    page = bert()
    assert shown(pair(page)) == ["*Connect", "#Follow", DOTS]
    button = pair(page).all("button", aria_disabled="true")[0]
    assert (
        page.all("p", id=button.get("aria-describedby"))[0].text
        == "Bert takes only connections as followers."
    )


def test_a_follow_rests(two: tuple[int, int], clock: Clock) -> None:
    """REL-1: a follow suspended by a closed door is shown, and says that it rests."""
    following.follow(follower=two[0], followee=two[1], now=clock.now)
    choosing.choose(actor_id=two[1], changes={"follow_policy": "connections_only"})
    page = bert()
    assert shown(pair(page)) == ["*Connect", "Following", DOTS]
    assert "your follow rests" in notes(page)


def test_invited(two: tuple[int, int], clock: Clock) -> None:
    """REL-11: Invited with the days; the reminder says from when, withdrawing from when one may ask again."""
    invite(clock, *two)
    page = bert()
    assert shown(pair(page)) == ["Invited", "Follow", DOTS]
    assert notes(page) == "Sent 2 March. Lapses on 29 August if unanswered."
    menu = pair(page).all("details", class_="menu")[0]
    assert "You can send Bert Weiß a reminder from 16 March." in menu.text
    assert "You can ask again 21 days later." in menu.text


def test_invited_and_ignored_looks_the_same(two: tuple[int, int], clock: Clock) -> None:
    """REL-11: to the sender an ignored invitation behaves as pending in every way."""
    sent = invite(clock, *two)
    before = pair(bert()).text
    answering.ignore(invitation_id=sent, actor_id=two[1], now=clock.now)
    assert pair(bert()).text == before


def test_they_invited(two: tuple[int, int], clock: Clock) -> None:
    """REL-7: Accept solid, Ask why, Ignore; more answers each say who learns what."""
    invite(clock, two[1], two[0])
    page = bert()
    assert shown(pair(page)) == ["*Accept", "Ask why", "Ignore", "More answers", DOTS]
    words = pair(page).text
    for answer in (
        "Accept without following",
        "Suggest a follow instead",
        "Decline courteously…",
        "I don’t know this person…",
    ):
        assert answer in words
    assert notes(page) == "Bert asked to connect on 2 March."


def test_they_invited_and_one_is_full(two: tuple[int, int], clock: Clock) -> None:
    """REL-9: at the cap accepting is refused with its reason, and following is offered."""
    connect(clock, two[0], make_member("cleo", now=clock.now))
    set_limit(name="connection_cap", value="1", now=clock.now)
    invite(clock, two[1], two[0])
    page = bert()
    assert shown(pair(page))[0] == "#Accept"
    assert "Follow" in shown(pair(page))
    assert notes(page).startswith("You have 1 connections, the most anyone can have.")


def test_connected(two: tuple[int, int], clock: Clock) -> None:
    """REL-8: connected and following, and what one may do about it."""
    connect(clock, *two)
    page = bert()
    assert shown(pair(page)) == ["Connected", "Following", DOTS]
    assert "Remove the connection…" in pair(page).text
    assert "Connected since 2 March; you worked together." in page.text


def test_connected_not_following(two: tuple[int, int], clock: Clock) -> None:
    """REL-3: unfollowing keeps the connection."""
    connect(clock, *two)
    following.unfollow(follower=two[0], followee=two[1])
    assert shown(pair(bert())) == ["Connected", "Follow", DOTS]


def test_at_the_cap(two: tuple[int, int], clock: Clock) -> None:
    """REL-9: Connect greyed, Follow solid, the reason with the figure."""
    connect(clock, two[0], make_member("cleo", now=clock.now))
    set_limit(name="connection_cap", value="1", now=clock.now)
    page = bert()
    assert shown(pair(page)) == ["#Connect", "*Follow", DOTS]
    assert "Following has no limit." in notes(page)


def test_waiting_period(two: tuple[int, int], clock: Clock) -> None:
    """REL-11: after withdrawing one waits, and is told until when."""
    inviting.withdraw(invitation_id=invite(clock, *two), actor_id=two[0], now=clock.now)
    page = bert()
    assert shown(pair(page)) == ["#Connect", "Follow", DOTS]
    assert notes(page) == "You withdrew an invitation on 2 March. You can ask again on 23 March."


def test_budget_spent(two: tuple[int, int], clock: Clock) -> None:
    """REL-12: the budget is spent, and the day on which it renews is said."""
    set_limit(name="invitation_limit", value="1", now=clock.now)
    invite(clock, two[0], make_member("cleo", now=clock.now))
    page = bert()
    assert shown(pair(page)) == ["#Connect", "Follow", DOTS]
    assert notes(page).endswith("The next one comes back on 9 March.")


def test_restricted(two: tuple[int, int], clock: Clock) -> None:
    """REL-12: Follow solid, an invitation by their email address, the reason and its end."""
    Restriction.objects.create(
        owner_id=two[0], reason="dont_know", started_at=clock.now, ends_at=clock.now + timedelta(days=30)
    )
    page = bert()
    assert shown(pair(page)) == ["*Follow", "Invite with their email…", DOTS]
    assert notes(page).startswith("5 people said they don’t know you. Until 1 April,")


def test_one_ignored_them(two: tuple[int, int], clock: Clock) -> None:
    """REL-11: whoever ignored may connect at any time, and may put the invitation back."""
    sent = invite(clock, two[1], two[0])
    answering.ignore(invitation_id=sent, actor_id=two[0], now=clock.now)
    anna = signed_in("anna")
    page = visit(anna, "/@bert")
    assert shown(pair(page)) == ["*Connect", "Follow", DOTS]
    assert "If you connect now, you accept it." in notes(page)
    back = press(anna, page, f"/invitations/{sent}/reopen")
    assert toasts(back) == ["The invitation from Bert waits again."]


def test_follows_you(two: tuple[int, int], clock: Clock) -> None:
    """REL-14: "Follows you" is shown, with follow back beside it; a private follow is not (REL-2)."""
    following.follow(follower=two[1], followee=two[0], now=clock.now)
    page = bert()
    assert "follows you" in page.text
    assert "Follow back" in shown(pair(page))
    following.follow(follower=two[1], followee=two[0], private=True, now=clock.now)
    assert "follows you" not in bert().text


def test_oneself_has_no_pair(two: tuple[int, int]) -> None:
    """One's own page offers to edit it instead."""
    page = visit(signed_in("bert"), "/@bert")
    assert page.all("div", class_="tie-pair") == []
    assert "Invitations you can send" in page.text


@pytest.mark.parametrize("how", ["blocked", "blocking"])
def test_blocked_is_absent(two: tuple[int, int], clock: Clock, how: str) -> None:
    """REL-17: blocked either way, the page does not exist: the same answer as for nobody."""
    one, other = two if how == "blocking" else two[::-1]
    removing.block(owner=one, other=other, now=clock.now)
    client = signed_in("anna")
    hidden, nobody = client.get("/@bert"), client.get("/@nobody")
    assert hidden.status_code == nobody.status_code == 404
    assert read(hidden).text == read(nobody).text
    same = set(hidden.headers) == set(nobody.headers)
    assert same
    for path in ("invite", "note", "block", "connections", "followers", "mutual-connections", "disconnect"):
        assert client.get(f"/@bert/{path}").status_code == 404, path


def test_every_button_of_the_pair_works_without_script(two: tuple[int, int], clock: Clock) -> None:
    """Follow, unfollow, follow privately: forms that post and come back, with what is done said."""
    anna = signed_in("anna")
    page = press(anna, visit(anna, "/@bert"), "/@bert/follow")
    assert toasts(page) == ["You follow Bert. They are not told. Undo"]
    assert Follow.objects.filter(owner_id=two[0], other_id=two[1], private=False).exists()
    page = press(anna, page, "/@bert/unfollow")
    assert toasts(page) == ["You no longer follow Bert. They are not told."]
    assert not Follow.objects.exists()
    private = [
        form for form in page.all("form", action="/@bert/follow") if form.all("button", name="private")
    ]
    token = private[0].all("input", name="csrfmiddlewaretoken")[0].get("value")
    answer = anna.post("/@bert/follow", {"csrfmiddlewaretoken": token, "private": "on"})
    assert answer.status_code == 303
    assert Follow.objects.get().private
    page = visit(anna, "/@bert")
    assert "Follow openly" in page.text


def test_accept_and_part_without_script(two: tuple[int, int], clock: Clock) -> None:
    """REL-8, REL-10: accept makes the connection; removing asks first and says who learns what."""
    sent = invite(clock, two[1], two[0])
    anna = signed_in("anna")
    page = press(anna, visit(anna, "/@bert"), f"/invitations/{sent}/accept")
    assert toasts(page) == ["You and Bert are connected. Note how you met"]
    assert Connection.objects.count() == 2
    assert Follow.objects.count() == 2
    question = visit(anna, "/@bert/disconnect")
    assert "Bert is not told." in question.text
    page = press(anna, question, "/@bert/disconnect")
    assert toasts(page) == ["Bert is no longer your connection, and is not told."]
    assert not Connection.objects.exists()
    assert anna.get("/@bert/disconnect").status_code == 404


def test_block_and_unblock(two: tuple[int, int], clock: Clock) -> None:
    """REL-17: blocking asks first, leads home, and can be taken back from the toast."""
    connect(clock, *two)
    anna = signed_in("anna")
    page = press(anna, visit(anna, "/@bert/block"), "/@bert/block")
    assert toasts(page) == ["Bert is blocked, and is not told. Unblock"]
    assert anna.get("/@bert").status_code == 404
    assert anna.get("/@bert/unblock").status_code == 405
    token = form_to(page, "/@bert/unblock").all("input", name="csrfmiddlewaretoken")[0].get("value")
    answer = anna.post("/@bert/unblock", {"csrfmiddlewaretoken": token})
    assert answer.headers["Location"] == "/@bert"
    assert shown(pair(visit(anna, "/@bert"))) == ["*Connect", "Follow", DOTS]

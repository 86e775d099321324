"""My network: letters and what was sent, as far as each side may know (REL-6 to REL-13)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from rapport.kernel import clock as kernel_clock
from rapport.kernel.limits import actions as limits
from rapport.kernel.limits.rules import Limits
from rapport.people.relationships.actions import answering, choosing, inviting, removing
from rapport.people.relationships.models import Invitation
from rapport.people.ties.models import Connection, Follow
from tests.cast import Cast, Member
from tests.conftest import Clock
from tests.people import make_member
from tests.web.paper import client_of, page, press

LIMITS = Limits()
pytestmark = pytest.mark.django_db


def _invite(
    sender: Member | int, recipient: Member | int, *, context: str = "met_at_event", note: str = ""
) -> UUID:
    return inviting.invite(
        sender=sender if isinstance(sender, int) else sender.id,
        recipient=recipient if isinstance(recipient, int) else recipient.id,
        context=context,
        note=note,
        now=kernel_clock.now(),
        limits=LIMITS,
    ).invitation_id


def test_figures_tabs_budget_and_front_door(clock: Clock, cast: Cast) -> None:
    """REL-12, REL-15: the owner sees every figure exactly, the budget with its rule, and their own door."""
    choosing.choose(actor_id=cast.alice.id, changes={"connection_line": "If we have met, say where."})
    _invite(cast.alice, cast.erin)
    shown = page(client_of(cast.alice.id), "network")
    assert shown.heads[0] == "Network"
    for words in (
        "1 connection", "1 you follow", "2 follow you", "99 left of 100", "Sent 2 in the last 7 days",
        "1 accepted and given back", "Monday 9 March", "1 of at most 500 is waiting", "Your front door",
        "Everyone’s invitations reach you", "Connect first", "“If we have met, say where.”",
    ):  # fmt: skip
        assert words in shown.text, words
    assert [text for text, href in shown.links if href.startswith("/network/") and text][:5] == [
        "Connections", "Picture", "Following", "Followers", "Blocked",
    ]  # fmt: skip


def test_a_letter_with_everything_one_may_answer(clock: Clock, cast: Cast) -> None:
    """REL-7: note, context, mutuals, and the six answers, each saying who learns what."""
    _invite(cast.dan, cast.alice, context="mutual_connection", note="Bob says we should talk about maps.")
    shown = page(client_of(cast.alice.id), "network")
    assert "One person would like to connect" in shown.heads
    for words in (
        "Dan Okonkwo", "Bob says we should talk about maps.", "Says you have a mutual connection", "Bob in common",
        "Accept", "Ask why", "Ignore", "Accept without following", "Suggest a follow instead",
        "Dan is told", "Decline courteously", "I don’t know this person", "Dan is not told",
    ):  # fmt: skip
        assert words in shown.text, words


def test_accepting_in_place_brings_back_to_the_letters(clock: Clock, cast: Cast) -> None:
    """REL-8: accept, and one stands where one was; without following where one chose so."""
    _invite(cast.dan, cast.alice)
    alice = client_of(cast.alice.id)
    shown = press(alice, page(alice, "network").form("Accept without following"))
    assert "You and Dan are connected." in shown.text
    assert "No invitations are waiting." in shown.text
    assert Connection.objects.filter(owner_id=cast.alice.id, other_id=cast.dan.id).exists()
    assert not Follow.objects.filter(owner_id=cast.alice.id, other_id=cast.dan.id).exists()
    assert Follow.objects.filter(owner_id=cast.dan.id, other_id=cast.alice.id).exists()


def test_ignoring_can_be_undone_and_the_sender_sees_nothing(clock: Clock, cast: Cast) -> None:
    """REL-7, REL-11: to the sender an ignored invitation is pending in every way."""
    _invite(cast.dan, cast.alice, note="Maps?")
    alice, dan = client_of(cast.alice.id), client_of(cast.dan.id)
    before = page(dan, "network_sent").text
    shown = press(alice, page(alice, "network").form("Ignore"))
    assert "Invitation ignored. Dan is not told." in shown.text
    assert page(dan, "network_sent").text == before
    earlier = page(alice, "network_earlier")
    assert "You ignored this invitation. Dan was not told." in earlier.text
    press(alice, earlier.form("Put back"))
    assert "One person would like to connect" in page(alice, "network").heads


def test_a_thread_stands_in_the_letter_and_with_what_was_sent(clock: Clock, cast: Cast) -> None:
    """REL-7: asking why opens a thread between the two."""
    invitation = _invite(cast.dan, cast.alice)
    answering.reply(
        invitation_id=invitation,
        actor_id=cast.alice.id,
        words="Where did we meet?",
        now=clock.now,
        limits=LIMITS,
    )
    alice, dan = client_of(cast.alice.id), client_of(cast.dan.id)
    assert "You asked why." in page(alice, "network").text
    shown = page(dan, "network_sent")
    assert "Where did we meet?" in shown.text
    press(dan, shown.form("Write to Alice"), text="In Delft.")
    assert "In Delft." in page(alice, "network").text


def test_the_filtered_tray_is_unseen_until_opened(clock: Clock, cast: Cast) -> None:
    """REL-13: others' invitations wait in a filtered tray with the same answers; senders learn nothing."""
    choosing.choose(actor_id=cast.alice.id, changes={"invitation_policy": "second_degree"})
    _invite(cast.erin, cast.alice, note="A quick question")
    alice, erin = client_of(cast.alice.id), client_of(cast.erin.id)
    inbox = page(alice, "network")
    assert "No invitations are waiting." in inbox.text
    assert "Filtered, 1" in inbox.text
    assert "Erin" not in inbox.text
    tray = page(alice, "network_filtered")
    for words in ("Erin Weiß", "A quick question", "Accept", "Decline courteously"):
        assert words in tray.text
    sent = page(erin, "network_sent").text
    assert "Alice Lindqvist" in sent
    assert "iltered" not in sent
    press(alice, tray.form("Accept the invitation"))
    assert Connection.objects.filter(owner_id=cast.alice.id, other_id=cast.erin.id).exists()


def test_what_was_sent_says_when_one_may_remind_and_when_it_lapses(clock: Clock, cast: Cast) -> None:
    """REL-11: the first reminder after 14 days; withdrawing asks first, and the recipient is not told."""
    invitation = _invite(cast.alice, cast.erin, note="Your dams.")
    alice = client_of(cast.alice.id)
    shown = page(alice, "network_sent")
    for words in ("Your dams.", "Sent 2 March. Lapses on 29 August if unanswered.", "16 March", "Withdraw"):
        assert words in shown.text, words
    clock.forward(days=15)
    shown = press(alice, page(alice, "network_sent").form("Send a reminder"))
    assert "Erin is reminded." in shown.text
    assert Invitation.objects.get(pk=invitation).reminders == 1


def test_earlier_invitations_of_either_side(clock: Clock, cast: Cast) -> None:
    """What was answered is kept for both; what one withdrew is gone for the other (api.md)."""
    declined = _invite(cast.dan, cast.alice)
    answering.decline(invitation_id=declined, actor_id=cast.alice.id, reason="not_now", now=clock.now)
    withdrawn = _invite(cast.erin, cast.alice)
    inviting.withdraw(invitation_id=withdrawn, actor_id=cast.erin.id, now=clock.now)
    theirs = page(client_of(cast.alice.id), "network_earlier").text
    assert "You declined, and Dan was told." in theirs
    assert "Erin" not in theirs
    assert "Alice" in page(client_of(cast.dan.id), "network_earlier", side="sent").text
    assert "You withdrew" in page(client_of(cast.erin.id), "network_earlier", side="sent").text


def test_at_the_cap_accept_is_greyed_with_its_reason(clock: Clock, cast: Cast) -> None:
    """REL-9: at the cap accepting is refused with a clear reason, and following has no limit."""
    limits.set_limit(name="connection_cap", value="1", now=clock.now)
    _invite(cast.dan, cast.alice)
    shown = page(client_of(cast.alice.id), "network")
    assert "You have 1 connections, the most anyone can have." in shown.text
    assert "Accept without following" not in shown.text


@pytest.mark.parametrize(
    ("name", "query", "words"),
    [
        ("network", {}, "No invitations are waiting."),
        ("network_filtered", {}, "The filtered tray is empty."),
        ("network_sent", {}, "None of your invitations is waiting."),
        ("network_earlier", {}, "You have answered no invitations yet."),
        ("network_earlier", {"side": "sent"}, "Nothing you sent has been answered yet."),
        ("network_connections", {}, "You have no connections yet."),
        ("network_connections", {"q": "zoe"}, "None of your connections is called “zoe”."),
        ("network_connections", {"tag": "Delft"}, "No connection is tagged “Delft”."),
        ("network_following", {}, "You follow nobody yet."),
        ("network_following", {"q": "zoe"}, "You follow nobody called “zoe”."),
        ("network_followers", {}, "Nobody follows you yet."),
        ("network_followers", {"q": "zoe"}, "No follower who is named is called “zoe”."),
        ("network_requests", {}, "Nobody is asking to follow you."),
        ("network_blocked", {}, "You have blocked nobody."),
    ],
)
def test_every_state_has_its_empty_one(name: str, query: dict[str, str], words: str) -> None:
    """One serif sentence, one plain one, in the house's voice."""
    assert words in page(client_of(make_member("nora")), name, **query).text


@pytest.mark.parametrize(
    "name",
    ["network", "network_filtered", "network_sent", "network_earlier", "network_connections", "network_following",
     "network_followers", "network_requests", "network_blocked"],
)  # fmt: skip
def test_visitors_are_led_to_the_door(name: str) -> None:
    """My network is nobody else's."""
    answer = Client().get(reverse(name))
    assert answer.status_code == 303
    assert "next=/network" in answer.headers["Location"]


def test_blocked_people_vanish_from_letters(clock: Clock, cast: Cast) -> None:
    """REL-17: hidden from the other everywhere, also among letters and what was sent."""
    _invite(cast.dan, cast.alice)
    removing.block(owner=cast.dan.id, other=cast.alice.id, now=clock.now)
    assert "Dan" not in page(client_of(cast.alice.id), "network").text
    assert "Alice" not in page(client_of(cast.dan.id), "network_sent").text


def test_letters_come_page_by_page(clock: Clock, cast: Cast) -> None:
    """Every letter once, latest first."""
    limits.set_limit(name="page_size", value="2", now=clock.now)
    for number in range(3):
        _invite(make_member(f"other{number}", now=clock.now), cast.alice)
        clock.set(clock.now + timedelta(minutes=1))
    alice = client_of(cast.alice.id)
    first = page(alice, "network")
    assert "Other2" in first.text
    assert "Other0" not in first.text
    rest = alice.get(first.href("Show more")).content.decode()
    assert "Other0" in rest
    assert "Other2" not in rest

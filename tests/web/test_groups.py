"""Groups on the pages, read and pressed as a person without JavaScript does (PRO-7)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rapport.kernel.limits import actions as settings
from rapport.people.groups.rules.process import Joining, Place, Verb
from rapport.people.relationships.actions import removing
from rapport.people.relationships.models import Invitation
from tests.actions.groups import connect, enter, invite, make_group, place, take
from tests.conftest import Clock
from tests.people import START, make_member
from tests.web.reading import press, read, send, signed_in, toasts, visit
from tests.web.stage import invite as write

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(clock: Clock) -> int:
    """Somebody with a group to come."""
    return make_member("owner", name="Olga Petrova")


def test_a_group_is_made_described_and_closed(owner: int) -> None:
    """What is refused stands at its field and nothing typed is lost; closing asks first."""
    browser = signed_in("owner")
    form = visit(browser, "/groups/new")
    typed = {"name": "Rust Group", "handle": "Rust Group", "headline": "Ferrous words", "about": "One\nTwo",
             "rules": "", "seen": "listed", "joining": "open", "member_list": "group"}  # fmt: skip
    answer = send(browser, form, "/groups/new", **typed)
    assert answer.status_code == 422
    assert "small letters" in read(answer).text
    assert read(answer).all("input", name="name")[0].get("value") == "Rust Group"
    page = press(browser, form, "/groups/new", **{**typed, "handle": "rust"})
    assert page.all("h1")[0].text == "Rust Group"
    assert "So far it is you alone" in page.text
    assert toasts(page) == ["The group is there. Invite the people it is for."]
    page = press(
        browser, visit(browser, "/groups/rust/edit"), "/groups/rust/edit", **{**typed, "seen": "private"}
    )
    assert "Private" in page.text
    page = press(browser, visit(browser, "/groups/rust/close"), "/groups/rust/close")
    assert toasts(page) == ["Rust Group is closed."]
    visit(browser, "/groups/rust", 404)


def test_joining_an_open_group_and_leaving_it(owner: int) -> None:
    """One press in, a question before one goes; the last owner reads why they stay."""
    make_group(owner)
    make_member("ann")
    browser = signed_in("ann")
    page = visit(browser, "/groups/rust")
    page = press(browser, page, "/groups/rust/join")
    assert toasts(page) == ["You are in Rust Group."]
    assert [one.text for one in page.all("summary")][-1] == "Member"
    page = press(browser, visit(browser, "/groups/rust/leave"), "/groups/rust/leave")
    assert toasts(page) == ["You have left Rust Group. Nobody is told."]
    last = signed_in("owner")
    answer = send(last, visit(last, "/groups/rust/leave"), "/groups/rust/leave")
    assert answer.status_code == 409
    assert "Hand the group over" in read(answer).text


def test_asking_being_let_in_and_turned_down(owner: int) -> None:
    """The request waits on its page with its note; who is turned down reads from when to ask again."""
    group = make_group(owner, joining=Joining.REQUEST)
    ann, bob = make_member("ann"), make_member("bob")
    for name in ("ann", "bob"):
        browser = signed_in(name)
        asking = visit(browser, "/groups/rust/join")
        page = press(browser, asking, "/groups/rust/join", note=f"I am {name}.")
        assert toasts(page) == ["You have asked to join Rust Group."]
        assert "You asked on" in page.text
    runner = signed_in("owner")
    assert "2 people ask to join" in visit(runner, "/groups/rust").text
    assert "2 people ask to join Rust" in visit(runner, "/").text
    waiting = visit(runner, "/groups/rust/requests")
    assert {one.text for one in waiting.all("blockquote")} == {"I am ann.", "I am bob."}
    press(runner, waiting, "/groups/rust/requests/ann/admit")
    page = press(runner, waiting, "/groups/rust/requests/bob/refuse")
    assert "Nobody is asking" in page.text
    assert (place(ann, group), place(bob, group)) == (Place.MEMBER, Place.OUTSIDE)
    refused = visit(signed_in("bob"), "/groups/rust")
    assert "You can ask again on 1 April" in refused.text
    assert not [one for one in refused.all("a") if one.get("href") == "/groups/rust/join"]
    notices = visit(signed_in("ann"), "/notices").text
    assert "You are in the group Rust Group" in notices


def test_an_invitation_waits_at_home_and_is_answered(owner: int) -> None:
    """Accept and decline stand at home and on the groups page; declining tells nobody."""
    group = make_group(owner, listed=False)
    ann, bob = make_member("ann"), make_member("bob")
    for one in (ann, bob):
        connect(owner, one)
    inviting = signed_in("owner")
    page = visit(inviting, "/groups/rust/invite")
    page = press(inviting, page, "/groups/rust/invite", to="ann")
    assert toasts(page) == ["Ann is invited, and is told."]
    invite(owner, bob, group)
    browser = signed_in("ann")
    assert "Olga Petrova invites you to the group Rust Group" in visit(browser, "/notices").text
    home = visit(browser, "/")
    assert "Olga Petrova invites you" in home.text
    press(browser, home, "/groups/rust/join")
    assert place(ann, group) is Place.MEMBER
    other = signed_in("bob")
    page = press(other, visit(other, "/groups"), "/groups/rust/decline")
    assert toasts(page) == ["Declined. Nobody is told."]
    assert "Rust" not in page.all("main")[0].text
    assert "invites you" not in visit(other, "/notices").text


def test_running_a_group(owner: int) -> None:
    """Roles, taking out, keeping out and letting again, each from the menu or a question."""
    group = make_group(owner)
    ann, bob = make_member("ann"), make_member("bob")
    for one in (ann, bob):
        enter(one, group)
    browser = signed_in("owner")
    page = visit(browser, "/groups/rust/members")
    page = press(browser, page, "/groups/rust/members/ann/role", step="promote")
    assert toasts(page) == ["Ann is a moderator now, and is told."]
    assert "You are a moderator of Rust Group" in visit(signed_in("ann"), "/notices").text
    moderator = signed_in("ann")
    ban = "/groups/rust/members/bob/ban"
    press(moderator, visit(moderator, ban), ban)
    assert place(bob, group) is Place.BANNED
    assert "keep you out" in visit(signed_in("bob"), "/groups/rust").text
    press(moderator, visit(moderator, "/groups/rust/kept-out"), "/groups/rust/kept-out/bob/let")
    assert place(bob, group) is Place.OUTSIDE
    visit(moderator, "/groups/rust/members/owner/remove", 404)
    hand = "/groups/rust/members/ann/hand-over"
    press(browser, visit(browser, hand), hand)
    assert (place(ann, group), place(owner, group)) == (Place.OWNER, Place.MODERATOR)


def test_what_is_not_for_a_member_is_not_there(owner: int) -> None:
    """The tools of those who run a group are no pages for anybody else."""
    group = make_group(owner)
    ann = make_member("ann")
    enter(ann, group)
    browser = signed_in("ann")
    for address in ("edit", "close", "requests", "kept-out", "members/owner/ban", "members/owner/remove"):
        visit(browser, f"/groups/rust/{address}", 404)
    stranger = make_member("eve")
    visit(signed_in("eve"), "/groups/rust/invite", 404)
    assert place(stranger, group) is Place.OUTSIDE


def test_what_two_share_stands_on_their_page_and_where_one_invites(owner: int) -> None:
    """A group both are in, private or not, is said beneath whom both know, and offered first as the context."""
    group = make_group(owner)
    ann = make_member("ann")
    enter(ann, group)
    browser = signed_in("ann")
    assert "Both in Rust Group" in visit(browser, "/@owner").text
    dialog = visit(browser, "/@owner/invite")
    assert "Both in Rust Group" in dialog.text
    assert dialog.all("input", name="context")[0].get("value") == "shared_group"
    make_member("eve")
    other = signed_in("eve")
    assert "Both in" not in visit(other, "/@owner").text
    contexts = visit(other, "/@owner/invite").all("input", name="context")
    assert contexts[0].get("value") == "worked_together"


def test_a_letter_names_the_groups_that_are_shared(owner: int, clock: Clock) -> None:
    """PRO-7, REL-7: what we can check of it is said; where it is not true, that too."""
    group = make_group(owner)
    make_group(owner, "other")
    ann, eve = make_member("ann"), make_member("eve")
    enter(ann, group)
    for sender in (ann, eve):
        write(clock, sender, owner, context="shared_group")
    browser = signed_in("owner")
    for address in ("/", "/network"):
        text = visit(browser, address).text
        assert text.count("You are both in Rust Group.") == text.count("We find none.") == 1
    (letter,) = Invitation.objects.filter(sender_id=ann).values_list("pk", flat=True)
    assert "You are both in" in visit(browser, f"/invitations/{letter}").text


def test_addresses_of_a_group(owner: int) -> None:
    """`/@rust` leads to the group where one may know of it; a private one is no address at all."""
    make_group(owner)
    make_group(owner, "secret", listed=False)
    visitor = Client()
    assert visitor.get("/@rust").headers["Location"] == "/groups/rust"
    assert visitor.get("/@rust").status_code == 302
    page = visit(visitor, "/groups/rust")
    assert page.all("meta", property="og:title")[0].get("content") == "Rust Group"
    assert page.all("link", rel="canonical")[0].get("href").endswith("/groups/rust")
    assert "Olga" not in page.text
    assert "Olga" not in visit(visitor, "/groups/rust/members").text
    hidden, nothing = (visitor.get(f"/{one}") for one in ("@secret", "@nobody"))
    assert (hidden.status_code, nothing.status_code) == (404, 404)
    assert "Secret" not in visit(visitor, "/groups").text
    settings.set_limit(name="public_pages", value="off", now=START)
    assert visitor.get("/groups/rust").status_code == 303
    assert visitor.get("/groups").status_code == 303


def test_blocked_people_do_not_meet_in_a_group(owner: int) -> None:
    """REL-17: no name in the list, no row, and the count of everybody else."""
    group = make_group(owner)
    ann, bob = make_member("ann"), make_member("bob")
    for one in (ann, bob):
        enter(one, group)
    removing.block(owner=ann, other=bob, now=START)
    page = visit(signed_in("bob"), "/groups/rust/members")
    assert "Ann" not in page.text
    assert "3 members" in visit(signed_in("bob"), "/groups/rust").text


def test_the_same_number_of_statements_for_one_and_for_many(owner: int) -> None:
    """quality 6: pages of groups cost the same at 1 and at 20 rows."""
    counts = []
    group = make_group(owner, joining=Joining.REQUEST)
    for number in range(20):
        person = make_member(f"person_{number}")
        enter(person, group)
        other = make_member(f"member_{number}")
        enter(other, group)
        take(Verb.ADMIT, owner, other, group)
        make_group(owner if number % 4 else other, f"group_{number}")
        if number in (0, 19):
            counts.append(_statements())
    assert counts[0] == counts[1]


def _statements() -> list[int]:
    browser, found = signed_in("owner"), []
    for address in ("/groups", "/groups/rust", "/groups/rust/members", "/groups/rust/requests"):
        browser.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(address).status_code == 200
        found.append(len(seen))
    return found

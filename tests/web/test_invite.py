"""The invitation: what it shows, what it refuses, and that nothing typed is lost (REL-6, REL-8, REL-12, REL-14)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from rapport.kernel.limits.actions import set_limit
from rapport.people.relationships.actions import answering, choosing, removing
from rapport.people.relationships.models import Invitation, Restriction
from rapport.people.ties.models import Connection, Follow
from tests.conftest import Clock
from tests.people import LIMITS
from tests.web.reading import Node, fields_of, pair, press, read, send, shown, signed_in, toasts, visit
from tests.web.stage import connect, invite, member

pytestmark = pytest.mark.django_db

PATH = "/@bert/invite"


@pytest.fixture
def two(clock: Clock) -> tuple[int, int]:
    """Anna, who invites, and Bert."""
    return member(clock, "anna", "Anna Vogel"), member(clock, "bert", "Bert Weiß")


@pytest.fixture
def anna(two: tuple[int, int]) -> Client:
    """Anna's browser."""
    return signed_in("anna")


def problems(page: Node) -> list[str]:
    """What stands at the fields and above the form."""
    return [one.text for one in page.all("p", class_="problem")] + [
        one.text for one in page.all("p", class_="notice") if one.get("role") == "alert"
    ]


def test_the_page_of_the_invitation(two: tuple[int, int], anna: Client, clock: Clock) -> None:
    """REL-14, REL-12: their policy in their words, the contexts, whom both know, the budget."""
    cleo = member(clock, "cleo", "Cleo Marsh")
    connect(clock, two[0], cleo)
    connect(clock, two[1], cleo)
    choosing.choose(
        actor_id=two[1], changes={"connection_policy": "worked_with", "connection_line": "Colleagues only."}
    )
    page = visit(anna, PATH)
    assert page.all("h1")[0].text == "Invite Bert to connect"
    assert "Bert writes: “Colleagues only.”" in page.text
    assert len(page.all("input", type="radio")) == 7
    assert [one for one in page.all("input") if "checked" in one.attributes] == []
    assert "Cleo Marsh" in page.text
    assert "100 of 100 invitations left." in page.text
    assert "At most 300 characters" in page.text


def test_a_context_is_enough(two: tuple[int, int], anna: Client) -> None:
    """REL-6, REL-8: a context and no note may be sent; the two follow on acceptance unless one says no."""
    page = press(anna, visit(anna, PATH), PATH, context="met_at_event")
    assert toasts(page) == ["Invitation sent to Bert."]
    assert shown(pair(page))[0] == "Invited"
    sent = Invitation.objects.get()
    assert (sent.context, sent.note, sent.sender_follows) == ("met_at_event", "", True)
    assert not Follow.objects.exists()


def test_without_following(two: tuple[int, int], anna: Client) -> None:
    """REL-8: one may say no to one's own follow when inviting."""
    press(anna, visit(anna, PATH), PATH, context="other", without_follow="on")
    assert not Invitation.objects.get().sender_follows


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"note": "We met."}, "Say how you know each other."),
        ({"context": "cousins", "note": "We met."}, "Say how you know each other."),
        ({"context": "other", "note": "x" * 301}, "That is too long: 301 characters, and at most 300 fit."),
        ({"context": "other", "note": "We met.", "email": "nowhere"}, "That is not an email address."),
    ],
)
def test_bad_input_keeps_what_was_typed(
    two: tuple[int, int], anna: Client, typed: dict[str, str], problem: str
) -> None:
    """A sentence at its field, status 422, the text kept, no row."""
    answer = send(anna, visit(anna, PATH), PATH, **typed)
    page = read(answer)
    assert answer.status_code == 422
    assert problems(page) == [problem]
    assert page.all("textarea")[0].text == typed["note"]
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("invitation_limit", "0", "Nobody can send invitations here at present."),
        ("pending_limit", "0", "0 of your invitations wait for an answer"),
    ],
)
def test_a_rule_says_no(
    two: tuple[int, int], anna: Client, clock: Clock, name: str, value: str, sentence: str
) -> None:
    """REL-12: refused with 409 above the form, the note kept, and said before anything is typed."""
    page = visit(anna, PATH)
    set_limit(name=name, value=value, now=clock.now)
    answer = send(anna, page, PATH, context="other", note="We met.")
    assert answer.status_code == 409
    assert problems(read(answer))[0].startswith(sentence)
    assert read(answer).all("textarea")[0].text == "We met."
    page = visit(anna, PATH)
    assert sentence in page.text
    assert [one.text for one in page.all("button", aria_disabled="true")] == ["Send invitation"]
    assert not Invitation.objects.exists()


def test_restricted_needs_their_address(two: tuple[int, int], anna: Client, clock: Clock) -> None:
    """REL-12: without the address 422 at its field; a wrong one looks sent and reaches nobody."""
    Restriction.objects.create(
        owner_id=two[0], reason="dont_know", started_at=clock.now, ends_at=clock.now + timedelta(days=30)
    )
    page = visit(anna, PATH)
    assert "5 people said they don’t know you. Until 1 April" in page.text
    answer = send(anna, page, PATH, context="other", note="We met.")
    assert answer.status_code == 422
    assert "the person’s email address" in problems(read(answer))[0]
    page = press(anna, page, PATH, context="other", email="wrong@example.org")
    assert toasts(page) == ["Invitation sent to Bert."]
    assert visit(signed_in("bert"), "/").all("article", class_="letter") == []


def test_crossing_connects(two: tuple[int, int], anna: Client, clock: Clock) -> None:
    """REL-8: two invitations that cross connect at once, and it is said so before and after."""
    page = visit(anna, PATH)
    invite(clock, two[1], two[0])
    assert "If you send this, you are connected at once." in visit(anna, PATH).text
    page = press(anna, page, PATH, context="other")
    assert toasts(page) == ["Bert had asked you too. You are connected. Note how you met"]
    assert Connection.objects.count() == 2


def test_one_open_invitation_leads_to_it(two: tuple[int, int], anna: Client, clock: Clock) -> None:
    """Inviting again while one is open shows the one that waits, and sends no second."""
    page = visit(anna, PATH)
    sent = invite(clock, *two, note="We met.")
    assert anna.get(PATH).headers["Location"] == f"/invitations/{sent}"
    again = send(anna, page, PATH, context="other")
    assert again.headers["Location"] == f"/invitations/{sent}"
    assert "We met." in visit(anna, f"/invitations/{sent}").text
    assert Invitation.objects.count() == 1


def test_connected_already(two: tuple[int, int], anna: Client, clock: Clock) -> None:
    """A page left open: the refusal stands above the form."""
    page = visit(anna, PATH)
    connect(clock, *two)
    answer = send(anna, page, PATH, context="other", note="We met.")
    assert answer.status_code == 409
    assert problems(read(answer)) == ["You and Bert Weiß are connected already."]


@pytest.mark.parametrize("path", ["/@anna/invite", "/@nobody/invite"])
def test_nobody_to_invite(two: tuple[int, int], anna: Client, path: str) -> None:
    """Oneself, and nobody: absent."""
    assert anna.get(path).status_code == 404


def test_a_block_in_between(two: tuple[int, int], anna: Client, clock: Clock) -> None:
    """REL-17: blocked while the form stood open, the answer is that of an absent page; nothing is sent."""
    page = visit(anna, PATH)
    removing.block(owner=two[1], other=two[0], now=clock.now)
    assert send(anna, page, PATH, context="other").status_code == 404
    assert not Invitation.objects.exists()


def test_next_leads_only_home(two: tuple[int, int], anna: Client) -> None:
    """The way back is a path of this site; another site's address is not followed."""
    for wanted in (
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "javascript:alert(1)",
        "\\\\elsewhere",
    ):
        page = visit(anna, "/@bert")
        assert send(anna, page, "/@bert/follow", next=wanted).headers["Location"] == "/@bert"
    page = visit(anna, "/@bert")
    assert send(anna, page, "/@bert/unfollow", next="/people?q=b").headers["Location"] == "/people?q=b"


def test_asked_and_answered(two: tuple[int, int], anna: Client, clock: Clock) -> None:
    """REL-7: ask why, answer, accept: the whole exchange by forms."""
    sent = invite(clock, *two, note="We met.")
    bert = signed_in("bert")
    page = visit(bert, f"/invitations/{sent}")
    page = press(bert, page, f"/invitations/{sent}/replies", text="Where was that?")
    assert toasts(page) == ["Sent to Anna."]
    page = visit(anna, "/")
    assert "Where was that?" in page.text
    page = press(anna, page, f"/invitations/{sent}/replies", text="In Delft.")
    page = press(bert, visit(bert, f"/invitations/{sent}"), f"/invitations/{sent}/accept")
    assert toasts(page) == ["You and Anna are connected. Note how you met"]
    assert "You and Bert are connected." in visit(anna, f"/invitations/{sent}").text


def test_an_empty_reply_keeps_the_thread(two: tuple[int, int], clock: Clock) -> None:
    """Nothing to see in it: 422 at the field, the thread open."""
    sent = invite(clock, *two)
    bert = signed_in("bert")
    answer = send(bert, visit(bert, f"/invitations/{sent}"), f"/invitations/{sent}/replies", text="  ")
    assert answer.status_code == 422
    assert problems(read(answer)) == ["Something has to stand here."]
    long = "a" * (LIMITS.reply_length + 1)
    answer = send(bert, visit(bert, f"/invitations/{sent}"), f"/invitations/{sent}/replies", text=long)
    assert answer.status_code == 422
    assert read(answer).all("input", name="text")[0].get("value") == long


def test_ignore_and_undo(two: tuple[int, int], clock: Clock) -> None:
    """REL-7: ignored without a word to the sender, and taken back from the toast."""
    sent = invite(clock, *two)
    bert = signed_in("bert")
    page = press(bert, visit(bert, "/"), f"/invitations/{sent}/ignore")
    assert toasts(page) == ["Invitation ignored. Anna is not told. Undo"]
    assert page.all("article", class_="letter") == []
    page = press(bert, page, f"/invitations/{sent}/reopen")
    assert toasts(page) == ["The invitation from Anna waits again."]
    assert len(page.all("article", class_="letter")) == 1


@pytest.mark.parametrize(
    ("step", "typed", "said", "state"),
    [
        ("dont-know", {}, "Noted. Anna is not told. Undo", "ignored"),
        ("decline", {"reason": "not_now"}, "Declined. Anna is told.", "declined"),
        ("decline", {}, "Declined. Anna is told.", "declined"),
    ],
)
def test_answers_that_ask_first(
    two: tuple[int, int], clock: Clock, step: str, typed: dict[str, str], said: str, state: str
) -> None:
    """REL-7: a page says who learns what; then it is done."""
    sent = invite(clock, *two)
    bert = signed_in("bert")
    question = visit(bert, f"/invitations/{sent}/{step}")
    assert "told" in question.text
    page = press(bert, question, f"/invitations/{sent}/{step}", **typed)
    assert toasts(page) == [said]
    assert Invitation.objects.get().state == state
    assert bert.get(f"/invitations/{sent}/withdraw").status_code == 404


def test_a_made_up_reason_is_refused(two: tuple[int, int], clock: Clock) -> None:
    """Only the fixed few: 422, and the invitation still waits."""
    sent = invite(clock, *two)
    bert = signed_in("bert")
    question = visit(bert, f"/invitations/{sent}/decline")
    answer = send(bert, question, f"/invitations/{sent}/decline", reason="ugly")
    assert answer.status_code == 422
    assert Invitation.objects.get().state == "pending"


def test_suggest_a_follow(two: tuple[int, int], anna: Client, clock: Clock) -> None:
    """REL-7: the sender is told that following is welcome."""
    sent = invite(clock, *two)
    bert = signed_in("bert")
    page = press(bert, visit(bert, "/@anna"), f"/invitations/{sent}/suggest-follow")
    assert toasts(page) == ["Suggested. Anna is told, and can follow you."]
    assert "Bert would rather be followed." in visit(anna, f"/invitations/{sent}").text


def test_accept_without_following(two: tuple[int, int], clock: Clock) -> None:
    """REL-8: one may say no to one's own follow when accepting."""
    sent = invite(clock, *two)
    bert = signed_in("bert")
    page = visit(bert, "/@anna")
    form = next(
        one
        for one in page.all("form", action=f"/invitations/{sent}/accept")
        if one.all("button", name="follow")
    )
    assert bert.post(f"/invitations/{sent}/accept", fields_of(form)).status_code == 303
    assert list(Follow.objects.values_list("owner_id", flat=True)) == [two[0]]


def test_withdraw_and_remind(two: tuple[int, int], anna: Client, clock: Clock) -> None:
    """REL-11: a reminder when its day has come; withdrawing says from when one may ask again."""
    sent = invite(clock, *two)
    clock.forward(days=15)
    page = press(anna, visit(anna, "/@bert"), f"/invitations/{sent}/remind")
    assert toasts(page) == ["Bert is reminded."]
    token = {
        "csrfmiddlewaretoken": page.all("input", name="csrfmiddlewaretoken")[0].get("value"),
        "next": "/@bert",
    }
    answer = anna.post(f"/invitations/{sent}/remind", token)
    assert answer.status_code == 409
    assert "You can send Bert Weiß a reminder from 31 March." in read(answer).text
    assert [one.get("href") for one in read(answer).all("a", class_="btn")] == ["/@bert"]
    question = visit(anna, f"/invitations/{sent}/withdraw")
    assert "You can ask again on 7 April." in question.text
    page = press(anna, question, f"/invitations/{sent}/withdraw")
    assert toasts(page) == ["Withdrawn. Bert is not told."]
    assert signed_in("bert").get(f"/invitations/{sent}").status_code == 404


def test_invitations_of_others_are_absent(two: tuple[int, int], clock: Clock) -> None:
    """A third person learns nothing: the same answer as for an id that is not there, and nothing happens."""
    sent = invite(clock, *two)
    member(clock, "cleo")
    cleo = signed_in("cleo")
    page = visit(cleo, "/@bert")
    token = {"csrfmiddlewaretoken": page.all("input", name="csrfmiddlewaretoken")[0].get("value")}
    other = "019cadc6-0000-7000-8000-000000000000"
    for path in ("", "/decline", "/dont-know", "/withdraw"):
        hidden, nobody = cleo.get(f"/invitations/{sent}{path}"), cleo.get(f"/invitations/{other}{path}")
        assert hidden.status_code == nobody.status_code == 404
        assert read(hidden).text == read(nobody).text
    for verb in (
        "accept",
        "ignore",
        "reopen",
        "dont-know",
        "suggest-follow",
        "decline",
        "remind",
        "withdraw",
        "replies",
    ):
        assert cleo.post(f"/invitations/{sent}/{verb}", token).status_code == 404, verb
        assert cleo.get(f"/invitations/{sent}/{verb}").status_code in (404, 405), verb
    assert Invitation.objects.get().state == "pending"


def test_an_answered_invitation_says_how_it_ended(two: tuple[int, int], anna: Client, clock: Clock) -> None:
    """REL-7: the reason of a courteous decline reaches the sender in the sentence one chose."""
    sent = invite(clock, *two, note="We met.")
    answering.decline(invitation_id=sent, actor_id=two[1], reason="only_close", now=clock.now)
    page = visit(anna, f"/invitations/{sent}")
    assert "Bert declined: “I connect only with people I know well.”" in page.text
    assert "We met." in page.text


@pytest.mark.parametrize(
    ("header", "came", "leads"),
    [
        ("HX-Current-URL", "http://testserver/people?q=bert", "/people?q=bert"),
        ("Referer", "http://testserver/network/connections", "/network/connections"),
        ("Referer", "http://testserver/sign-in?next=/@bert", "/@bert"),
        ("Referer", "http://elsewhere.example/people", "/@bert"),
    ],
)
def test_a_question_leads_back_to_where_it_was_asked(
    two: tuple[int, int], anna: Client, header: str, came: str, leads: str
) -> None:
    """Cancelling and sending both return to the page one was reading, on this site alone."""
    page = read(anna.get(PATH, headers={header: came}))
    assert {one.get("href") for one in page.all("a") if "data-close" in one.attributes} == {leads}
    assert send(anna, page, PATH, context="other").headers["Location"] == leads

"""Invitations over HTTP: sending, crossing, every answer, the thread, the budget (REL-6 to REL-13)."""

from __future__ import annotations

from typing import Any

import pytest

from rapport.kernel.limits import actions as limits
from rapport.people.relationships.models import Invitation
from tests.api.caller import Answer, Caller, Callers
from tests.cast import Cast
from tests.conftest import Clock

FIELDS = {
    "id",
    "state",
    "direction",
    "from",
    "to",
    "context",
    "note",
    "sent_at",
    "expires_at",
    "allowed_actions",
}


def invite(caller: Caller, to: str, **more: Any) -> Answer:
    """Send an invitation."""
    return caller.post("/invitations", {"to": to, "context": "met_at_event", **more})


def test_inviting(call: Callers) -> None:
    """REL-6: 201 with the invitation; repeating it while it is open gives that one back with 200."""
    answer = invite(call.erin, "alice", note="The dam talk")
    assert answer.status == 201
    sent = answer.json
    assert sent.keys() >= FIELDS
    assert (sent["state"], sent["direction"], sent["context"], sent["note"]) == (
        "pending", "sent", "met_at_event", "The dam talk",
    )  # fmt: skip
    assert (sent["from"]["handle"], sent["to"]["handle"]) == ("erin", "alice")
    assert (sent["sent_at"], sent["expires_at"]) == ("2026-03-02T09:00:00Z", "2026-08-29T09:00:00Z")
    assert (sent["tray"], sent["allowed_actions"]) == (None, ["withdraw"])
    again = invite(call.erin, "alice", note="Another note")
    assert (again.status, again.json) == (200, sent)
    (received,) = call.alice.get("/me/invitations").json["items"]
    assert (received["id"], received["direction"], received["tray"]) == (sent["id"], "received", "inbox")
    assert received["allowed_actions"] == [
        "accept",
        "decline",
        "suggest-follow",
        "ignore",
        "dont-know",
        "reply",
    ]
    assert call.alice.get(f"/invitations/{sent['id']}").json == received
    assert call.alice.get("/members/erin").json["relationship"]["invitation"] == {
        "id": sent["id"], "state": "pending", "direction": "received",
    }  # fmt: skip


def test_crossing(call: Callers) -> None:
    """REL-8: two invitations that cross connect at once."""
    first = invite(call.erin, "alice").json
    answer = invite(call.alice, "erin", context="other")
    assert (answer.status, answer.json["id"], answer.json["state"]) == (201, first["id"], "accepted")
    assert call.alice.get("/members/erin").json["relationship"]["connected"] is True


@pytest.mark.parametrize(
    ("body", "status", "code", "field"),
    [
        ({"to": "alice", "context": "friends"}, 422, "context", "context"),
        ({"to": "alice"}, 422, "missing_field", "context"),
        ({"to": "alice", "context": "other", "note": "x" * 301}, 422, "too_long", "note"),
        ({"to": "alice", "context": "other", "email": "nonsense"}, 422, "email", "email"),
        ({"to": "alice", "context": "other", "follow": "yes"}, 422, "invalid", "follow"),
        ({"to": "alice", "context": "other", "state": "accepted"}, 422, "unknown_field", "state"),
        ({"to": "erin", "context": "other"}, 422, "oneself", None),
        ({"to": "nobody", "context": "other"}, 404, "not_found", None),
        ({"to": "Alice\x00", "context": "other"}, 404, "not_found", None),
        ({"to": "acme", "context": "other"}, 404, "not_found", None),
    ],
)
def test_invitations_that_cannot_be_sent(
    call: Callers, body: dict[str, Any], status: int, code: str, field: str | None
) -> None:
    before = Invitation.objects.count()
    answer = call.erin.post("/invitations", body)
    assert (answer.status, answer.code, answer.json.get("field")) == (status, code, field)
    assert Invitation.objects.count() == before


def test_refusals_of_the_rules(call: Callers, clock: Clock) -> None:
    """Each refusal: the rule's code and a sentence; nothing is written."""
    before = Invitation.objects.count()
    assert invite(call.alice, "bob").code == "already_connected"
    assert invite(call.mallory, "alice").code == "not_found"
    limits.set_limit(name="pending_limit", value="0", now=clock.now)
    assert (invite(call.erin, "alice").status, invite(call.erin, "alice").code) == (409, "pending_limit")
    limits.set_limit(name="invitation_limit", value="0", now=clock.now)
    assert invite(call.erin, "alice").code == "invitation_budget"
    limits.set_limit(name="connection_cap", value="1", now=clock.now)
    refused = invite(call.alice, "erin")
    assert (refused.status, refused.code) == (409, "connection_cap")
    assert "Following has no limit" in refused.json["detail"]
    assert Invitation.objects.count() == before


def test_accept(call: Callers) -> None:
    """REL-8: connected, following each other unless either said no; twice is once."""
    sent = invite(call.erin, "alice").json["id"]
    for _ in range(2):
        answer = call.alice.post(f"/invitations/{sent}/accept", {"follow": False})
        assert (answer.status, answer.json["state"], answer.json["allowed_actions"]) == (200, "accepted", [])
    tie = call.alice.get("/members/erin").json["relationship"]
    assert (tie["connected"], tie["following"], tie["followed_by"]) == (True, False, True)
    assert [one["kind"] for one in call.erin.get("/notifications").json["items"]] == ["connected"]


@pytest.mark.parametrize(
    ("verb", "body", "for_recipient", "for_sender"),
    [
        ("accept", None, "accepted", "accepted"),
        ("decline", {"reason": "not_now"}, "declined", "declined"),
        ("decline", None, "declined", "declined"),
        ("suggest-follow", None, "declined", "declined"),
        ("ignore", {}, "ignored", "pending"),
        ("dont-know", None, "ignored", "pending"),
    ],
)
def test_answers(call: Callers, verb: str, body: Any, for_recipient: str, for_sender: str) -> None:
    """REL-7; REL-11: to the sender an ignored invitation stays pending in every way."""
    sent = invite(call.erin, "alice").json
    before = call.erin.get(f"/invitations/{sent['id']}")
    answer = call.alice.post(f"/invitations/{sent['id']}/{verb}", body)
    assert (answer.status, answer.json["state"]) == (200, for_recipient)
    after = call.erin.get(f"/invitations/{sent['id']}")
    assert after.json["state"] == for_sender
    if for_sender == "pending":
        assert after.body == before.body
    assert call.erin.post(f"/invitations/{sent['id']}/{verb}").code == "not_yours"
    assert call.dan.post(f"/invitations/{sent['id']}/{verb}").code == "not_found"


def test_decline_reasons(call: Callers) -> None:
    sent = invite(call.erin, "alice").json["id"]
    assert call.alice.post(f"/invitations/{sent}/decline", {"reason": "boring"}).code == "reason"
    assert call.alice.get(f"/invitations/{sent}").json["state"] == "pending"
    call.alice.post(f"/invitations/{sent}/decline", {"reason": "only_close"})
    assert call.erin.get(f"/invitations/{sent}").json["decline_reason"] == "only_close"
    late = call.alice.post(f"/invitations/{sent}/accept")
    assert (late.status, late.code) == (409, "invitation_closed")
    assert call.alice.get("/members/erin").json["relationship"]["connected"] is False


def test_reopen(call: Callers) -> None:
    """What was ignored can be taken back."""
    sent = invite(call.erin, "alice").json["id"]
    call.alice.post(f"/invitations/{sent}/ignore")
    assert call.alice.get(f"/invitations/{sent}").json["allowed_actions"] == ["dont-know", "reopen"]
    assert call.alice.post(f"/invitations/{sent}/reopen").json["state"] == "pending"
    assert call.erin.post(f"/invitations/{sent}/reopen").status == 409


def test_withdraw(call: Callers) -> None:
    """REL-11: gone for the recipient, who is not told; then one waits."""
    sent = invite(call.erin, "alice").json["id"]
    assert call.alice.post(f"/invitations/{sent}/withdraw").code == "not_yours"
    for _ in range(2):
        assert call.erin.post(f"/invitations/{sent}/withdraw").json["state"] == "withdrawn"
    assert call.alice.get(f"/invitations/{sent}").status == 404
    assert call.alice.get("/me/invitations").json["items"] == []
    assert [one["kind"] for one in call.alice.get("/notifications").json["items"]] == ["connected"]
    assert call.alice.post(f"/invitations/{sent}/accept").code == "not_found"
    refused = invite(call.erin, "alice")
    assert (refused.code, refused.json["values"]["until"]) == ("reinvite_wait", "2026-03-23T09:00:00Z")


def test_remind(call: Callers, clock: Clock) -> None:
    """REL-11: the first after 14 days, then 14 days apart, at most two."""
    sent = invite(call.erin, "alice").json
    early = call.erin.post(f"/invitations/{sent['id']}/remind")
    assert (early.status, early.code) == (409, "reminder_wait")
    assert sent["remind_from"] == early.json["values"]["until"] == "2026-03-16T09:00:00Z"
    for count in (1, 2):
        clock.forward(days=14)
        reminded = call.erin.post(f"/invitations/{sent['id']}/remind")
        assert (reminded.status, reminded.json["reminders"]) == (200, count)
    clock.forward(days=14)
    assert call.erin.post(f"/invitations/{sent['id']}/remind").code == "reminder_limit"
    assert call.alice.post(f"/invitations/{sent['id']}/remind").code == "not_yours"


def test_thread(call: Callers, clock: Clock) -> None:
    """REL-7: the recipient asks why; either goes on while it is pending; others never see it."""
    sent = invite(call.erin, "alice").json["id"]
    path = f"/invitations/{sent}/replies"
    assert call.erin.post(path, {"text": "Hello?"}).code == "thread_not_open"
    asked = call.alice.post(path, {"text": "Which talk?"})
    assert asked.status == 201
    assert (asked.json["from"], asked.json["text"], asked.json["mine"]) == ("alice", "Which talk?", True)
    clock.forward(minutes=1)
    assert call.erin.post(path, {"text": "The one on spillways"}).status == 201
    thread = call.erin.get(path).json
    assert [(one["from"], one["mine"]) for one in thread["items"]] == [("alice", False), ("erin", True)]
    first = call.erin.get(f"{path}?limit=1").json
    second = call.erin.get(f"{path}?limit=1&cursor={first['next']}").json
    assert first["items"] + second["items"] == thread["items"]
    assert second["next"] is None
    assert call.dan.get(path).status == call.dan.post(path, {"text": "x"}).status == 404
    assert call.alice.post(path, {"text": " "}).code == "empty"
    call.alice.post(f"/invitations/{sent}/decline")
    assert call.erin.post(path, {"text": "Why?"}).code == "thread_closed"
    assert len(call.erin.get(path).json["items"]) == 2


def test_lists_by_direction_state_and_tray(call: Callers) -> None:
    call.alice.patch("/me/settings", {"invitation_policy": "second_degree"})
    filtered, inbox = invite(call.erin, "alice").json["id"], invite(call.dan, "alice").json["id"]

    def ids(query: str, caller: Caller = call.alice) -> list[str]:
        return [one["id"] for one in caller.get(f"/me/invitations{query}").json["items"]]

    assert ids("") == ids("?direction=received&tray=inbox") == [inbox]
    assert ids("?tray=filtered") == [filtered]
    call.alice.post(f"/invitations/{inbox}/ignore")
    assert ids("?state=pending") == []
    assert ids("?state=ignored") == ids("") == [inbox]
    assert ids("?direction=sent", call.dan) == ids("?direction=sent&state=pending", call.dan) == [inbox]
    assert ids("?direction=sent&state=ignored", call.dan) == []
    assert ids("?direction=sent&tray=filtered", call.erin) == [filtered]
    for wrong in ("direction=up", "state=open", "tray=spam", "cursor=nonsense", "limit=101"):
        answer = call.alice.get(f"/me/invitations?{wrong}")
        assert (answer.status, answer.json["field"]) == (422, wrong.partition("=")[0])
    assert call.alice.get("/me/invitations?cursor=nonsense").code == "cursor"


def test_budget_and_restriction(call: Callers, cast: Cast, clock: Clock) -> None:
    """REL-12: the figure, the rule, the day; five strangers and the address is asked for."""
    limits.set_limit(name="dont_know_limit", value="1", now=clock.now)
    budget = call.erin.get("/me/budget").json
    assert budget == {
        "limit": 100, "window_days": 7, "used": 0, "refunded": 0, "left": 100, "pending": 0, "pending_limit": 500,
        "renews_at": None, "full_at": None, "restriction": None,
    }  # fmt: skip
    sent = invite(call.erin, "alice").json["id"]
    call.alice.post(f"/invitations/{sent}/dont-know")
    budget = call.erin.get("/me/budget").json
    assert (budget["used"], budget["left"], budget["pending"]) == (1, 99, 1)
    assert budget["renews_at"] == "2026-03-09T09:00:00Z"
    assert budget["restriction"] == {
        "reason": "dont_know", "started_at": "2026-03-02T09:00:00Z", "ends_at": "2026-04-01T09:00:00Z",
    }  # fmt: skip
    refused = invite(call.erin, "dan")
    assert (refused.status, refused.code) == (422, "recipient_email_required")
    wrong, right = (
        invite(call.erin, "dan", email="x@example.org"),
        invite(call.erin, "bob", email="bob@example.org"),
    )
    assert (wrong.status, right.status) == (201, 201)
    assert wrong.json["state"] == right.json["state"] == "pending"
    assert call.dan.get("/me/invitations?state=pending").json["items"] == []
    assert len(call.bob.get("/me/invitations?state=pending").json["items"]) == 1

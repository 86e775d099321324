"""Notices over HTTP (MSG-4)."""

from __future__ import annotations

from tests.api.caller import Callers
from tests.conftest import Clock


def test_notices_and_reading_them(call: Callers, clock: Clock) -> None:
    for caller in (call.erin, call.dan):
        clock.forward(minutes=1)
        caller.post("/invitations", {"to": "alice", "context": "other"})
    found = call.alice.get("/notifications").json
    assert [one["kind"] for one in found["items"]][:2] == ["invitation_received"] * 2
    assert found["items"][0]["text"] == "Dan Okonkwo would like to connect."
    (dan,) = found["items"][0]["people"]
    assert (dan["handle"], dan["name"], dan["degree"], dan["mutual_count"]) == ("dan", "Dan Okonkwo", 2, 1)
    assert dan["headline"] == call.alice.get("/members/dan").json["headline"]
    assert found["items"][0]["invitation"] == call.alice.get("/me/invitations").json["items"][0]["id"]
    assert found["unread"] == call.alice.get("/me").json["unread_notifications"] == 3
    older = found["items"][1]["id"]
    assert call.alice.post("/notifications/read", {"up_to": older}).json == {"unread": 1}
    assert len(call.alice.get("/notifications?unread=true").json["items"]) == 1
    assert call.alice.post("/notifications/read").json == {"unread": 0}
    assert call.erin.post("/notifications/read", {"up_to": older}).code == "not_found"
    assert call.alice.post("/notifications/read", {"up_to": "nonsense"}).code == "not_found"
    assert call.alice.get("/notifications?unread=perhaps").json["field"] == "unread"


def test_notices_page_by_page(call: Callers, clock: Clock) -> None:
    for caller in (call.erin, call.dan, call.carol):
        clock.forward(minutes=1)
        caller.post("/invitations", {"to": "alice", "context": "other"})
    whole = call.alice.get("/notifications").json["items"]
    first = call.alice.get("/notifications?limit=2").json
    rest = call.alice.get(f"/notifications?limit=100&cursor={first['next']}").json
    assert first["items"] + rest["items"] == whole
    assert rest["next"] is None


def test_notices_of_conversation(call: Callers, clock: Clock) -> None:
    """MSG-4, FEED-6: they name the post and comment, gather, and go with what they are about."""
    post = call.alice.post("/posts", {"text": "Hello there", "audience": "anyone"}).json["id"]
    call.bob.post(f"/posts/{post}/reactions", {"kind": "thanks"})
    call.carol.post(f"/posts/{post}/reactions", {"kind": "agree"})
    comment = call.bob.post(f"/posts/{post}/comments", {"text": "Well said"}).json["id"]
    found = {one["kind"]: one for one in call.alice.get("/notifications").json["items"]}
    reaction, said = found["reaction"], found["comment"]
    assert {one["handle"] for one in reaction["people"]} == {"bob", "carol"}
    assert (reaction["others"], reaction["count"], reaction["post"], reaction["comment"]) == (
        0,
        2,
        post,
        None,
    )
    assert (said["post"], said["comment"], said["excerpt"]) == (post, comment, "Well said")
    assert said["text"].endswith("commented on your post.")
    call.alice.delete(f"/posts/{post}")
    assert not {"reaction", "comment"} & {
        one["kind"] for one in call.alice.get("/notifications").json["items"]
    }

"""Reports and decisions over HTTP (OPS-4)."""

from __future__ import annotations

from rapport.people.accounts.models import Account
from tests.api.caller import Callers


def test_reporting_and_deciding_over_the_api(call: Callers) -> None:
    """201 first, 200 again; cases for moderators alone."""
    post = call.alice.post("/posts", {"text": "Hello there", "audience": "anyone"}).json["id"]
    words = {"about": "post", "id": post, "reason": "spam"}
    made = call.bob.post("/reports", words)
    assert (made.status, made.json["state"]) == (201, "open")
    again = call.bob.post("/reports", {**words, "words": "Odd"})
    assert (again.status, again.json["id"], again.json["words"]) == (200, made.json["id"], "Odd")
    assert call.bob.post("/reports", {**words, "about": "group"}).json["field"] == "about"
    assert call.bob.post("/reports", {**words, "id": "7"}).code == "not_found"
    assert call.alice.post("/reports", words).code == "own"
    assert call.bob.post("/reports", {"about": "member", "id": "alice", "reason": "spam"}).status == 201
    assert call.bob.get("/moderation/cases").code == "not_found"
    Account.objects.filter(actor__handle="carol").update(is_moderator=True)
    cases = call.carol.get("/moderation/cases").json["items"]
    cases.sort(key=lambda one: one["about"], reverse=True)  # of one moment they come in any order
    assert [(one["about"], one["about_id"]) for one in cases] == [("post", post), ("member", "alice")]
    case = cases[0]["id"]
    assert call.carol.get(f"/moderation/cases/{case}").json["reports"][0]["reporter"]["handle"] == "bob"
    answer = call.carol.post(f"/moderation/cases/{case}/decision", {"decision": "take_down", "words": "No"})
    assert (answer.json["state"], answer.json["there"], answer.json["decisions"]) == ("taken_down", False, [])
    assert (
        call.carol.post(f"/moderation/cases/{case}/decision", {"decision": "leave", "words": "No"}).code
        == "decided"
    )
    assert call.alice.get("/me/taken-down").json["items"][0]["text"] == "Hello there"
    assert {one["state"] for one in call.bob.get("/me/reports").json["items"]} == {"taken_down", "open"}
    assert call.bob.get(f"/posts/{post}").code == "not_found"

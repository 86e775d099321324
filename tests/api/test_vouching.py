"""Endorsements and recommendations over HTTP (PRO-3, PRO-4)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from tests.actions.vouching import OTHER_TEXT, TEXT, position, skill
from tests.api.caller import Callers
from tests.cast import Cast


@pytest.fixture
def listed(cast: Cast) -> UUID:
    """A skill that alice lists."""
    return skill(cast.alice.id)


def test_endorsing_and_taking_back(call: Callers, listed: UUID) -> None:
    """PRO-3: PUT twice is once, DELETE twice is once, and the skill says who endorses it."""
    mark = f"/members/alice/skills/{listed}/endorsement"
    for _ in range(2):
        answer = call.bob.put(mark)
        assert (answer.status, answer.json["count"], answer.json["endorsed"]) == (200, 1, True)
    (one,) = call.alice.get("/members/alice/endorsements").json["items"]
    assert [face["handle"] for face in one["people"]] == ["bob"]
    (who,) = call.carol.get(f"/members/alice/skills/{listed}/endorsements").json["items"]
    assert (who["person"]["handle"], who["hidden"]) == ("bob", False)
    (got,) = call.alice.get("/me/endorsements").json["items"]
    (gave,) = call.bob.get("/me/endorsements?direction=given").json["items"]
    assert (got["person"]["handle"], gave["person"]["handle"], gave["skill"]) == ("bob", "alice", "Listening")
    assert [call.bob.delete(mark).status for _ in range(2)] == [204, 204]
    assert call.bob.get("/members/alice/endorsements").json["items"][0]["count"] == 0


def test_who_may_not_endorse_is_told_why(call: Callers, listed: UUID) -> None:
    """PRO-3: the code names the rule, in the list too; what is not there is absent for all alike."""
    mark = f"/members/alice/skills/{listed}/endorsement"
    refused = call.carol.put(mark)
    assert (refused.status, refused.code) == (409, "endorse_connections")
    (one,) = call.carol.get("/members/alice/endorsements").json["items"]
    assert one["refusal"]["code"] == "endorse_connections"
    assert call.alice.put(mark).code == "oneself"
    assert call.mallory.put(mark).status == 404
    for path in (f"/members/alice/skills/{UUID(int=7)}/endorsement", "/members/alice/skills/7/endorsement"):
        assert call.bob.put(path).status == 404


def test_the_owner_hides(call: Callers, listed: UUID) -> None:
    """PRO-3: counted for nobody, seen by the owner alone."""
    call.bob.put(f"/members/alice/skills/{listed}/endorsement")
    hide = f"/me/endorsements/{listed}/bob"
    assert call.alice.patch(hide, {"hidden": True}).status == 204
    mine, theirs = (who.get("/members/alice/endorsements").json["items"][0] for who in (call.alice, call.bob))
    assert (mine["count"], mine["hidden_count"], theirs["count"], theirs["hidden_count"]) == (0, 1, 0, 0)
    assert call.alice.get(f"/members/alice/skills/{listed}/endorsements").json["items"][0]["hidden"]
    assert call.bob.get(f"/members/alice/skills/{listed}/endorsements").json["items"] == []
    assert call.alice.patch(f"/me/endorsements/{listed}/carol", {"hidden": True}).status == 404
    assert call.alice.patch(f"/me/endorsements/{UUID(int=7)}/bob", {"hidden": True}).status == 404


def test_asking_writing_and_accepting(call: Callers, cast: Cast) -> None:
    """PRO-4: from the request to the page, with a change in between."""
    about = position(cast.alice.id)
    choices = call.bob.get("/members/alice/positions").json["items"]
    assert choices == [{"id": str(about), "title": "Editor", "company": "Acme"}]
    wish = {"to": "bob", "position": str(about), "note": "You saw the launch."}
    asked = call.alice.post("/recommendations/requests", wish)
    assert (asked.status, asked.json["state"], asked.json["allowed_actions"]) == (201, "asked", ["withdraw"])
    assert call.alice.post("/recommendations/requests", wish).status == 200
    (waiting,) = call.bob.get("/me/recommendations?box=to_write").json["items"]
    one = f"/recommendations/{waiting['id']}"
    assert waiting["allowed_actions"] == ["write", "decline", "ignore"]
    assert call.bob.post(f"{one}/write", {"text": "Good.", "relation": "managed"}).code == "too_short"
    written = call.bob.post(f"{one}/write", {"text": TEXT, "relation": "managed"})
    assert (written.status, written.json["state"]) == (200, "waiting")
    assert call.bob.post(f"{one}/accept", {"version": 1}).code == "not_yours"
    assert call.alice.post(f"{one}/ask-change", {"words": "Say more."}).json["state"] == "change_asked"
    assert call.bob.get(one).json["change_words"] == "Say more."
    assert call.bob.post(f"{one}/revise", {"text": OTHER_TEXT}).json["version"] == 2
    assert call.alice.post(f"{one}/accept", {"version": 1}).code == "text_changed"
    assert call.alice.post(f"{one}/accept", {"version": 2}).json["state"] == "shown"
    (said,) = call.erin.get("/members/alice/recommendations").json["items"]
    assert (said["person"]["handle"], said["text"], said["position"]["company"]) == (
        "bob",
        OTHER_TEXT,
        "Acme",
    )
    (given,) = call.erin.get("/members/bob/recommendations?direction=given").json["items"]
    assert given["person"]["handle"] == "alice"
    assert call.alice.post(f"{one}/hide").json["state"] == "hidden"
    assert call.erin.get("/members/alice/recommendations").json["items"] == []
    assert call.alice.post(f"{one}/show").json["state"] == "shown"
    assert call.alice.post(f"{one}/decline").code == "not_yours"
    assert call.bob.post(f"{one}/decline").code == "recommendation_closed"
    call.bob.delete("/me/connections/alice")
    assert call.alice.get(one).json["set_aside"]
    assert call.alice.post(f"{one}/hide").code == "not_connected"
    assert call.bob.post(f"{one}/withdraw").json["text"] == ""
    assert call.alice.get(one).status == 404


def test_giving_unasked(call: Callers) -> None:
    """PRO-4: 201; refused, and repeated without another effect."""
    body: dict[str, Any] = {"to": "alice", "text": TEXT, "relation": "same_team"}
    key = {"Idempotency-Key": "once"}
    first, again = (call.bob.post("/recommendations", body, headers=key) for _ in range(2))
    assert (first.status, again.status, first.json["id"]) == (201, 201, again.json["id"])
    assert call.bob.post("/recommendations", body).code == "recommendation_waiting"
    one = f"/recommendations/{first.json['id']}"
    assert [call.alice.post(f"{one}/refuse").json["state"] for _ in range(2)] == ["refused", "refused"]
    assert call.erin.get(one).status == 404
    assert call.carol.post("/recommendations", body).code == "not_connected"
    assert call.bob.post("/recommendations", {**body, "relation": "boss"}).code == "relation"
    assert call.bob.post("/recommendations", {**body, "position": "x"}).status == 422
    assert call.bob.get("/recommendations/x").status == 404

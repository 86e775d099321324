"""Drafts, polls and hashtags over the API (FEED-1, FEED-7, REL-5)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rapport.kernel.jobs import run_due
from tests.api.caller import Callers
from tests.conftest import Clock

pytestmark = pytest.mark.django_db


def test_a_draft_from_first_word_to_post(call: Callers) -> None:
    made = call.alice.post("/me/drafts", {"text": "Half a", "title": "T", "form": "article"})
    assert (made.status, made.json["state"], made.json["version"]) == (201, "writing", 1)
    path = f"/me/drafts/{made.json['id']}"
    changed = call.alice.patch(path, {"version": 1, "text": "Half a thought"}).json
    assert (changed["text"], changed["title"], changed["form"], changed["version"]) == (
        "Half a thought", "T", "article", 2,
    )  # fmt: skip
    late = call.alice.patch(path, {"version": 1, "text": "Another"})
    assert (late.status, late.code) == (409, "changed_elsewhere")
    assert (late.json["values"]["version"], late.json["values"]["text"]) == (2, "Half a thought")
    for other in (call.bob.get(path), call.bob.delete(path), call.bob.post(f"{path}/publish")):
        assert other.status == 404
    assert [one["id"] for one in call.alice.get("/me/drafts").json["items"]] == [made.json["id"]]
    out = call.alice.post(f"{path}/publish").json
    assert call.bob.get(f"/posts/{out['post_id']}").json["title"] == "T"
    assert call.alice.get(path).status == 404
    assert call.alice.get("/me/drafts/nonsense").status == 404


def test_scheduled_with_a_zone_and_given_back_in_utc(call: Callers, clock: Clock) -> None:
    path = f"/me/drafts/{call.alice.post('/me/drafts', {'text': 'Later'}).json['id']}"
    due = clock.now + timedelta(hours=2)
    for wrong, code in (
        ("tomorrow", "publish_at"),
        (due.replace(tzinfo=None).isoformat(), "publish_at"),
        ((clock.now - timedelta(days=1)).isoformat(), "past"),
        ((clock.now + timedelta(days=400)).isoformat(), "too_far"),
    ):
        assert call.alice.post(f"{path}/publish", {"publish_at": wrong}).code == code
    given = due.astimezone(tz=None).replace(microsecond=0).isoformat()
    waiting = call.alice.post(f"{path}/publish", {"publish_at": given}).json["draft"]
    assert waiting["state"] == "scheduled"
    assert waiting["publish_at"].endswith("Z")
    assert call.alice.post(f"{path}/publish", {"publish_at": None}).json["draft"]["publish_at"] is None
    call.alice.post(f"{path}/publish", {"publish_at": given})
    clock.forward(hours=2, seconds=1)
    run_due(now=clock.now)
    assert call.alice.get(path).status == 404
    assert [one["text"] for one in call.bob.get("/members/alice/posts").json["items"]] == ["Later"]


def test_a_poll_asked_and_answered(call: Callers) -> None:
    one = call.alice.post("/posts", {"text": "Which?", "poll": {"options": ["This"]}})
    assert (one.status, one.code, one.json["field"]) == (422, "too_few_options", "options")
    post = call.alice.post(
        "/posts", {"text": "Which?", "poll": {"options": ["This", "That"], "days": 3}}
    ).json
    path = f"/posts/{post['id']}"
    assert [option["votes"] for option in post["poll"]["options"]] == [0, 0]
    assert [option["votes"] for option in call.bob.get(path).json["poll"]["options"]] == [None, None]
    voted = call.bob.post(f"{path}/vote", {"option": 2}).json["poll"]
    assert (voted["chosen"], voted["votes"], [one["votes"] for one in voted["options"]]) == (2, 1, [0, 1])
    assert call.bob.post(f"{path}/vote", {"option": 3}).code == "option"
    assert call.bob.post(f"{path}/vote", {"option": 2**62}).code == "option"
    assert call.bob.post("/posts/1/vote", {"option": 1}).status == 404
    passed = call.bob.post(f"{path}/reposts", {}).json
    assert passed["poll"] is None
    assert passed["original"]["poll"]["chosen"] == 2
    (listed,) = [one for one in call.bob.get("/members/alice/posts").json["items"] if one["poll"]]
    assert listed["poll"] == voted


def test_hashtags_are_followed_in_silence(call: Callers) -> None:
    call.alice.post("/posts", {"text": "On #Straße", "audience": "anyone"})
    call.alice.post("/posts", {"text": "Between us #strasse", "audience": "connections"})
    for _ in range(2):
        followed = call.bob.put("/me/hashtags/%23Strasse").json
        assert (followed["name"], followed["follower_count"], followed["following"]) == ("strasse", 1, True)
    seen = call.erin.get("/hashtags/STRASSE").json
    assert (seen["hashtag"]["follower_count"], seen["hashtag"]["following"]) == (1, False)
    assert [one["text"] for one in seen["items"]] == ["On #Straße"]
    assert [one["name"] for one in call.bob.get("/me/hashtags").json["items"]] == ["strasse"]
    assert call.erin.get("/me/hashtags").json["items"] == []
    for wrong in ("a%20b", "123", "a" * 51, "%00"):
        assert call.bob.put(f"/me/hashtags/{wrong}").status == 404
        assert call.bob.get(f"/hashtags/{wrong}").status == 404
    for _ in range(2):
        assert call.bob.delete("/me/hashtags/strasse").status == 204
    assert call.erin.get("/hashtags/strasse").json["hashtag"]["follower_count"] == 0

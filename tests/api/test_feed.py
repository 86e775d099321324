"""The feed over the API: what is in it, in which order, and why (FEED-3, FEED-4, FEED-6)."""

from __future__ import annotations

import pytest

from tests.api.caller import Caller, Callers

pytestmark = pytest.mark.django_db


def _say(caller: Caller, text: str, **given: str) -> str:
    made = caller.post("/posts", {"text": text, **given})
    assert made.status == 201
    return str(made.json["id"])


def _feed(caller: Caller) -> list[tuple[str, list[str]]]:
    """The ids in the feed, each with what brought it."""
    items = caller.get("/feed").json["items"]
    return [(one["post"]["id"], [reason["kind"] for reason in one["why"]["reasons"]]) for one in items]


def test_newest_first_with_the_true_reason(call: Callers) -> None:
    """FEED-3: one's own, and of those one follows; FEED-6: not what is for others."""
    own = _say(call.alice, "Mine")
    friend = _say(call.bob, "To those I know", audience="connections")
    stranger = _say(call.erin, "Nobody follows me")
    assert _feed(call.alice) == [(friend, ["followed_connection"]), (own, ["own"])]
    assert _feed(call.carol) == [(own, ["followed"])]
    assert stranger in [one for one, _ in _feed(call.erin)]
    call.alice.patch(f"/posts/{own}", {"audience": "connections"})
    assert _feed(call.carol) == []
    assert [one for one, _ in _feed(call.bob)] == [friend, own]


def test_a_change_of_ties_is_there_at_once(call: Callers) -> None:
    """FEED-6: unconnecting and blocking take posts away at the very next reading."""
    private = _say(call.bob, "To those I know", audience="connections")
    public = _say(call.bob, "To everybody")
    assert [one for one, _ in _feed(call.alice)] == [public, private]
    call.alice.put("/me/following/bob", {})
    assert call.alice.delete("/me/connections/bob").status == 204
    assert _feed(call.alice) == [(public, ["followed"])]
    call.bob.put("/me/blocks/alice", {})
    assert _feed(call.alice) == []


def test_page_by_page_while_others_write(call: Callers) -> None:
    """FEED-3: no post missed or doubled by those that come meanwhile."""
    written = [_say(call.bob, f"Number {place}") for place in range(5)]
    found: list[str] = []
    address = "/feed?limit=2"
    while True:
        page = call.alice.get(address).json
        found += [one["post"]["id"] for one in page["items"]]
        _say(call.bob, "Meanwhile")
        if page["next"] is None:
            break
        address = f"/feed?limit=2&cursor={page['next']}"
    assert found == written[::-1]


@pytest.mark.parametrize(
    ("asked", "code"), [("cursor=x", "cursor"), ("kind=best", "invalid"), ("limit=0", "invalid")]
)
def test_what_is_refused(call: Callers, asked: str, code: str) -> None:
    answer = call.alice.get(f"/feed?{asked}")
    assert (answer.status, answer.code) == (422, code)


def test_muting(call: Callers) -> None:
    """FEED-5: people, words and hashtags, for good or until a moment; one's own posts never."""
    words = _say(call.bob, "Rain over the valley")
    tagged = _say(call.bob, "About #floods")
    own = _say(call.alice, "My own words about rain")
    assert call.alice.put("/me/mutes/word/RAIN", {}).json["items"] == [
        {"kind": "word", "what": "rain", "until": None}
    ]
    assert [one for one, _ in _feed(call.alice)] == [own, tagged]
    call.alice.put("/me/mutes/hashtag/Floods", {"until": "2026-03-09T09:00:00Z"})
    assert [one for one, _ in _feed(call.alice)] == [own]
    assert call.alice.delete("/me/mutes/word/rain").status == 204
    assert [one for one, _ in _feed(call.alice)] == [own, words]
    call.alice.put("/me/mutes/person/bob", {})
    assert [one for one, _ in _feed(call.alice)] == [own]
    assert call.alice.put("/me/mutes/person/alice", {}).code == "mute_self"
    assert call.alice.put("/me/mutes/person/mallory", {}).code == "not_found"
    assert call.alice.put("/me/mutes/word/x", {"until": "2020-01-01T00:00:00Z"}).code == "until"
    assert call.alice.put("/me/mutes/weather/x", {}).code == "not_found"

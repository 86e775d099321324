"""The Top feed over the API: what is in it, what each item weighs, and what one chose (FEED-4, FEED-5)."""

from __future__ import annotations

from typing import Any

import pytest

from rapport.projections.feed.rules.top import HALF_LIFE_HOURS, LENGTH, POINTS, VARIETY, Term
from tests.api.caller import Caller, Callers

pytestmark = pytest.mark.django_db


def _say(caller: Caller, text: str, **given: str) -> str:
    made = caller.post("/posts", {"text": text, **given})
    assert made.status == 201
    return str(made.json["id"])


def _top(caller: Caller, asked: str = "") -> list[dict[str, Any]]:
    answer = caller.get(f"/feed?kind=top{asked}")
    assert answer.status == 200
    return list(answer.json["items"])


def _ids(caller: Caller) -> list[str]:
    return [one["post"]["id"] for one in _top(caller)]


def test_each_item_carries_what_it_weighs(call: Callers) -> None:
    """FEED-4: the terms shown give the weight shown, which falls down the page; no reaction of others counts."""
    for place in range(4):
        _say(call.bob, f"Number {place} #owls")
    own = _say(call.alice, "Mine")
    call.alice.put("/me/hashtags/owls", {})
    items = _top(call.alice)
    assert len(items) == 5
    weights = [one["why"]["weight"] for one in items]
    for one in weights:
        points = one["points"]
        assert set(points) == {term.value for term in Term}
        assert all(0 <= points[term] <= POINTS[term] for term in Term)
        assert one["freshness"] == pytest.approx(0.5 ** (one["hours"] / HALF_LIFE_HOURS))
        told = sum(points.values()) * one["freshness"] * one["slider"] * one["less"] * one["variety"]
        assert one["weight"] == pytest.approx(told)
    assert [one["weight"] for one in weights] == sorted((one["weight"] for one in weights), reverse=True)
    by_bob = [one["why"]["weight"]["variety"] for one in items if one["post"]["author"]["handle"] == "bob"]
    assert by_bob == [pytest.approx(VARIETY**place) for place in range(4)]
    assert [one["post"]["id"] for one in items].count(own) == 1
    before = [one["why"]["weight"]["weight"] for one in _top(call.alice)]
    for reader in (call.carol, call.erin):
        for one in items:
            reader.post(f"/posts/{one['post']['id']}/reactions", {"kind": "helpful"})
    assert [one["why"]["weight"]["weight"] for one in _top(call.alice)] == before


def test_pages_neither_move_nor_repeat(call: Callers) -> None:
    """FEED-4: while others write, one page follows the other; the end is the end."""
    written = {_say(call.bob, f"Number {place}") for place in range(5)}
    found: list[str] = []
    address = "/feed?kind=top&limit=2"
    while True:
        page = call.alice.get(address).json
        found += [one["post"]["id"] for one in page["items"]]
        _say(call.bob, "Meanwhile")
        if page["next"] is None:
            break
        address = f"/feed?kind=top&limit=2&cursor={page['next']}"
    assert len(found) == len(set(found)) == 5
    assert set(found) == written
    assert LENGTH >= 60


@pytest.mark.parametrize("cursor", ["x", "WzEsIiEiXQ", "WzEsMl0", "Wy05LCIiXQ"])
def test_a_made_up_cursor_is_refused_or_harmless(call: Callers, cursor: str) -> None:
    answer = call.alice.get(f"/feed?kind=top&cursor={cursor}")
    assert answer.status in (200, 422)
    assert answer.status == 200 or answer.code == "cursor"


def test_a_connection_brings_a_public_post_in(call: Callers) -> None:
    """FEED-5: of the 2nd degree, by a comment; not what is for members, and not with the switch off."""
    public, inner = _say(call.dan, "For anyone"), _say(call.mallory, "For members", audience="members")
    assert _ids(call.alice) == []
    for one in (public, inner):
        assert call.bob.post(f"/posts/{one}/comments", {"text": "Worth reading"}).status == 201
    (found,) = _top(call.alice)
    assert found["post"]["id"] == public
    assert found["why"]["reasons"] == [{"kind": "commented", "handle": "bob", "hashtag": ""}]
    assert found["why"]["weight"]["near"] == "second"
    assert found["why"]["weight"]["talkers"] == 1
    assert [one["post"]["id"] for one in call.alice.get("/feed").json["items"]] == []
    assert call.alice.patch("/me/feed", {"brought": False}).json["brought"] is False
    assert _ids(call.alice) == []
    call.alice.patch("/me/feed", {"brought": True, "sliders": {"second": 0}})
    assert _ids(call.alice) == []
    call.alice.patch("/me/feed", {"sliders": {"second": 4}})
    assert _ids(call.alice) == [public]
    call.alice.put("/me/mutes/person/bob", {})
    assert _ids(call.alice) == []
    call.alice.delete("/me/mutes/person/bob")
    call.alice.put("/me/blocks/dan", {})
    assert _ids(call.alice) == []


def test_choices_are_kept(call: Callers) -> None:
    """FEED-3, FEED-4: which feed, the sliders, and what one wants less of."""
    assert call.alice.get("/me/feed").json == {
        "kind": "following",
        "sliders": dict.fromkeys(("connections", "people", "companies", "groups", "hashtags", "second"), 2),
        "brought": True,
        "less": [],
    }
    said = call.alice.patch("/me/feed", {"kind": "top", "sliders": {"people": 3}}).json
    assert (said["kind"], said["sliders"]["people"], said["sliders"]["groups"]) == ("top", 3, 2)
    assert call.alice.patch("/me/feed", {"sliders": {"people": 9}}).status == 422
    assert call.alice.patch("/me/feed", {"kind": "best"}).status == 422
    assert call.alice.get("/me/feed").json["sliders"]["people"] == 3


def test_less_from_and_less_about(call: Callers) -> None:
    """FEED-4: it weighs less, says so, and is taken back; what is not there is absent."""
    _say(call.bob, "On #owls")
    (before,) = _top(call.alice)
    call.alice.put("/me/feed/less/actor/bob", {})
    (after,) = _top(call.alice)
    assert after["why"]["weight"]["weight"] < before["why"]["weight"]["weight"]
    assert after["why"]["weight"]["less_of"] == "bob"
    assert call.alice.put("/me/feed/less/hashtag/Owls", {}).json["less"] == [
        {"kind": "actor", "what": "bob"},
        {"kind": "hashtag", "what": "owls"},
    ]
    assert call.alice.delete("/me/feed/less/actor/bob").status == 204
    assert _top(call.alice)[0]["why"]["weight"]["less_of"] == "#owls"
    assert call.alice.delete("/me/feed/less/hashtag/owls").status == 204
    assert _top(call.alice)[0]["why"]["weight"]["less"] == 1.0
    for missing in ("actor/nobody_here", "hashtag/neverwritten", "weather/x", "actor/alice"):
        assert call.alice.put(f"/me/feed/less/{missing}", {}).status in (404, 422), missing


def test_catching_up_looks_past_age(call: Callers) -> None:
    """FEED-4: what was published since, on one page, whatever its age."""
    _say(call.bob, "While you were away")
    (found,) = _top(call.alice, "&since=2026-01-01T00:00:00Z")
    assert found["why"]["weight"]["freshness"] == 1.0
    _top(call.alice, "&since=2999-01-01T00:00:00Z")  # what lies ahead is no fault
    assert call.alice.get("/feed?kind=top&since=yesterday").code == "since"

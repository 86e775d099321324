"""Following, requests, connections, blocks and private notes over HTTP (REL-1 to REL-3, REL-10, REL-16 to REL-18)."""

from __future__ import annotations

import pytest

from rapport.kernel.limits.rules import Limits
from rapport.people.relationships.actions import choosing, inviting
from tests.api.caller import Caller, Callers
from tests.cast import Cast, connect
from tests.conftest import Clock


def tie(caller: Caller, handle: str) -> dict[str, object]:
    """What stands between a caller and a member."""
    answer = caller.get(f"/members/{handle}")
    assert answer.status == 200
    relationship: dict[str, object] = answer.json["relationship"]
    return relationship


def handles(caller: Caller, path: str) -> list[str]:
    """Who stands in a list."""
    answer = caller.get(path)
    assert answer.status == 200
    return [one["handle"] for one in answer.json["items"]]


def test_follow_and_unfollow(call: Callers) -> None:
    """REL-1 to REL-3: at once, silent, and doing it twice is doing it once."""
    for _ in range(2):
        answer = call.alice.put("/me/following/erin")
        assert answer.status == 200
        assert answer.json["following"] is True
    assert handles(call.alice, "/me/following") == ["erin", "bob"]
    assert handles(call.erin, "/me/followers") == ["alice"]
    assert tie(call.erin, "alice")["followed_by"] is True
    assert call.erin.get("/notifications").json["items"] == []
    for _ in range(2):
        answer = call.alice.delete("/me/following/erin")
        assert (answer.status, answer.body) == (204, b"")
    assert handles(call.alice, "/me/following") == ["bob"]


def test_follow_privately(call: Callers) -> None:
    """REL-2: counted, not named, and "Follows you" is not shown; saying nothing leaves it as it is."""
    call.alice.put("/me/following/erin", {"private": True})
    assert call.alice.put("/me/following/erin", {}).json["following_privately"] is True
    assert call.alice.put("/me/following/erin").json["following_privately"] is True
    assert handles(call.erin, "/me/followers") == []
    assert call.erin.get("/me").json["follower_count"] == 1
    assert tie(call.erin, "alice")["followed_by"] is False
    assert call.alice.put("/me/following/erin", {"private": False}).json["following_privately"] is False
    assert handles(call.erin, "/me/followers") == ["alice"]


def test_unfollowing_keeps_a_connection(call: Callers) -> None:
    """REL-3."""
    assert call.alice.delete("/me/following/bob").status == 204
    assert tie(call.alice, "bob")["connected"] is True


def test_following_oneself_and_strangers_to_the_house(call: Callers) -> None:
    assert call.alice.put("/me/following/alice").code == "oneself"
    assert call.alice.put("/me/following/mallory").code == "not_found"
    assert handles(call.alice, "/me/following") == ["bob"]


def test_requests_to_follow(call: Callers) -> None:
    """REL-1: a request waits without a notice; a refused one goes on looking asked."""
    call.erin.patch("/me/settings", {"follow_policy": "on_request"})
    for caller in (call.alice, call.dan):
        answer = caller.put("/me/following/erin")
        assert (answer.json["following"], answer.json["follow_requested"]) == (False, True)
    assert handles(call.erin, "/me/follow-requests") == ["dan", "alice"]
    assert call.erin.post("/me/follow-requests/alice/accept").status == 204
    assert call.erin.post("/me/follow-requests/dan/refuse").status == 204
    assert handles(call.erin, "/me/follow-requests") == []
    assert tie(call.alice, "erin")["following"] is True
    refused = tie(call.dan, "erin")
    assert (refused["following"], refused["follow_requested"]) == (False, True)
    assert call.erin.get("/notifications").json["items"] == []
    assert call.erin.post("/me/follow-requests/bob/accept").code == "not_found"
    assert call.alice.post("/me/follow-requests/dan/accept").code == "not_found"


def test_a_closed_door(call: Callers) -> None:
    """REL-1: only connections; the refusal names the rule and writes nothing."""
    call.erin.patch("/me/settings", {"follow_policy": "connections_only"})
    answer = call.alice.put("/me/following/erin")
    assert (answer.status, answer.code) == (409, "follow_not_open")
    assert "Erin" in answer.json["detail"]
    assert handles(call.alice, "/me/following") == ["bob"]
    assert "follow" not in tie(call.alice, "erin")["allowed_actions"]  # type: ignore[operator]


def test_unconnect(call: Callers) -> None:
    """REL-10: silent; the follows that came with it end; only the one who removed may invite again."""
    for _ in range(2):
        assert call.alice.delete("/me/connections/bob").status == 204
    assert handles(call.alice, "/me/connections") == []
    assert handles(call.alice, "/me/following") == []
    told = call.bob.get("/notifications").json["items"]
    assert [one["people"][0]["handle"] for one in told] == ["dan"]
    refused = call.bob.post("/invitations", {"to": "alice", "context": "other"})
    assert (refused.status, refused.code) == (409, "reinvite_wait")
    assert refused.json["values"]["until"] == "2026-05-31T09:00:00Z"
    assert tie(call.bob, "alice")["invite_refusal"] == {
        "code": "reinvite_wait", "detail": refused.json["detail"], "until": "2026-05-31T09:00:00Z"
    }  # fmt: skip
    assert call.alice.post("/invitations", {"to": "bob", "context": "other"}).status == 201


def test_connections_searched_and_sorted(call: Callers, cast: Cast, clock: Clock) -> None:
    clock.forward(minutes=1)
    connect(cast.alice.id, cast.carol.id, context="other", now=clock.now, limits=Limits())
    assert handles(call.alice, "/me/connections") == ["carol", "bob"]
    assert handles(call.alice, "/me/connections?sort=name") == ["bob", "carol"]
    assert handles(call.alice, "/me/connections?q=FERR") == ["carol"]
    assert handles(call.alice, "/me/connections?q=nobody") == []
    assert call.alice.get("/me/connections?sort=size").json["field"] == "sort"
    (bob,) = call.alice.get("/me/connections?q=bob").json["items"]
    assert bob["degree"] == 1
    assert bob["mutual_count"] == 0
    assert bob["connected_since"] == "2026-03-02T09:00:00Z"


def test_lists_of_members(call: Callers, cast: Cast) -> None:
    """REL-16: shown to the 1st degree by default; hidden says so; mutual connections always show."""
    hidden = {"hidden": True, "items": [], "next": None}
    assert handles(call.alice, "/members/bob/connections") == ["dan", "alice"]
    assert call.erin.get("/members/bob/connections").json == hidden
    assert call.erin.get("/members/bob/followers").json == hidden
    assert handles(call.alice, "/members/bob/followers") == ["dan", "alice"]
    assert handles(call.alice, "/members/dan/mutual-connections") == ["bob"]
    choosing.choose(actor_id=cast.bob.id, changes={"connection_list": "only_me", "follower_list": "anyone"})
    assert call.alice.get("/members/bob/connections").json == hidden
    assert handles(call.bob, "/members/bob/connections") == ["dan", "alice"]
    assert handles(call.erin, "/members/bob/followers") == ["dan", "alice"]
    assert handles(call.alice, "/members/dan/mutual-connections") == ["bob"]


def test_block_and_unblock(call: Callers, clock: Clock) -> None:
    """REL-17: every edge ends, each is hidden from the other; unblocking restores nothing."""
    clock.forward(minutes=1)
    for _ in range(2):
        assert call.alice.put("/me/blocks/bob").status == 204
    assert handles(call.alice, "/me/blocks") == ["bob", "mallory"]
    assert call.alice.get("/members/bob").status == 404
    assert call.bob.get("/members/alice").status == 404
    assert handles(call.alice, "/me/connections") == handles(call.alice, "/me/following") == []
    assert call.bob.put("/me/blocks/alice").status == 404
    assert handles(call.bob, "/me/blocks") == []
    for _ in range(2):
        assert call.alice.delete("/me/blocks/bob").status == 204
    assert tie(call.alice, "bob")["connected"] is False
    assert call.alice.put("/me/blocks/alice").code == "oneself"
    assert call.alice.delete("/me/blocks/nobody").status == 404


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_private_notes(call: Callers, method: str) -> None:
    """REL-18: on any tie, for its owner alone."""
    empty: dict[str, object] = {
        "handle": "erin",
        "note": "",
        "tags": [],
        "how_met": "",
        "rhythm_weeks": None,
        "changed_at": None,
    }
    assert call.alice.get("/me/ties/erin").json == empty
    kept = {"note": "Rows on Sundays", "tags": ["river", "River"], "how_met": "on a dam", "rhythm_weeks": 4}
    answer = call.alice.put("/me/ties/erin", kept)
    assert answer.status == 200
    expected = {**kept, "tags": ["river"], "handle": "erin", "changed_at": "2026-03-02T09:00:00Z"}
    assert answer.json == call.alice.get("/me/ties/erin").json == expected
    assert call.erin.get("/me/ties/alice").json["note"] == ""
    assert b"Sundays" not in call.erin.ask(method, "/me/ties/alice", {} if method == "PUT" else None).body
    assert call.alice.put("/me/ties/erin", {}).json == empty


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"rhythm_weeks": 3}, "rhythm", "rhythm_weeks"),
        ({"rhythm_weeks": "4"}, "invalid", "rhythm_weeks"),
        ({"note": "x" * 2001}, "too_long", "note"),
        ({"tags": ["x" * 41]}, "too_long", "tags"),
        ({"tags": [str(n) for n in range(13)]}, "tags", "tags"),
        ({"tags": "x"}, "invalid", "tags"),
        ({"owner": 1}, "unknown_field", "owner"),
    ],
)
def test_notes_that_cannot_be_kept(call: Callers, body: dict[str, object], code: str, field: str) -> None:
    answer = call.alice.put("/me/ties/erin", body)
    assert (answer.status, answer.code, answer.json["field"]) == (422, code, field)
    assert call.alice.get("/me/ties/erin").json["changed_at"] is None


def test_search(call: Callers, cast: Cast, clock: Clock) -> None:
    """NET-4, as far as names go: whom one may come across, by name, with the degree as filter."""
    assert handles(call.alice, "/search/people") == ["alice", "bob", "carol", "dan", "erin"]
    assert handles(call.alice, "/search/people?q=weiss") == ["erin"]
    assert handles(call.alice, "/search/people?q=mallory") == []
    assert handles(call.alice, "/search/people?q=%00") == ["alice", "bob", "carol", "dan", "erin"]
    assert handles(call.alice, "/search/people?degree=1") == ["bob"]
    assert handles(call.alice, "/search/people?degree=2") == ["dan"]
    assert handles(call.alice, "/search/people?degree=3") == []
    connect(cast.dan.id, cast.erin.id, context="other", now=clock.now, limits=Limits())
    assert handles(call.alice, "/search/people?degree=3") == ["erin"]
    assert handles(call.alice, "/search/people?degree=3&q=bob") == []
    assert call.alice.get("/search/people?degree=4").json["field"] == "degree"
    assert call.alice.get(f"/search/people?q={'x' * 101}").code == "too_long"
    inviting.invite(
        sender=cast.mallory.id, recipient=cast.bob.id, context="other", now=clock.now, limits=Limits()
    )
    assert handles(call.mallory, "/search/people?q=alice") == []

"""Members, oneself and settings over HTTP (REL-14 to REL-16, NET-1)."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from rapport.people.ties.models import Network
from tests.api.caller import Callers
from tests.cast import Cast

RELATIONSHIP = {
    "following", "followed_by", "follow_requested", "connected", "degree", "mutual_count", "invitation",
    "allowed_actions",
}  # fmt: skip


def test_a_member(call: Callers) -> None:
    member = call.alice.get("/members/bob").json
    assert (member["handle"], member["name"], member["connection_count"]) == ("bob", "Bob Asante", "2")
    assert member["follower_count"] == 2
    assert member["joined_at"] == "2026-03-02T09:00:00Z"
    assert member["relationship"].keys() >= RELATIONSHIP
    tie = member["relationship"]
    assert (tie["connected"], tie["degree"], tie["following"], tie["followed_by"]) == (True, 1, True, True)
    assert tie["allowed_actions"] == ["unfollow", "unconnect", "note", "block"]
    assert tie["context"] == "worked_together"


def test_degrees(call: Callers) -> None:
    """NET-1: 0 oneself, 1, 2, 3 or null."""
    found = {
        one: call.alice.get(f"/members/{one}").json["relationship"] for one in ("alice", "bob", "dan", "erin")
    }
    assert {one: tie["degree"] for one, tie in found.items()} == {
        "alice": 0,
        "bob": 1,
        "dan": 2,
        "erin": None,
    }
    assert found["dan"]["mutual_count"] == 1
    assert found["alice"]["allowed_actions"] == []
    assert found["erin"]["allowed_actions"] == ["follow", "invite", "note", "block"]


def test_counts_as_others_read_them(call: Callers, cast: Cast) -> None:
    """REL-15: exact to 499, then "500+"; the owner reads it exactly."""
    Network.objects.filter(pk=cast.bob.id).update(connections=499)
    assert call.alice.get("/members/bob").json["connection_count"] == "499"
    Network.objects.filter(pk=cast.bob.id).update(connections=712, followers=1234)
    assert call.alice.get("/members/bob").json["connection_count"] == "500+"
    assert call.alice.get("/members/bob").json["follower_count"] == 1234
    assert call.bob.get("/members/bob").json["connection_count"] == "712"
    assert call.bob.get("/me").json["connection_count"] == "712"


def test_oneself(call: Callers, settings: Settings) -> None:
    me = call.alice.get("/me").json
    assert (me["handle"], me["is_organiser"], me["scopes"]) == ("alice", False, ["all"])
    assert (me["connection_count"], me["follower_count"], me["following_count"]) == ("1", 2, 1)
    assert me["limits"]["note_length"] == 300
    assert me["unread_notifications"] == 1
    settings.STREAM_URL = "https://example.org/stream"
    assert call.alice.get("/me").json["stream_url"] == "https://example.org/stream"


def test_changing_oneself(call: Callers) -> None:
    answer = call.alice.patch("/me", {"headline": "  Reads\nrivers  "})
    assert (answer.status, answer.json["headline"], answer.json["name"]) == (
        200,
        "Reads rivers",
        "Alice Lindqvist",
    )
    assert call.bob.get("/members/alice").json["headline"] == "Reads rivers"
    assert call.alice.patch("/me", {}).status == 200
    assert call.alice.patch("/me", {"name": "x" * 101}).code == "too_long"
    assert call.alice.patch("/me", {"headline": "", "name": "Alice L"}).json["headline"] == ""
    assert [one["handle"] for one in call.bob.get("/search/people?q=alice l").json["items"]] == ["alice"]


def test_settings(call: Callers) -> None:
    before = call.alice.get("/me/settings").json
    assert before == {
        "follow_policy": "everyone", "invitation_policy": "everyone", "primary_button": "connect",
        "connection_policy": "anyone", "connection_line": "", "connection_list": "connections",
        "follower_list": "connections", "suggestion_policy": "everyone",
    }  # fmt: skip
    changed = {
        "primary_button": "follow",
        "connection_line": "Tell me where we met",
        "connection_list": "only_me",
    }
    answer = call.alice.patch("/me/settings", changed)
    assert (answer.status, answer.json) == (200, {**before, **changed})
    assert call.alice.get("/me/settings").json == {**before, **changed}
    shown = call.erin.get("/members/alice").json
    assert (shown["primary_button"], shown["connection_line"]) == ("follow", "Tell me where we met")


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"follow_policy": "nobody"}, "choice", "follow_policy"),
        ({"follow_policy": ""}, "choice", "follow_policy"),
        ({"follow_policy": None}, "invalid", "follow_policy"),
        ({"connection_list": "group"}, "choice", "connection_list"),
        ({"connection_line": "x" * 201}, "too_long", "connection_line"),
        ({"primary_button": "follow", "theme": "dark"}, "unknown_field", "theme"),
        ({"primary_button": "follow", "invitation_policy": "x"}, "choice", "invitation_policy"),
    ],
)
def test_settings_that_cannot_be(call: Callers, change: dict[str, object], code: str, field: str) -> None:
    """All or none: one wrong switch leaves every other as it was."""
    before = call.alice.get("/me/settings").json
    answer = call.alice.patch("/me/settings", change)
    assert (answer.status, answer.code, answer.json["field"]) == (422, code, field)
    assert call.alice.get("/me/settings").json == before

"""Groups over HTTP: the same rules, the same reasons (PRO-7)."""

from __future__ import annotations

from tests.api.caller import Caller, Callers
from tests.conftest import Clock


def _found(caller: Caller, handle: str = "rust", **words: object) -> None:
    answer = caller.post("/groups", {"handle": handle, "name": f"{handle.title()} Group", **words})
    assert answer.status == 201
    assert (answer.json["place"], answer.json["member_count"]) == ("owner", 1)


def _names(caller: Caller, path: str) -> list[str]:
    return [one["handle"] for one in caller.get(path).json["items"]]


def test_a_group_from_first_to_last(call: Callers) -> None:
    """Founded, found, described, entered, left, closed; repeating changes nothing."""
    _found(call.alice, joining="open")
    assert _names(call.erin, "/groups?q=rus") == _names(call.alice, "/me/groups") == ["rust"]
    changed = call.alice.patch("/groups/rust", {"headline": "Ferrous", "about": "Words."})
    assert (changed.status, changed.json["headline"], changed.json["about"]) == (200, "Ferrous", "Words.")
    for _ in range(2):
        assert call.erin.put("/me/groups/rust", {"note": "Hello."}).json == {"place": "member"}
    assert call.erin.get("/groups/rust").json["member_count"] == 2
    members = call.erin.get("/groups/rust/members").json
    assert {one["person"]["handle"]: one["role"] for one in members["items"]} == {
        "alice": "owner", "erin": "member",
    }  # fmt: skip
    assert call.dan.get("/groups/rust/members").json["hidden"] is True
    for _ in range(2):
        assert call.erin.delete("/me/groups/rust").status == 204
    last = call.alice.delete("/me/groups/rust")
    assert (last.status, last.code) == (409, "group_last_owner")
    assert call.erin.delete("/groups/rust").status == 404
    assert call.alice.delete("/groups/rust").status == 204
    assert call.alice.get("/groups/rust").status == 404
    taken = call.alice.post("/groups", {"handle": "rust", "name": "Again"})
    assert (taken.status, taken.code, taken.json["field"]) == (422, "handle_taken", "handle")


def test_requests_are_answered(call: Callers) -> None:
    """Asked with a note, answered by who runs the group, a refusal says until when."""
    _found(call.alice)
    for caller in (call.dan, call.erin):
        assert caller.put("/me/groups/rust", {"note": "I write crates."}).json == {"place": "asked"}
    waiting = call.alice.get("/groups/rust/requests").json["items"]
    assert {(one["person"]["handle"], one["note"]) for one in waiting} == {
        ("dan", "I write crates."), ("erin", "I write crates."),
    }  # fmt: skip
    assert call.dan.get("/groups/rust/requests").status == 404
    told = [one for one in call.alice.get("/notifications").json["items"] if one["kind"] == "group_request"]
    assert [one["group"] for one in told] == [{"handle": "rust", "name": "Rust Group"}] * 2
    assert call.alice.post("/groups/rust/requests/dan/admit").status == 204
    assert call.alice.post("/groups/rust/requests/erin/refuse").status == 204
    said = {one["text"] for one in call.dan.get("/notifications").json["items"]}
    assert "You are in the group Rust Group now." in said
    page = call.erin.get("/groups/rust").json
    assert (page["place"], page["refusal"]["code"]) == ("outside", "group_ask_again")
    again = call.erin.put("/me/groups/rust")
    assert (again.status, again.code) == (409, "group_ask_again")
    late = call.alice.post("/groups/rust/requests/erin/admit")
    assert (late.status, late.code) == (409, "group_request_closed")


def test_invitations_and_roles(call: Callers) -> None:
    """One's connections alone; every role is given by owners; who is kept out finds nothing."""
    _found(call.alice, listed=False)
    stranger = call.alice.post("/groups/rust/invitations", {"to": "erin"})
    assert (stranger.status, stranger.code) == (409, "group_invite_connections")
    for _ in range(2):
        assert call.alice.post("/groups/rust/invitations", {"to": "bob"}).json == {"place": "invited"}
    (letter,) = call.bob.get("/me/group-invitations").json["items"]
    assert (letter["group"]["handle"], letter["invited_by"]["handle"]) == ("rust", "alice")
    (sent,) = call.alice.get("/groups/rust/invitations").json["items"]
    assert (sent["person"]["handle"], sent["allowed_actions"]) == ("bob", ["take-back", "ban"])
    assert call.bob.put("/me/groups/rust").json == {"place": "member"}
    assert _names(call.bob, "/members/alice/shared-groups") == ["rust"]
    assert call.erin.get("/groups/rust").status == call.erin.get("/groups/nothing").status == 404
    raised = call.alice.patch("/groups/rust/members/bob", {"step": "promote"})
    assert (raised.status, raised.json["role"]) == (200, "moderator")
    assert call.bob.patch("/groups/rust/members/alice", {"step": "demote"}).code == "group_role"
    assert call.alice.patch("/groups/rust/members/bob", {"step": "crown"}).json["field"] == "step"
    handed = call.alice.patch("/groups/rust/members/bob", {"step": "hand-over"})
    assert handed.json["role"] == "owner"
    assert call.bob.put("/groups/rust/bans/alice").status == 204
    assert call.alice.get("/groups/rust").status == 404
    assert [one["person"]["handle"] for one in call.bob.get("/groups/rust/bans").json["items"]] == ["alice"]
    assert call.bob.delete("/groups/rust/bans/alice").status == 204


def test_declining_and_taking_back(call: Callers, clock: Clock) -> None:
    """Neither is told of; after a decline nobody invites for a while."""
    _found(call.alice)
    call.alice.post("/groups/rust/invitations", {"to": "bob"})
    assert call.alice.delete("/groups/rust/invitations/bob").status == 204
    gone = call.bob.delete("/me/group-invitations/rust")
    assert (gone.status, gone.code) == (409, "group_invitation_closed")
    clock.forward(minutes=1)
    call.alice.post("/groups/rust/invitations", {"to": "bob"})
    for _ in range(2):
        assert call.bob.delete("/me/group-invitations/rust").status == 204
    again = call.alice.post("/groups/rust/invitations", {"to": "bob"})
    assert (again.status, again.code) == (409, "group_invite_again")
    assert call.bob.post("/groups/rust/step-down").code == "group_place"


def test_the_same_key_makes_one_group(call: Callers) -> None:
    """quality 3: a repeat under an Idempotency-Key gives the first answer."""
    first, second = (
        call.alice.ask(
            "POST", "/groups", {"handle": "rust", "name": "Rust"}, headers={"Idempotency-Key": "one"}
        )
        for _ in range(2)
    )
    assert (first.status, second.status) == (201, 201)
    assert first.json == second.json

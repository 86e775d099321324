"""Hidden equals absent: same status, body and headers, and nothing happens (architecture 4, quality 1)."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from rapport.people.actors import actions as actors
from tests.api.caller import Answer, Caller, Callers
from tests.api.rows import rows
from tests.cast import Cast

BY_HANDLE = [
    ("GET", "/members/{}", None),
    ("GET", "/members/{}/connections", None),
    ("GET", "/members/{}/followers", None),
    ("GET", "/members/{}/mutual-connections", None),
    ("PUT", "/me/following/{}", {"private": True}),
    ("DELETE", "/me/following/{}", None),
    ("DELETE", "/me/connections/{}", None),
    ("POST", "/me/follow-requests/{}/accept", None),
    ("POST", "/me/follow-requests/{}/refuse", None),
    ("PUT", "/me/blocks/{}", None),
    ("DELETE", "/me/blocks/{}", None),
    ("GET", "/me/ties/{}", None),
    ("PUT", "/me/ties/{}", {"note": "x"}),
    ("POST", "/invitations", {"to": "{}", "context": "other"}),
]

BY_ID = [
    ("GET", "/invitations/{}", None),
    ("GET", "/invitations/{}/replies", None),
    ("POST", "/invitations/{}/replies", {"text": "x"}),
    *[
        ("POST", f"/invitations/{{}}/{verb}", None)
        for verb in (
            "accept", "decline", "ignore", "dont-know", "suggest-follow", "reopen", "withdraw", "remind"
        )
    ],
]  # fmt: skip


def _face(answer: Answer) -> tuple[int, bytes, dict[str, str]]:
    """All of an answer but what may differ: Date and the rate limits."""
    kept = {
        name: value
        for name, value in answer.headers.items()
        if name != "Date" and not name.startswith("RateLimit-")
    }
    return answer.status, answer.body, kept


def _ask(caller: Caller, method: str, path: str, body: object, what: str) -> Answer:
    if isinstance(body, dict):
        body = {name: what if value == "{}" else value for name, value in body.items()}
    return caller.ask(method, path.format(what), body)


@pytest.mark.parametrize(("method", "path", "body"), BY_HANDLE)
def test_members_who_are_not_shown(method: str, path: str, body: object, call: Callers, cast: Cast) -> None:
    """Unknown, impossible, blocking the caller, suspended, deleted, no member at all: byte for byte alike."""
    actors.suspend(actor_id=cast.dan.id)
    actors.delete(actor_id=cast.carol.id)
    before = rows()
    missing = _face(_ask(call.mallory, method, path, body, "nobody"))
    assert missing[0] == 404
    # a company is no member, and all one can do to it here is follow (REL-5)
    company = () if "following" in path else ("acme",)
    for handle in ("alice", "dan", "carol", *company, "x", "No-Body", "nobody%00", "%2e%2e"):
        assert _face(_ask(call.mallory, method, path, body, handle)) == missing, handle
    assert rows() == before


@pytest.mark.parametrize(("method", "path", "body"), [one for one in BY_HANDLE if "blocks" not in one[1]])
def test_members_whom_one_has_blocked(method: str, path: str, body: object, call: Callers) -> None:
    """To the one who blocked they are gone as well, but in the list of blocks."""
    before = rows()
    missing = _face(_ask(call.alice, method, path, body, "nobody"))
    assert _face(_ask(call.alice, method, path, body, "mallory")) == missing
    assert rows() == before


def _withdrawn(call: Callers, cast: Cast) -> str:
    sent = _pending(call, cast)
    call.erin.post(f"/invitations/{sent}/withdraw")
    return sent


def _blocked(call: Callers, cast: Cast) -> str:
    sent = _pending(call, cast)
    call.erin.put("/me/blocks/dan")
    return sent


def _sender_suspended(call: Callers, cast: Cast) -> str:
    sent = _pending(call, cast)
    actors.suspend(actor_id=cast.erin.id)
    return sent


def _foreign(call: Callers, cast: Cast) -> str:
    return str(call.erin.post("/invitations", {"to": "carol", "context": "other"}).json["id"])


def _pending(call: Callers, cast: Cast) -> str:
    return str(call.erin.post("/invitations", {"to": "dan", "context": "other"}).json["id"])


@pytest.mark.parametrize("how", [_withdrawn, _blocked, _sender_suspended, _foreign])
@pytest.mark.parametrize(("method", "path", "body"), BY_ID)
def test_invitations_that_are_not_shown(
    method: str, path: str, body: object, how: Callable[[Callers, Cast], str], call: Callers, cast: Cast
) -> None:
    """Unknown, impossible, foreign, withdrawn, ended by a block, from a suspended sender: alike for dan."""
    hidden = how(call, cast)
    before = rows()
    missing = _face(_ask(call.dan, method, path, body, str(uuid.UUID(int=1))))
    assert missing[0] == 404
    for written in (hidden, "nonsense", "1", "{" + str(uuid.UUID(int=1)) + "}"):
        assert _face(call.dan.ask(method, path.replace("{}", written), body)) == missing
    assert rows() == before


def test_unknown_addresses_look_the_same(call: Callers) -> None:
    assert _face(call.alice.get("/members/nobody"))[:2] == _face(call.alice.get("/nothing/here"))[:2]
    assert call.alice.get("/members/nobody").json.keys() == {"type", "title", "status", "code", "detail"}

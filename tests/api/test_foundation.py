"""What holds for every call: tokens, problems, methods, bodies, headers (OPS-6)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import OperationalError, connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from rapport.people.accounts import actions_tokens
from rapport.people.accounts.models import Account
from rapport.people.actors import actions as actors
from tests.api.caller import Caller, Callers
from tests.cast import Cast
from tests.conftest import Clock


def test_me(call: Callers) -> None:
    answer = call.alice.get("/me")
    assert answer.status == 200
    assert answer.json["handle"] == "alice"
    assert answer.json["stream_url"] is None
    assert answer.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("token", [None, "", "rpt_wrong", "nonsense", "rpt_" + "a" * 43])
def test_no_or_bad_token_is_401(call: Callers, token: str | None) -> None:
    answer = Caller(token).get("/me")
    assert (answer.status, answer.code) == (401, "token")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_session_opens_nothing(call: Callers, cast: Cast, client: object) -> None:
    """A signed-in browser without a token is nobody here, so that no other site can use its cookie."""
    answer = call.visitor.ask("POST", "/notifications/read", headers={"Cookie": "session=abc"})
    assert (answer.status, answer.code) == (401, "token")


def _scoped(cast: Cast, clock: Clock, *scopes: str) -> Caller:
    assert cast.alice.account_id is not None
    return Caller(
        actions_tokens.make_token(account_id=cast.alice.account_id, name="x", scopes=scopes, now=clock.now)
    )


def test_a_missing_scope_is_403_and_nothing_happens(call: Callers, cast: Cast, clock: Clock) -> None:
    reader = _scoped(cast, clock, "read", "write:notes")
    answer = reader.put("/me/following/erin")
    assert (answer.status, answer.code) == (403, "scope")
    assert answer.json["values"] == {"scope": "write:relationships"}
    assert call.alice.get("/members/erin").json["relationship"]["following"] is False
    assert reader.get("/me/following").status == 200
    assert reader.put("/me/ties/erin", {"note": "x"}).status == 200
    assert _scoped(cast, clock, "read:profile").get("/me/following").code == "scope"


def test_a_suspended_member_is_told_so(call: Callers, cast: Cast) -> None:
    actors.suspend(actor_id=cast.alice.id)
    answer = call.alice.get("/me")
    assert (answer.status, answer.code) == (403, "suspended")
    until = datetime(2026, 4, 1, tzinfo=UTC)
    Account.objects.filter(actor_id=cast.alice.id).update(suspended_until=until, suspension_reason="Spam.")
    answer = call.alice.put("/me/following/erin")
    assert answer.json["detail"] == "This account is suspended until 1 April 2026. Spam."
    assert answer.json["values"]["until"] == "2026-04-01T00:00:00Z"
    actors.restore(actor_id=cast.alice.id)
    assert call.alice.get("/members/erin").json["relationship"]["following"] is False


def test_a_deleted_members_token_is_nobodys(call: Callers, cast: Cast) -> None:
    actors.delete(actor_id=cast.alice.id)
    assert call.alice.get("/me").status == 401


@pytest.mark.parametrize("path", ["", "/", "/nothing", "/me/", "/me/nothing", "/members", "/ü"])
def test_unknown_addresses_are_404_problems(call: Callers, path: str) -> None:
    for caller in (call.alice, call.visitor):
        answer = caller.get(path or "/")
        assert (answer.status, answer.code) == (404, "not_found")


def test_wrong_method_is_405_with_the_right_ones(call: Callers) -> None:
    answer = call.alice.delete("/me")
    assert (answer.status, answer.code) == (405, "method_not_allowed")
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS, PATCH"
    assert call.alice.ask("BREW", "/me").status == 405
    for path in ("/me", "/me/photo"):
        # what comes with it is not even looked at
        assert call.alice.ask("POST", path, raw=b"GIF89a", content_type="image/gif").status == 405, path
    assert call.alice.ask("PATCH", "/me/photo", raw=b"GIF89a", content_type="image/gif").status == 405


def test_head_is_get_without_a_body(call: Callers) -> None:
    got, head = call.alice.get("/me"), call.alice.ask("HEAD", "/me")
    assert (head.status, head.body) == (200, b"")
    assert int(head.headers["Content-Length"]) == len(got.body)
    assert call.alice.ask("HEAD", "/me/following/bob").status == 405
    assert call.visitor.ask("HEAD", "/me").status == 401


def test_options_lists_methods(call: Callers) -> None:
    answer = call.visitor.ask("OPTIONS", "/me/following/bob")
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["Allow"] == "DELETE, OPTIONS, PUT"
    assert not [name for name in answer.headers if name.startswith("Access-Control")]


@pytest.mark.parametrize(
    ("raw", "content_type", "status", "code"),
    [
        (b"{", "application/json", 400, "invalid_json"),
        (b"\xff", "application/json", 400, "invalid_json"),
        (b'{"name": "\\ud800"}', "application/json", 400, "invalid_json"),
        (b'{"name": NaN}', "application/json", 400, "invalid_json"),
        (b"[" * 50_000, "application/json", 400, "invalid_json"),
        (b"{}", "text/plain", 415, "unsupported_media_type"),
        (b"name=x", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        (b"{}", "application/json; charset=latin-1", 415, "unsupported_media_type"),
        (b"[]", "application/json", 422, "invalid"),
        (b'"x"', "application/json", 422, "invalid"),
        (b'{"name": ""}', "application/json", 422, "empty"),
        (b'{"name": 1}', "application/json", 422, "invalid"),
        (b'{"name": null}', "application/json", 422, "invalid"),
        (b'{"nome": "x"}', "application/json", 422, "unknown_field"),
        (b"", "application/json", 422, "missing_field"),
        (b'{"name": "' + b"x" * 300_000 + b'"}', "application/json", 413, "too_large"),
        (b" " * 2_000_000, "application/json", 413, "too_large"),
    ],
)
def test_bad_bodies(call: Callers, raw: bytes, content_type: str, status: int, code: str) -> None:
    before = call.alice.get("/me").json
    answer = call.alice.ask("PATCH", "/me", raw=raw, content_type=content_type)
    assert (answer.status, answer.code) == (status, code)
    assert call.alice.get("/me").json == before


def test_a_body_in_pieces_is_not_taken_for_none(call: Callers) -> None:
    """A WSGI server hands over no length with it: what it says would be lost."""
    sent = call.erin.post("/invitations", {"to": "alice", "context": "other"}).json["id"]
    answer = call.alice.post(f"/invitations/{sent}/accept", headers={"Transfer-Encoding": "chunked"})
    assert (answer.status, answer.code) == (411, "length_required")
    wrong = call.alice.patch("/me", {"headline": "x"}, headers={"Content-Length": "many"})
    assert wrong.code == "length_required"
    assert call.alice.get(f"/invitations/{sent}").json["state"] == "pending"


def test_every_wrong_field_is_named(call: Callers) -> None:
    answer = call.alice.post("/invitations", {"to": 1, "contexte": "other", "follow": "true"})
    assert answer.status == 422
    fields = {one["field"]: one["code"] for one in answer.json["errors"]}
    assert fields == {
        "to": "invalid", "follow": "invalid", "context": "missing_field", "contexte": "unknown_field"
    }  # fmt: skip
    assert answer.json["field"] in fields
    assert call.alice.get("/me/following?limit=0").json["field"] == "limit"


def test_a_fault_of_ours_is_a_500_problem(call: Callers, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("rapport.interfaces.api.invitations.budget_of", fail)
    answer = call.alice.get("/me/budget")
    assert (answer.status, answer.code) == (500, "internal")
    assert b"secret" not in answer.body


def test_a_database_that_is_away_is_a_503(call: Callers, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("rapport.interfaces.api.invitations.budget_of", away)
    answer = call.alice.get("/me/budget")
    assert (answer.status, answer.code, answer.headers["Retry-After"]) == (503, "unavailable", "1")
    monkeypatch.setattr("rapport.interfaces.api.gate.bearer", away)
    assert call.alice.get("/me/settings").code == "unavailable"


def test_a_caller_who_goes_away_midway(call: Callers) -> None:
    before = call.alice.get("/me/settings").json
    answer = call.alice.patch("/me/settings", {"primary_button": "follow"}, **{"wsgi.input": _Gone()})
    assert (answer.status, answer.code) == (400, "invalid_json")
    assert call.alice.get("/me/settings").json == before


class _Gone:
    def read(self, *_: int) -> bytes:
        raise OSError("gone")

    readline = read


def test_headers_of_every_answer(call: Callers) -> None:
    for answer in (
        call.alice.get("/me"), call.visitor.get("/me"), call.alice.get("/nothing"), call.alice.delete("/me"),
        call.alice.get("/openapi.json"), call.alice.put("/me/following/erin"), call.alice.patch("/me", [])
    ):  # fmt: skip
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert {"RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"} <= answer.headers.keys()
        assert not {"ETag", "Last-Modified", "Set-Cookie"} & answer.headers.keys()


def test_a_reading_writes_no_row(call: Callers) -> None:
    for path in (
        "/me", "/me/settings", "/members/bob", "/me/connections", "/me/invitations", "/me/budget", "/notifications",
        "/search/people", "/me/blocks", "/me/ties/bob", "/openapi.json", "/me/follow-requests",
    ):  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            assert call.alice.get(path).status == 200
        written = [one["sql"] for one in asked if not one["sql"].lstrip().startswith("SELECT")]
        assert written == []


def test_a_refused_head_stays_a_head(call: Callers) -> None:
    """What is asked as GET inside goes out as HEAD again, so that the server leaves its body away."""
    asked = RequestFactory().head(
        "/api/v1/members/nobody_here", headers={"Authorization": f"Bearer {call.alice.token}"}
    )
    found = resolve(asked.path)
    answer = found.func(asked, *found.args, **found.kwargs)
    assert (answer.status_code, asked.method) == (404, "HEAD")

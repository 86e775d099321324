"""Rate limits: shown firing, stated on every answer, and kept apart (quality 4, OPS-6)."""

from __future__ import annotations

import pytest

from rapport.kernel.limits import actions as limits
from rapport.people.accounts import actions_tokens
from tests.api.caller import Caller, Callers
from tests.api.rows import rows
from tests.cast import Cast
from tests.conftest import Clock


@pytest.fixture
def _three(db: None, clock: Clock) -> None:
    limits.set_limit(name="api_reads_per_minute", value="3", now=clock.now)
    limits.set_limit(name="api_writes_per_minute", value="3", now=clock.now)


@pytest.mark.usefixtures("_three")
def test_reads(call: Callers, clock: Clock) -> None:
    """The fourth at once is refused and told when to come back; a third of a minute frees one."""
    left = [call.alice.get("/me").headers["RateLimit-Remaining"] for _ in range(3)]
    assert left == ["2", "1", "0"]
    refused = call.alice.get("/me")
    assert (refused.status, refused.code) == (429, "rate_limit")
    assert refused.headers["Retry-After"] == "20"
    assert (refused.headers["RateLimit-Limit"], refused.headers["RateLimit-Remaining"]) == ("3", "0")
    assert refused.headers["RateLimit-Reset"] == "60"
    assert call.bob.get("/me").status == 200
    assert call.alice.patch("/me", {}).status == 200
    clock.forward(seconds=20)
    assert call.alice.get("/me").status == 200
    assert call.alice.get("/me").status == 429
    clock.forward(minutes=1)
    assert [call.alice.get("/me").status for _ in range(4)] == [200, 200, 200, 429]


@pytest.mark.usefixtures("_three")
def test_a_refused_write_writes_nothing(call: Callers) -> None:
    for _ in range(3):
        call.alice.patch("/me", {})
    before = rows()
    answer = call.alice.put("/me/following/erin", headers={"Idempotency-Key": "a"})
    assert (answer.status, answer.headers["RateLimit-Limit"]) == (429, "3")
    assert call.alice.post("/invitations", {"to": "erin", "context": "other"}).status == 429
    assert rows() == before
    assert call.alice.get("/me").status == 200


@pytest.mark.usefixtures("_three")
def test_all_tokens_of_a_member_share_one_allowance(call: Callers, cast: Cast, clock: Clock) -> None:
    assert cast.alice.account_id is not None
    other = Caller(
        actions_tokens.make_token(
            account_id=cast.alice.account_id, name="other", scopes=["read"], now=clock.now
        )
    )
    assert [one.get("/me").status for one in (call.alice, other, call.alice, other)] == [200, 200, 200, 429]


@pytest.mark.usefixtures("_three")
@pytest.mark.parametrize(
    ("address", "same", "other"),
    [("203.0.113.1", "203.0.113.1", "203.0.113.2"), ("2001:db8::1", "2001:db8::ffff:2", "2001:db8:0:1::1")],
)
def test_visitors_by_address(call: Callers, address: str, same: str, other: str) -> None:
    """IPv6 counts by /64; guessing tokens counts too, and nobody can hide behind a header."""
    guess = Caller("rpt_guess")
    assert [call.visitor.get("/me", REMOTE_ADDR=address).status for _ in range(2)] == [401, 401]
    assert guess.get("/me", REMOTE_ADDR=same).status == 401
    assert guess.get("/me", REMOTE_ADDR=same, HTTP_X_FORWARDED_FOR="198.51.100.9").status == 429
    assert call.visitor.get("/openapi.json", REMOTE_ADDR=same).status == 429
    assert guess.get("/me", REMOTE_ADDR=other).status == 401
    assert call.alice.get("/me", REMOTE_ADDR=same).status == 200


def test_a_limit_holds_from_the_next_request_on(call: Callers, clock: Clock) -> None:
    assert call.alice.get("/me").headers["RateLimit-Limit"] == "1500"
    limits.set_limit(name="api_reads_per_minute", value="7", now=clock.now)
    assert call.alice.get("/me").headers["RateLimit-Limit"] == "7"

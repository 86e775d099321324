"""How two people are connected, over HTTP (NET-2)."""

from __future__ import annotations

import pytest

from rapport.kernel.limits.rules import Limits
from rapport.people.relationships.actions import choosing
from tests.api.caller import Callers
from tests.cast import Cast, connect
from tests.conftest import Clock


def test_paths_as_the_contract_says(call: Callers, cast: Cast, clock: Clock) -> None:
    """Both ends included, null for a name that is withheld; degree 0, 1, 2, 3 and null."""
    connect(cast.dan.id, cast.erin.id, context="other", now=clock.now, limits=Limits())
    expected = {
        "alice": (0, [["alice"]]),
        "bob": (1, [["alice", "bob"]]),
        "dan": (2, [["alice", "bob", "dan"]]),
        "erin": (3, [["alice", "bob", None, "erin"]]),
        "carol": (None, []),
    }
    for handle, (degree, paths) in expected.items():
        answer = call.alice.get(f"/members/{handle}/path")
        assert (answer.status, answer.json) == (200, {"degree": degree, "paths": paths})
    choosing.choose(actor_id=cast.dan.id, changes={"connection_list": "anyone"})
    assert call.alice.get("/members/erin/path").json["paths"] == [["alice", "bob", "dan", "erin"]]
    choosing.choose(actor_id=cast.dan.id, changes={"connection_list": "only_me"})
    choosing.choose(actor_id=cast.bob.id, changes={"connection_list": "only_me"})
    assert call.alice.get("/members/erin/path").json["paths"] == [["alice", None, None, "erin"]]


@pytest.mark.parametrize("handle", ["mallory", "acme", "nobody"])
def test_whoever_is_no_member_for_the_caller_has_no_path(call: Callers, handle: str) -> None:
    """Blocked, a company, nobody: alike."""
    answer = call.alice.get(f"/members/{handle}/path")
    assert (answer.status, answer.json["code"]) == (404, "not_found")

"""Suggestions over HTTP: whom, why, page by page, put aside and taken back (NET-3)."""

from __future__ import annotations

import pytest

from rapport.people.accounts import actions_tokens
from tests.api.caller import Caller, Callers
from tests.cast import Cast
from tests.conftest import Clock


def told(caller: Caller, which: str = "people") -> dict[str, list[str]]:
    """Whom a caller is suggested, with the reasons."""
    answer = caller.get(f"/suggestions/{which}")
    assert answer.status == 200
    return {one["handle"]: one["reasons"] for one in answer.json["items"]}


def test_people_with_reasons(call: Callers) -> None:
    """NET-3: dan stands at alice's 2nd degree, carol follows her; nobody else has anything to do with her."""
    assert told(call.alice) == {"dan": ["1 mutual connection"], "carol": ["Follows you"]}
    (dan, _) = call.alice.get("/suggestions/people").json["items"]
    assert (dan["degree"], dan["mutual_count"], dan["name"]) == (2, 1, "Dan Okonkwo")
    assert dan["evidence"] == [{"kind": "mutual", "count": 1, "name": ""}]
    assert told(call.mallory) == {}


def test_pages(call: Callers) -> None:
    """NET-3: by cursor; a wrong one is refused."""
    first = call.alice.get("/suggestions/people?limit=1").json
    second = call.alice.get(f"/suggestions/people?limit=1&cursor={first['next']}").json
    assert [one["handle"] for one in first["items"] + second["items"]] == ["dan", "carol"]
    assert second["next"] is None
    for path in ("/suggestions/people", "/suggestions/follow"):
        assert call.alice.get(f"{path}?cursor=x").json["code"] == "cursor"
        assert call.alice.get(f"{path}?limit=0").status == 422


def test_dismiss_and_restore(call: Callers) -> None:
    """NET-3: remembered until it is taken back; twice is once."""
    for _ in range(2):
        assert call.alice.delete("/suggestions/people/dan").status == 204
        assert "dan" not in told(call.alice)
    assert "alice" in told(call.dan)
    for _ in range(2):
        assert call.alice.put("/suggestions/people/dan").status == 204
        assert "dan" in told(call.alice)


def test_follow(call: Callers) -> None:
    """NET-3, REL-5: companies among them; put aside likewise, in this list alone."""
    call.bob.post(
        "/me/profile/experience",
        {"title": "Keeper", "company": "Acme Waterworks", "organization_handle": "acme"},
    )
    (acme,) = call.alice.get("/suggestions/follow").json["items"]
    assert (acme["handle"], acme["kind"], acme["degree"]) == ("acme", "company", None)
    assert acme["reasons"] == ["1 of your connections works there"]
    assert call.alice.delete("/suggestions/follow/acme").status == 204
    assert told(call.alice, "follow") == {}
    assert call.alice.put("/suggestions/follow/acme").status == 204
    assert told(call.alice, "follow") != {}


def test_nobody_who_is_not_there(call: Callers) -> None:
    """REL-17: hidden equals absent; oneself is nobody to put aside; a company is nobody to know."""
    absent = call.alice.delete("/suggestions/people/nobody_here")
    for handle, which in (
        ("mallory", "people"),
        ("mallory", "follow"),
        ("acme", "people"),
        ("No!", "follow"),
    ):
        for method in (call.alice.delete, call.alice.put):
            refused = method(f"/suggestions/{which}/{handle}")
            assert (refused.status, refused.body) == (404, absent.body)
    assert call.alice.delete("/suggestions/people/alice").json["code"] == "oneself"
    assert call.visitor.get("/suggestions/people").status == 401


def test_opting_out(call: Callers) -> None:
    """NET-3: a setting, on from the start, that holds at once."""
    assert call.dan.get("/me/settings").json["suggestion_policy"] == "everyone"
    assert call.dan.patch("/me/settings", {"suggestion_policy": "nobody"}).status == 200
    assert "dan" not in told(call.alice)
    assert call.dan.patch("/me/settings", {"suggestion_policy": "friends"}).json["code"] == "choice"


@pytest.mark.parametrize(("scope", "status"), [("read:relationships", 200), ("read:profile", 403)])
def test_scopes(cast: Cast, clock: Clock, scope: str, status: int) -> None:
    """OPS-6."""
    assert cast.alice.account_id is not None
    token = actions_tokens.make_token(
        account_id=cast.alice.account_id, name="test", scopes=[scope], now=clock.now
    )
    assert Caller(token).get("/suggestions/people").status == status
    assert Caller(token).delete("/suggestions/people/dan").status == 403

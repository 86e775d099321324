"""Company pages over the API: one's own, others', followed, looked after (PRO-6, REL-5)."""

from __future__ import annotations

from typing import Any

import pytest

from rapport.kernel.limits import actions as settings
from rapport.people.organizations.actions import pages
from tests.api.caller import Callers
from tests.api.rows import rows
from tests.cast import Cast
from tests.conftest import Clock

pytestmark = pytest.mark.django_db

NEW = {
    "handle": "nordwasser", "name": "Nordwasser", "headline": "Wells", "about": "We dig.", "website": "nord.example",
    "industry": "Water", "location": "Kiel", "size": "2-10", "founded": 1931,
}  # fmt: skip


def test_from_making_to_deleting(call: Callers) -> None:
    """PRO-6: a page is made, read by everybody, changed and deleted by its admin."""
    made = call.erin.post("/companies", NEW)
    assert made.status == 201
    assert made.json == {
        **NEW, "website": "https://nord.example", "follower_count": 0, "following": False,
        "following_privately": False, "role": "admin", "offered_role": None, "picture": None,
        "created_at": "2026-03-02T09:00:00Z",
        "allowed_actions": ["edit", "see_roles", "offer", "change_role", "remove", "leave", "delete"],
    }  # fmt: skip
    read = call.carol.get("/companies/nordwasser").json
    assert read == {**made.json, "role": None, "allowed_actions": []}
    changed = call.erin.patch("/companies/nordwasser", {"name": "Nordwasser AG", "founded": None}).json
    assert (changed["name"], changed["founded"], changed["about"]) == ("Nordwasser AG", None, "We dig.")
    listed = call.bob.get("/companies?q=wasser").json
    assert [(one["handle"], one["name"]) for one in listed["items"]] == [("nordwasser", "Nordwasser AG")]
    assert call.erin.delete("/companies/nordwasser").status == 204
    assert call.erin.get("/companies/nordwasser").code == "not_found"
    assert call.erin.post("/companies", NEW).code == "handle_taken"


@pytest.mark.parametrize(
    ("given", "status", "code", "field"),
    [
        ({"handle": "acme"}, 422, "handle_taken", "handle"),
        ({"handle": "new"}, 422, "handle", "handle"),
        ({"name": ""}, 422, "empty", "name"),
        ({"name": "acme WATERWORKS"}, 409, "company_exists", "name"),
        ({"website": "javascript:alert(1)"}, 422, "website", "website"),
        ({"size": "many"}, 422, "choice", "size"),
        ({"founded": 2100}, 422, "founded", "founded"),
        ({"founded": "1931"}, 422, "invalid", "founded"),
        ({"about": "x" * 3001}, 422, "too_long", "about"),
        ({"role": "admin"}, 422, "unknown_field", "role"),
    ],
)
def test_what_is_refused(
    call: Callers, given: dict[str, Any], status: int, code: str, field: str
) -> None:  # fmt: skip
    """Every refusal names its field and changes nothing."""
    before = rows()
    answer = call.erin.post("/companies", {**NEW, **given})
    assert (answer.status, answer.code, answer.json["field"]) == (status, code, field)
    assert rows() == before


def test_a_name_twice_is_meant(call: Callers) -> None:
    """The page there is is named; `another` goes past it."""
    twice = {**NEW, "name": "Acme Waterworks"}
    assert call.erin.post("/companies", twice).json["values"]["handle"] == "acme"
    assert call.erin.post("/companies", {**twice, "another": True}).status == 201


def test_where_organisers_make_pages(call: Callers, clock: Clock) -> None:
    """The site may keep pages for its organisers."""
    settings.set_limit(name="company_pages", value="organisers", now=clock.now)
    assert call.erin.post("/companies", NEW).code == "company_pages"


def test_following_a_company(call: Callers) -> None:
    """REL-2, REL-5: the same call as for people; in lists of its own; private ones counted, not named."""
    tie = call.erin.put("/me/following/acme").json
    assert (tie["following"], tie["degree"], tie["invitation"], tie["allowed_actions"]) == (
        True, None, None, ["unfollow"],
    )  # fmt: skip
    assert call.erin.put("/me/following/acme", {"private": True}).json["following_privately"] is True
    call.alice.put("/me/following/acme")
    assert call.erin.get("/me/following").json["items"] == []
    assert [one["handle"] for one in call.erin.get("/me/companies").json["items"]] == ["acme"]
    me = call.erin.get("/me").json
    assert (me["following_count"], me["companies_followed_count"]) == (0, 1)
    assert call.bob.get("/companies/acme").json["follower_count"] == 2
    named = call.bob.get("/companies/acme/followers").json
    assert [(one["handle"], one["degree"]) for one in named["items"]] == [("alice", 1)]
    assert call.erin.delete("/me/following/acme").status == 204
    assert call.erin.delete("/me/following/acme").status == 204
    assert call.erin.get("/companies/acme").json["following"] is False
    assert call.erin.get("/notifications").json["items"] == []


def test_roles(call: Callers) -> None:
    """Offered, listed, accepted, changed, left; the last admin stays; outsiders find nothing."""
    offer = {"member": "erin", "role": "editor"}
    assert call.carol.post("/companies/acme/roles", offer).code == "not_found"
    assert call.carol.get("/companies/acme/roles").code == "not_found"
    sent = call.bob.post("/companies/acme/roles", offer)
    assert (sent.status, sent.json["state"], sent.json["member"]["handle"]) == (201, "offered", "erin")
    assert call.bob.post("/companies/acme/roles", offer).status == 200
    waiting = call.erin.get("/me/companies?tie=role").json["items"][0]
    assert (waiting["handle"], waiting["role"], waiting["offered_role"]) == ("acme", None, "editor")
    assert call.erin.get("/companies/acme").json["allowed_actions"] == ["accept", "refuse"]
    assert call.erin.post("/companies/acme/role/accept").json["role"] == "editor"
    assert call.erin.post("/companies/acme/role/accept").status == 200
    assert call.erin.post("/companies/acme/roles", {**offer, "member": "dan"}).code == "admins_only"
    assert call.bob.post("/companies/acme/roles", offer).code == "holds_role"
    assert call.bob.delete("/companies/acme/roles/bob").code == "last_admin"
    assert call.bob.patch("/companies/acme/roles/bob", {"role": "editor"}).code == "last_admin"
    assert call.bob.patch("/companies/acme/roles/erin", {"role": "king"}).code == "choice"
    assert call.bob.patch("/companies/acme/roles/erin", {"role": "admin"}).json["role"] == "admin"
    listed = call.erin.get("/companies/acme/roles").json
    assert [(one["member"]["handle"], one["role"]) for one in listed["items"]] == [
        ("bob", "admin"),
        ("erin", "admin"),
    ]
    assert call.bob.delete("/companies/acme/roles/bob").status == 204
    assert call.bob.get("/companies/acme/roles").code == "not_found"
    assert call.bob.delete("/companies/acme/roles/bob").code == "not_found"


def test_pages_that_are_not_shown(call: Callers, cast: Cast) -> None:
    """Suspended, a member's handle, nobody's, impossible: byte for byte alike, and nothing is written."""
    pages.suspend(company_id=cast.acme.id)
    before = rows()
    for method, path, body in (
        ("GET", "/companies/{}", None),
        ("PATCH", "/companies/{}", {"name": "x"}),
        ("DELETE", "/companies/{}", None),
        ("GET", "/companies/{}/followers", None),
        ("GET", "/companies/{}/roles", None),
        ("POST", "/companies/{}/roles", {"member": "erin", "role": "admin"}),
        ("PATCH", "/companies/{}/roles/erin", {"role": "admin"}),
        ("DELETE", "/companies/{}/roles/bob", None),
        ("POST", "/companies/{}/role/accept", None),
        ("PUT", "/me/following/{}", None),
        ("DELETE", "/me/following/{}", None),
    ):
        missing = call.bob.ask(method, path.format("nobody_here"), body)
        assert missing.status == 404, (method, path)
        names = ("acme", "X", "nobody%00") if "following" in path else ("acme", "bob", "X", "nobody%00")
        for handle in names:
            answer = call.bob.ask(method, path.format(handle), body)
            assert (answer.status, answer.body) == (404, missing.body), (method, path, handle)
    assert rows() == before
    assert call.bob.get("/companies").json["items"] == []


def test_who_does_not_know_the_page_may_do_nothing_to_it(call: Callers) -> None:
    """A member without a role changes, deletes and offers nothing, and visitors have no token."""
    before = rows()
    for method, path, body in (
        ("PATCH", "/companies/acme", {"name": "Taken over"}),
        ("DELETE", "/companies/acme", None),
        ("POST", "/companies/acme/roles", {"member": "erin", "role": "admin"}),
        ("PATCH", "/companies/acme/roles/bob", {"role": "editor"}),
        ("DELETE", "/companies/acme/roles/bob", None),
        ("POST", "/companies/acme/role/accept", None),
    ):
        assert call.erin.ask(method, path, body).code == "not_found"
        assert call.visitor.ask(method, path, body).status == 401
    assert rows() == before

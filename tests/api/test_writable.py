"""Mass assignment: whatever else is sent along, nothing of it is written (quality 1)."""

from __future__ import annotations

from typing import Any

import pytest

from rapport.interfaces.api import openapi
from tests.api.caller import Callers
from tests.api.rows import rows

FOREIGN: dict[str, Any] = {
    "id": 1, "pk": 1, "actor": 1, "actor_id": 1, "owner": 1, "owner_id": 1, "sender": "dan", "recipient": "dan",
    "from": "dan", "handle": "dan", "email": "x@example.org", "is_organiser": True, "is_moderator": True,
    "is_active": False, "status": "deleted", "state": "accepted", "cause": "blocked", "tray": "inbox",
    "sent_at": "2020-01-01T00:00:00Z", "expires_at": "2030-01-01T00:00:00Z", "connections": 30000, "kind": "company",
    "followers": 9, "name_key": "x", "password": "x", "scopes": ["all"], "suspended_until": None, "__proto__": {},
}  # fmt: skip

BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("patch", "/me"): {"headline": "New"},
    ("patch", "/me/settings"): {"primary_button": "follow"},
    ("put", "/me/following/{handle}"): {"private": True},
    ("put", "/me/ties/{handle}"): {"note": "New"},
    ("post", "/companies"): {"handle": "fresh", "name": "Fresh"},
    ("post", "/posts"): {"text": "New"},
    ("patch", "/posts/{post_id}"): {"text": "New"},
    ("post", "/posts/{post_id}/reposts"): {"text": "New"},
    ("post", "/posts/{post_id}/vote"): {"option": 1},
    ("post", "/me/drafts"): {"text": "New"},
    ("patch", "/me/drafts/{draft_id}"): {"version": 1, "text": "New"},
    ("post", "/me/drafts/{draft_id}/publish"): {},
    ("put", "/me/hashtags/{name}"): {},
    ("post", "/posts/{post_id}/reactions"): {"kind": "agree"},
    ("post", "/posts/{post_id}/comments"): {"text": "New"},
    ("patch", "/comments/{comment_id}"): {"text": "New"},
    ("post", "/comments/{comment_id}/reactions"): {"kind": "agree"},
    ("post", "/reports"): {"about": "member", "id": "bob", "reason": "spam"},
    ("post", "/moderation/cases/{case_id}/decision"): {"decision": "leave", "words": "New"},
    ("put", "/me/mutes/{kind}/{what}"): {},
    ("patch", "/me/feed"): {"kind": "top"},
    ("patch", "/companies/{company}"): {"about": "New"},
    ("post", "/companies/{company}/roles"): {"member": "dan", "role": "editor"},
    ("patch", "/companies/{company}/roles/{member}"): {"role": "editor"},
    ("post", "/companies/{company}/role/accept"): {},
    ("post", "/groups"): {"handle": "fresh", "name": "Fresh"},
    ("patch", "/groups/{group}"): {"about": "New"},
    ("post", "/groups/{group}/step-down"): {},
    ("post", "/groups/{group}/invitations"): {"to": "bob"},
    ("patch", "/groups/{group}/members/{handle}"): {"step": "promote"},
    ("post", "/groups/{group}/requests/{handle}/admit"): {},
    ("post", "/groups/{group}/requests/{handle}/refuse"): {},
    ("put", "/me/groups/{group}"): {"note": "New"},
    ("post", "/invitations"): {"to": "bob", "context": "other"},
    ("post", "/invitations/{invitation_id}/accept"): {"follow": True},
    ("post", "/invitations/{invitation_id}/decline"): {"reason": "not_now"},
    ("post", "/invitations/{invitation_id}/ignore"): {},
    ("post", "/invitations/{invitation_id}/dont-know"): {},
    ("post", "/invitations/{invitation_id}/suggest-follow"): {},
    ("post", "/invitations/{invitation_id}/reopen"): {},
    ("post", "/invitations/{invitation_id}/withdraw"): {},
    ("post", "/invitations/{invitation_id}/remind"): {},
    ("post", "/invitations/{invitation_id}/replies"): {"text": "New"},
    ("post", "/notifications/read"): {},
    ("patch", "/me/profile"): {"about": "New"},
    ("post", "/me/profile/{section}"): {"title": "New", "company": "New"},
    ("patch", "/me/profile/{section}/{entry_id}"): {"title": "New"},
    ("put", "/me/profile/{section}/order"): {"order": []},
    ("post", "/me/imports/{run}/confirm"): {"parts": ["skills"]},
    ("put", "/me/contact-details"): {"email": {"audience": "only_me"}},
    ("patch", "/me/endorsements/{skill_id}/{handle}"): {"hidden": True},
    ("post", "/recommendations"): {
        "to": "bob",
        "text": "New and long enough to count.",
        "relation": "client",
    },
    ("post", "/recommendations/requests"): {"to": "bob"},
    ("post", "/recommendations/{recommendation_id}/write"): {"text": "New", "relation": "client"},
    ("post", "/recommendations/{recommendation_id}/revise"): {"text": "New"},
    ("post", "/recommendations/{recommendation_id}/accept"): {"version": 1},
    ("post", "/recommendations/{recommendation_id}/ask-change"): {"words": "New"},
    ("post", "/recommendations/{recommendation_id}/decline"): {},
    ("post", "/recommendations/{recommendation_id}/ignore"): {},
    ("post", "/recommendations/{recommendation_id}/refuse"): {},
    ("post", "/recommendations/{recommendation_id}/show"): {},
    ("post", "/recommendations/{recommendation_id}/hide"): {},
    ("post", "/recommendations/{recommendation_id}/withdraw"): {},
}


def test_every_operation_with_a_body_stands_here() -> None:
    found = {
        (method, path.removeprefix("/api/v1"))
        for path, methods in openapi.document()["paths"].items()
        for method, operation in methods.items()
        if "application/json" in operation.get("requestBody", {}).get("content", {})
    }
    assert found == BODIES.keys()


@pytest.mark.page
@pytest.mark.parametrize(("method", "path"), BODIES, ids=lambda one: one)
def test_other_fields_are_refused_and_nothing_is_written(method: str, path: str, call: Callers) -> None:
    """Every viewer, every field that is not theirs to write: 422 naming it, and not a row changes."""
    assert call.alice.post("/groups", {"handle": "rust", "name": "Rust"}).status == 201
    sent = call.erin.post("/invitations", {"to": "alice", "context": "other"}).json["id"]
    address = (
        path.replace("{handle}", "dan")
        .replace("{company}", "acme")
        .replace("{group}", "rust")
        .replace("{member}", "bob")
        .replace("{invitation_id}", sent)
    )
    address = address.replace("{section}", "experience").replace("{entry_id}", sent).replace("{run}", sent)
    lawful = BODIES[method, path]
    before = rows()
    for caller in (call.alice, call.erin, call.mallory):
        for field, value in FOREIGN.items():
            if field in lawful or (path, field) == ("/invitations", "email"):
                continue
            answer = caller.ask(method.upper(), address, {**lawful, field: value})
            assert (answer.status, answer.code, answer.json["field"]) == (422, "unknown_field", field)
    assert rows() == before

"""Posts over the API (FEED-1, FEED-2, api.md)."""

from __future__ import annotations

import pytest

from tests.api.caller import Callers

pytestmark = pytest.mark.django_db


def test_from_publishing_to_taking_away(call: Callers) -> None:
    """What is published is read by whom it is for, changed with history, and gone when it is taken away."""
    made = call.alice.post(
        "/posts", {"text": "Met @bob on #Rust.\n\nhttps://rust.example/a", "audience": "anyone"}
    )
    assert made.status == 201
    post = made.json
    assert (post["form"], post["audience"], post["version"], post["hashtags"]) == (
        "post",
        "anyone",
        1,
        ["rust"],
    )
    assert post["id"].isdecimal()
    assert '<a class="mention" href="/@bob"' in post["html"]
    read = call.bob.get(f"/posts/{post['id']}").json
    assert read["author"]["degree"] == 1
    assert read["allowed_actions"] == ["repost"]
    assert post["allowed_actions"] == ["delete", "edit", "repost"]
    changed = call.alice.patch(f"/posts/{post['id']}", {"text": "Only this"}).json
    assert (changed["version"], changed["text"], changed["audience"]) == (2, "Only this", "anyone")
    versions = call.bob.get(f"/posts/{post['id']}/versions").json["items"]
    assert [one["version"] for one in versions] == [2, 1]
    assert (
        call.alice.patch(f"/posts/{post['id']}", {"audience": "connections"}).json["audience"]
        == "connections"
    )
    assert call.carol.get(f"/posts/{post['id']}").code == "not_found"
    assert call.bob.get("/members/alice/posts").json["items"][0]["id"] == post["id"]
    assert call.carol.get("/members/alice/posts").json["items"] == []
    assert call.bob.delete(f"/posts/{post['id']}").code == "not_found"
    assert call.alice.delete(f"/posts/{post['id']}").status == 204
    assert call.bob.get(f"/posts/{post['id']}").code == "not_found"


@pytest.mark.parametrize(
    ("given", "status", "code", "field"),
    [
        ({"text": ""}, 422, "empty", "text"),
        ({"text": "x" * 3_001}, 422, "too_long", "text"),
        ({"audience": "second_degree"}, 422, "audience", "audience"),
        ({"audience": "group"}, 422, "audience", "audience"),
        ({"form": "repost"}, 422, "form", "form"),
        ({"form": "article"}, 422, "empty", "title"),
        ({"group": "nowhere"}, 404, "not_found", ""),
        ({"company": "acme"}, 404, "not_found", ""),
        ({"author": "bob"}, 422, "unknown_field", "author"),
    ],
)
def test_what_is_refused(call: Callers, given: dict[str, object], status: int, code: str, field: str) -> None:
    answer = call.erin.post("/posts", {"text": "Hello", "audience": "anyone", **given})
    assert (answer.status, answer.code, answer.json.get("field", "")) == (status, code, field)


def test_passing_on(call: Callers) -> None:
    """A repost without words is there once; with words as often as one likes."""
    post = call.alice.post("/posts", {"text": "Worth it", "audience": "members"}).json["id"]
    first = call.bob.post(f"/posts/{post}/reposts", {})
    assert (first.status, first.json["original"]["id"], first.json["audience"]) == (201, post, "members")
    again = call.bob.post(f"/posts/{post}/reposts", {})
    assert (again.status, again.json["id"]) == (200, first.json["id"])
    assert call.bob.post(f"/posts/{post}/reposts", {"text": "Read this"}).status == 201
    assert call.bob.post(f"/posts/{post}/reposts", {"audience": "anyone"}).code == "audience"
    private = call.alice.post("/posts", {"text": "Between us", "audience": "connections"}).json["id"]
    assert call.bob.post(f"/posts/{private}/reposts", {}).code == "not_repostable"
    assert call.erin.post(f"/posts/{private}/reposts", {}).code == "not_found"


@pytest.mark.parametrize("absent", ["0", "-1", "x", "9" * 30, "١", "1.5"])
def test_no_such_post(call: Callers, absent: str) -> None:
    assert call.erin.get(f"/posts/{absent}").code == "not_found"

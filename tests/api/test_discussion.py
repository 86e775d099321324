"""What hangs on posts, over the API (FEED-2, REL-4, api.md)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.people.relationships.actions import removing
from tests.api.caller import Callers
from tests.cast import Cast
from tests.people import START

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(call: Callers) -> str:
    """The address of a post by alice for anyone."""
    return f"/posts/{call.alice.post('/posts', {'text': 'Hello', 'audience': 'anyone'}).json['id']}"


def test_reacting(call: Callers, post: str) -> None:
    """FEED-2: the same again is once, another kind is a change, and so is the figure at the post."""
    for kind, kinds in (("thanks", {"thanks": 1}), ("thanks", {"thanks": 1}), ("agree", {"agree": 1})):
        answer = call.erin.post(f"{post}/reactions", {"kind": kind})
        assert (answer.status, answer.json["reactions"]) == (200, {"total": 1, "kinds": kinds, "mine": kind})
    assert call.erin.post(f"{post}/reactions", {"kind": "like"}).code == "reaction"
    seen = call.bob.get(post).json["counts"]
    assert (seen["reactions"]["total"], seen["reactions"]["mine"]) == (1, None)
    assert call.alice.get("/members/alice/posts").json["items"][0]["counts"] == seen
    (one,) = call.bob.get(f"{post}/reactions").json["items"]
    assert (one["person"]["handle"], one["kind"]) == ("erin", "agree")
    assert call.bob.get(f"{post}/reactions?kind=thanks").json["items"] == []
    assert call.bob.get(f"{post}/reactions?kind=like").code == "reaction"
    assert [call.erin.delete(f"{post}/reactions").status for _ in range(2)] == [204, 204]
    assert call.erin.get(f"{post}/counts").json["reactions"] == {"total": 0, "kinds": {}, "mine": None}


def test_commenting(call: Callers, cast: Cast, post: str) -> None:
    """FEED-2: threads, whom one answers, editing, removing; REL-17: a block looks like removal."""
    first = call.bob.post(f"{post}/comments", {"text": "First, @alice"})
    assert (first.status, first.json["allowed_actions"]) == (201, ["answer", "react", "delete", "edit"])
    assert '<a class="mention" href="/@alice"' in first.json["html"]
    one = first.json["id"]
    answer = call.erin.post(f"{post}/comments", {"text": "Yes", "reply_to": one}).json
    deep = call.bob.post(f"{post}/comments", {"text": "Good", "reply_to": answer["id"]}).json
    assert (answer["thread"], answer["answers"], deep["thread"]) == (one, None, one)
    assert deep["answers"] == {"handle": "erin", "name": answer["author"]["name"]}
    page = call.alice.get(f"{post}/comments?limit=2").json
    rest = call.alice.get(f"{post}/comments?limit=2&cursor={page['next']}").json
    assert [each["id"] for each in (*page["items"], *rest["items"])] == [one, answer["id"], deep["id"]]
    assert rest["next"] is None
    assert rest["items"][0]["author"]["degree"] == 1
    edited = call.bob.patch(f"/comments/{one}", {"text": "Changed"})
    assert (edited.json["text"], edited.json["edited_at"] is None) == ("Changed", False)
    assert call.erin.patch(f"/comments/{one}", {"text": "Mine"}).code == "not_found"
    assert call.erin.delete(f"/comments/{one}").code == "not_found"
    reacted = call.erin.post(f"/comments/{one}/reactions", {"kind": "thanks"})
    assert reacted.json["reactions"]["mine"] == "thanks"
    assert len(call.bob.get(f"/comments/{one}/reactions").json["items"]) == 1
    assert call.erin.delete(f"/comments/{one}/reactions").status == 204
    assert call.alice.delete(f"/comments/{one}").status == 204
    gone = call.erin.get(f"{post}/comments").json["items"][0]
    assert (gone["removed"], gone["author"], gone["text"], gone["allowed_actions"]) == (True, None, "", [])
    assert call.erin.get(f"/comments/{one}").code == "not_found"
    removing.block(owner=cast.bob.id, other=cast.erin.id, now=START)
    assert [each["text"] for each in call.erin.get(f"{post}/comments").json["items"]] == ["", "Yes"]
    assert call.erin.get(f"{post}/counts").json["comment_count"] == 1


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({"text": " "}, 422, "empty"),
        ({"text": "x" * 1_251}, 422, "too_long"),
        ({"text": "x", "reply_to": "1"}, 404, "not_found"),
        ({"text": "x", "reply_to": "x"}, 404, "not_found"),
        ({"text": "x", "author": "bob"}, 422, "unknown_field"),
    ],
)
def test_what_is_not_said(call: Callers, post: str, given: dict[str, object], status: int, code: str) -> None:
    answer = call.erin.post(f"{post}/comments", given)
    assert (answer.status, answer.code) == (status, code)
    assert call.erin.get(f"{post}/comments").json["items"] == []


def test_under_what_was_just_hidden(call: Callers, post: str) -> None:
    """FEED-6: nothing is said there, and nothing there is read any more."""
    one = call.erin.post(f"{post}/comments", {"text": "In time"}).json["id"]
    call.erin.put(f"{post}/save")
    call.alice.patch(post, {"audience": "connections"})
    answers = [
        call.erin.post(f"{post}/comments", {"text": "Late"}),
        call.erin.post(f"{post}/reactions", {"kind": "agree"}),
        call.erin.put(f"{post}/save"),
        call.erin.get(f"{post}/comments"),
        call.erin.get(f"{post}/reactions"),
        call.erin.get(f"{post}/counts"),
        call.erin.get(f"/comments/{one}"),
        call.erin.patch(f"/comments/{one}", {"text": "Late"}),
    ]
    assert {answer.code for answer in answers} == {"not_found"}
    assert call.erin.get("/me/saved").json["items"] == []
    assert call.bob.get(f"{post}/counts").json["comment_count"] == 1
    assert call.erin.delete(f"/comments/{one}").status == 204
    assert call.bob.get(f"{post}/counts").json["comment_count"] == 0


def test_keeping_for_later(call: Callers, post: str) -> None:
    assert [call.erin.put(f"{post}/save").status for _ in range(2)] == [204, 204]
    (kept,) = call.erin.get("/me/saved").json["items"]
    assert (f"/posts/{kept['id']}", kept["counts"]["saved"]) == (post, True)
    assert call.alice.get("/me/saved").json["items"] == []
    assert not call.alice.get(f"{post}/counts").json["saved"]
    assert [call.erin.delete(f"{post}/save").status for _ in range(2)] == [204, 204]
    assert call.erin.get("/me/saved").json["items"] == []


def test_many_cost_no_more_statements_than_one(call: Callers, cast: Cast, post: str) -> None:
    """Quality 6: of the list of comments and of a list of posts with their figures."""

    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert call.bob.get(path).status == 200
        return len(found)

    first = call.bob.post(f"{post}/comments", {"text": "First"}).json["id"]
    one = [cost(path) for path in (f"{post}/comments", "/members/alice/posts")]
    for place in range(19):
        call.alice.post("/posts", {"text": f"Hello {place}"})
        who = (call.alice, call.erin, call.bob, call.carol)[place % 4]
        answer = call.carol.post(f"{post}/comments", {"text": f"{place} @alice"}).json["id"]
        who.post(f"{post}/comments", {"text": "x", "reply_to": (first, answer)[place % 2]})
        who.post(f"/comments/{first}/reactions", {"kind": "thanks"})
    assert [cost(path) for path in (f"{post}/comments", "/members/alice/posts")] == one

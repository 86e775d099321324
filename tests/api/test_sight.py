"""What goes out of sight goes everywhere, and what one said oneself one can take away (FEED-5, FEED-6, REL-17)."""

from __future__ import annotations

from typing import Any

import pytest

from rapport.projections.feed.queries import following
from tests.actions.groups import connect
from tests.api.caller import Callers
from tests.cast import Cast
from tests.conftest import Clock

pytestmark = pytest.mark.django_db


def test_an_earlier_wording_stays_with_whom_it_was_for(call: Callers) -> None:
    """FEED-6: who widens a post as they reword it tells nobody new what it said to connections."""
    post = call.alice.post("/posts", {"text": "For connections", "audience": "connections"}).json["id"]
    call.alice.patch(f"/posts/{post}", {"text": "For members", "audience": "members"})
    call.alice.patch(f"/posts/{post}", {"text": "For all", "audience": "anyone"})

    def versions(of: Any) -> list[str]:
        return [one["text"] for one in of.get(f"/posts/{post}/versions").json["items"]]

    assert versions(call.erin) == ["For all", "For members"]
    assert versions(call.bob) == versions(call.alice) == ["For all", "For members", "For connections"]
    call.alice.delete("/me/connections/bob")
    assert versions(call.bob) == ["For all", "For members"]


def test_one_takes_back_what_one_said_out_of_ones_sight(call: Callers) -> None:
    """FEED-2: comment, reactions, and what one kept; whoever said nothing there learns nothing."""
    post = call.alice.post("/posts", {"text": "To connections", "audience": "connections"}).json["id"]
    mine, other = (
        one.post(f"/posts/{post}/comments", {"text": "Words"}).json["id"] for one in (call.bob, call.alice)
    )
    for place in (f"/posts/{post}", f"/comments/{other}"):
        call.bob.post(f"{place}/reactions", {"kind": "agree"})
    call.alice.delete("/me/connections/bob")
    places = [f"/comments/{mine}", f"/posts/{post}/reactions", f"/comments/{other}/reactions"]
    assert [call.erin.delete(place).status for place in places] == [404] * 3
    assert [call.bob.delete(place).status for place in places] == [204] * 3
    assert [call.bob.delete(place).status for place in places] == [404] * 3
    left = call.alice.get(f"/posts/{post}").json["counts"]
    assert (left["comment_count"], left["reactions"]["total"]) == (1, 0)


def test_a_repost_goes_with_its_original(call: Callers, monkeypatch: pytest.MonkeyPatch) -> None:
    """FEED-3: also where that goes while a page is read; the rest of the page is there."""
    post = call.dan.post("/posts", {"text": "Of lime", "audience": "anyone"}).json["id"]
    call.bob.post(f"/posts/{post}/reposts", {"text": "Look"})
    stays = call.bob.post("/posts", {"text": "Of granite", "audience": "anyone"}).json["id"]
    explained = following.explained

    def meanwhile(*given: Any, **named: Any) -> Any:
        found = explained(*given, **named)
        call.dan.delete(f"/posts/{post}")
        return found

    monkeypatch.setattr(following, "explained", meanwhile)
    assert [one["post"]["id"] for one in call.alice.get("/feed").json["items"]] == [stays]


def test_votes_of_who_is_blocked_are_not_counted(call: Callers) -> None:
    """REL-17: as with every other figure, two readers may read two numbers."""
    asked = {"text": "Which?", "audience": "anyone", "poll": {"options": ["a", "b"], "days": 3}}
    post = call.alice.post("/posts", asked).json["id"]
    call.erin.post(f"/posts/{post}/vote", {"option": 1})
    call.bob.post(f"/posts/{post}/vote", {"option": 2})
    call.bob.put("/me/blocks/erin")
    votes = {
        name: one.get(f"/posts/{post}").json["poll"]["votes"]
        for name, one in (("bob", call.bob), ("alice", call.alice))
    }
    assert votes == {"bob": 1, "alice": 2}


@pytest.mark.parametrize("by", ["alice", "erin"])
def test_nothing_stands_under_a_post_that_its_author_cannot_see(call: Callers, by: str) -> None:
    """REL-17: a comment is out of sight for all while its author and that of the post are blocked either way."""
    post = call.alice.post("/posts", {"text": "Of lime", "audience": "anyone"}).json["id"]
    said = call.erin.post(f"/posts/{post}/comments", {"text": "Rude"}).json["id"]
    call.bob.post(f"/posts/{post}/comments", {"text": "Kind"})
    one, other = (call.alice, "erin") if by == "alice" else (call.erin, "alice")
    one.put(f"/me/blocks/{other}")
    for reader in (call.alice, call.bob):
        shown = reader.get(f"/posts/{post}/comments").json["items"]
        assert [comment["text"] for comment in shown] == ["Kind"]
        assert reader.get(f"/posts/{post}").json["counts"]["comment_count"] == 1
        assert reader.get(f"/comments/{said}").status == 404
    one.delete(f"/me/blocks/{other}")
    assert call.bob.get(f"/posts/{post}").json["counts"]["comment_count"] == 2


def test_who_is_muted_counts_for_nothing_in_top(call: Callers, cast: Cast, clock: Clock) -> None:
    """FEED-5: neither named nor weighed as somebody near who talks there."""
    connect(cast.alice.id, cast.erin.id)
    post = call.bob.post("/posts", {"text": "Of lime", "audience": "anyone"}).json["id"]
    clock.forward(minutes=5)
    call.erin.post(f"/posts/{post}/comments", {"text": "So it is"})
    clock.forward(minutes=5)

    def weight() -> dict[str, Any]:
        (item,) = call.alice.get("/feed?kind=top").json["items"]
        found: dict[str, Any] = item["why"]["weight"]
        return found

    assert weight()["talkers"] == 1
    call.alice.put("/me/mutes/person/erin", {})
    assert weight()["talkers"] == 0


def test_nothing_is_called_by_a_nul(call: Callers) -> None:
    """Absent, whatever the database thinks of it: in an address, and as the name of a group or company."""
    for method, place in (
        ("get", "/members/a%00b/path"),
        ("delete", "/me/feed/less/actor/a%00b"),
        ("delete", "/me/feed/less/hashtag/a%00b"),
    ):
        assert getattr(call.alice, method)(place).status == 404
    for field in ("group", "company"):
        body = {"text": "Of lime", "audience": "anyone", field: "a\0b"}
        assert call.alice.post("/posts", body).status == 404
        assert call.alice.post("/me/drafts", body).status == 422

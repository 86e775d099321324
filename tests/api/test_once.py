"""A POST under an Idempotency-Key: one effect, the first answer, also for many at once (quality 3)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from rapport.kernel.idempotency.models import Record
from rapport.people.accounts import actions_tokens
from rapport.people.accounts.actions import leaving
from rapport.people.relationships.models import Invitation, Reply
from tests.api.caller import Answer, Caller, Callers
from tests.api.rows import rows
from tests.cast import Cast
from tests.conftest import Clock

INVITE = {"to": "alice", "context": "other"}


def post(caller: Caller, path: str, body: Any, key: str) -> Answer:
    """Post under a key."""
    return caller.post(path, body, headers={"Idempotency-Key": key})


def test_repeat_gets_the_first_answer(call: Callers) -> None:
    """Same status, same bytes, marked as a replay; nothing else changes."""
    first = post(call.erin, "/invitations", INVITE, "a")
    before = rows()
    again = post(call.erin, "/invitations", {"context": "other", "to": "alice"}, "a")
    assert (first.status, again.status, again.body) == (201, 201, first.body)
    assert again.headers["Idempotent-Replay"] == "true"
    assert "Idempotent-Replay" not in first.headers
    assert rows() == before
    assert post(call.erin, "/invitations", INVITE, "b").status == 200


def test_a_repeat_shows_nothing_that_went_out_of_sight(call: Callers) -> None:
    """FEED-6, REL-17: what others said is looked at anew, and is kept in no answer."""
    said = call.alice.post(
        "/posts", {"text": "Which?", "poll": {"options": ["This", "That"], "days": 3}}
    ).json
    vote, passed = f"/posts/{said['id']}/vote", f"/posts/{said['id']}/reposts"
    first = post(call.bob, vote, {"option": 1}, "v")
    again = post(call.bob, vote, {"option": 1}, "v")
    assert (first.status, again.status, again.body) == (200, 200, first.body)
    assert post(call.bob, passed, {"text": "Look"}, "p").status == 201
    assert post(call.bob, passed, {"text": "Look"}, "p").json["original"]["text"] == "Which?"
    assert not [one for one in Record.objects.all() if b"Which?" in bytes(one.body)]
    assert call.alice.put("/me/blocks/bob").status == 204
    for path, body, key in ((vote, {"option": 1}, "v"), (passed, {"text": "Look"}, "p")):
        gone = post(call.bob, path, body, key)
        assert (gone.status, gone.headers["Idempotent-Replay"]) == (404, "true")
        assert b"Which?" not in gone.body


def test_who_is_erased_stands_in_no_answer_of_others(call: Callers, cast: Cast, clock: Clock) -> None:
    """Quality 4: the answer that was kept for somebody else is forgotten; who asks again finds nobody."""
    assert post(call.erin, "/invitations", INVITE, "a").status == 201
    assert any(b"alice" in bytes(one.body) for one in Record.objects.all())
    assert cast.alice.account_id is not None
    leaving.erase(account_id=cast.alice.account_id, now=clock.now)
    assert not any(b"alice" in bytes(one.body) for one in Record.objects.all())
    assert post(call.erin, "/invitations", INVITE, "a").status == 404


def test_the_first_answer_stays_whatever_happened_since(call: Callers) -> None:
    sent = call.erin.post("/invitations", INVITE).json["id"]
    first = post(call.erin, f"/invitations/{sent}/remind", None, "r")
    assert (first.status, first.code) == (409, "reminder_wait")
    call.erin.post(f"/invitations/{sent}/withdraw")
    again = post(call.erin, f"/invitations/{sent}/remind", None, "r")
    assert (again.status, again.body, again.headers["Content-Type"]) == (
        409, first.body, "application/problem+json",
    )  # fmt: skip


def test_another_request_under_the_key_is_refused(call: Callers) -> None:
    post(call.erin, "/invitations", INVITE, "a")
    before = rows()
    for path, body in (
        ("/invitations", {**INVITE, "context": "met_at_event"}),
        ("/invitations", {**INVITE, "follow": False}),
        ("/notifications/read", None),
    ):
        answer = post(call.erin, path, body, "a")
        assert (answer.status, answer.code) == (422, "idempotency_mismatch")
    assert rows() == before


def test_keys_are_per_member(call: Callers, cast: Cast, clock: Clock) -> None:
    """One member's key says nothing about another's; all tokens of a member share them."""
    assert post(call.erin, "/invitations", INVITE, "a").status == 201
    assert post(call.dan, "/invitations", INVITE, "a").status == 201
    assert cast.erin.account_id is not None
    other = actions_tokens.make_token(
        account_id=cast.erin.account_id, name="other", scopes=["write"], now=clock.now
    )
    assert "Idempotent-Replay" in post(Caller(other), "/invitations", INVITE, "a").headers
    reader = actions_tokens.make_token(
        account_id=cast.erin.account_id, name="reader", scopes=["read"], now=clock.now
    )
    assert post(Caller(reader), "/invitations", INVITE, "a").status == 403


def test_refusals_before_the_operation_leave_the_key_free(call: Callers) -> None:
    """A body of the wrong shape, a bad token: mended, the same key works."""
    assert post(call.erin, "/invitations", {"to": "alice"}, "a").status == 422
    assert post(call.visitor, "/invitations", INVITE, "a").status == 401
    assert not Record.objects.exists()
    assert post(call.erin, "/invitations", INVITE, "a").status == 201


@pytest.mark.parametrize("key", ["", "x" * 201, "with space", "ä"])
def test_impossible_keys(call: Callers, key: str) -> None:
    answer = post(call.erin, "/invitations", INVITE, key)
    assert (answer.status, answer.code) == (422, "idempotency_key")
    assert not Invitation.objects.filter(recipient__handle="alice", sender__handle="erin").exists()


def test_a_fault_of_ours_leaves_nothing(call: Callers, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails after the effect and before its record is kept takes the effect along."""
    before = rows()
    with monkeypatch.context() as broken:
        broken.setattr("rapport.kernel.idempotency.actions.keep", _fail)
        assert post(call.erin, "/invitations", INVITE, "a").status == 500
    assert rows() == before
    assert post(call.erin, "/invitations", INVITE, "a").status == 201


def _fail(**_: object) -> None:
    raise RuntimeError("in between")


def test_an_answer_is_kept_for_a_day(call: Callers, clock: Clock) -> None:
    post(call.erin, "/invitations", INVITE, "a")
    clock.forward(hours=24)
    answer = post(call.erin, "/invitations", INVITE, "a")
    assert (answer.status, "Idempotent-Replay" in answer.headers) == (200, False)


def test_other_methods_take_no_key(call: Callers) -> None:
    for _ in range(2):
        answer = call.erin.put("/me/following/alice", headers={"Idempotency-Key": "a"})
        assert (answer.status, "Idempotent-Replay" in answer.headers) == (200, False)
    assert not Record.objects.exists()


def at_once(count: int, act: Any) -> list[Any]:
    """Do it `count` times in threads that start together."""
    barrier = Barrier(count)

    def one(number: int) -> Any:
        try:
            barrier.wait()
            return act(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_have_one_effect(call: Callers) -> None:
    """They wait for the first and get its answer."""
    sent = call.erin.post("/invitations", INVITE).json["id"]
    path = f"/invitations/{sent}/replies"
    answers = at_once(8, lambda _: post(call.alice, path, {"text": "Why?"}, "a"))
    assert {(one.status, one.body) for one in answers} == {(201, answers[0].body)}
    assert sorted("Idempotent-Replay" in one.headers for one in answers) == [False] + [True] * 7
    assert Reply.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_bodies_at_once_have_one_effect(call: Callers) -> None:
    sent = call.erin.post("/invitations", INVITE).json["id"]
    path = f"/invitations/{sent}/replies"
    answers = at_once(4, lambda number: post(call.alice, path, {"text": f"Why {number}?"}, "a"))
    assert sorted(one.status for one in answers) == [201, 422, 422, 422]
    assert Reply.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_keys_at_once_for_one_invitation(call: Callers) -> None:
    """Different keys are different requests; the rules see to it that there is one invitation."""
    answers = at_once(8, lambda number: post(call.erin, "/invitations", INVITE, str(number)))
    assert sorted(one.status for one in answers) == [200] * 7 + [201]
    assert len({one.json["id"] for one in answers}) == 1
    assert Invitation.objects.filter(sender__handle="erin").count() == 1

"""Answers kept under a key: one effect, the first answer, another request refused (quality 3)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from rapport.kernel import clock as kernel_clock
from rapport.kernel.errors import Invalid
from rapport.kernel.idempotency import actions
from rapport.kernel.idempotency.models import Record
from rapport.kernel.idempotency.rules import Kept, Mismatch
from rapport.kernel.jobs.rules import HANDLERS
from tests.conftest import Clock

pytestmark = pytest.mark.django_db


def _answer(key: str, request: str = "a", owner: int = 1) -> Kept | None:
    with transaction.atomic():
        kept = actions.claim(owner=owner, key=key, request=request, now=kernel_clock.now())
        if kept is None:
            actions.keep(owner=owner, key=key, status=201, body=b"first")
        return kept


def test_repeat_gets_the_first_answer(clock: Clock) -> None:
    assert _answer("k") is None
    assert _answer("k") == Kept(201, b"first")


def test_another_request_under_the_key_is_refused(clock: Clock) -> None:
    _answer("k")
    with pytest.raises(Mismatch) as refusal:
        _answer("k", request="b")
    assert (refusal.value.status, refusal.value.code) == (422, "idempotency_mismatch")


def test_keys_belong_to_their_owner(clock: Clock) -> None:
    _answer("k")
    assert _answer("k", request="b", owner=2) is None


def test_a_rolled_back_claim_leaves_the_key_free(clock: Clock) -> None:
    with transaction.atomic():
        actions.claim(owner=1, key="k", request="a", now=clock.now)
        transaction.set_rollback(True)
    assert _answer("k", request="b") is None


def test_an_answer_is_forgotten_after_a_day(clock: Clock) -> None:
    _answer("k")
    clock.forward(hours=23, minutes=59)
    assert _answer("k") is not None
    clock.forward(minutes=1)
    assert _answer("k", request="b") is None
    assert _answer("k", request="b") == Kept(201, b"first")


def test_the_job_prunes_old_answers_alone(clock: Clock) -> None:
    _answer("old")
    clock.forward(hours=20)
    _answer("young")
    clock.forward(hours=4)
    job = HANDLERS["idempotency.prune"].inward
    assert job is not None
    job({})
    assert [row.key for row in Record.objects.all()] == ["young"]
    assert actions.prune(now=clock.now + timedelta(days=1)) == 1


@pytest.mark.parametrize("key", ["", " ", "a b", "é", "x" * 201, "a\x00"])
def test_impossible_keys_are_refused(key: str, clock: Clock) -> None:
    with pytest.raises(Invalid) as refusal:
        _answer(key)
    assert refusal.value.code == "idempotency_key"
    assert not Record.objects.exists()


def test_claiming_asks_for_a_transaction(clock: Clock, transactional_db: None) -> None:
    with pytest.raises(AssertionError):
        actions.claim(owner=1, key="k", request="a", now=clock.now)

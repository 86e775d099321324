"""Jobs step by step: every step is a compare-and-swap, and the effect belongs to "done" (architecture 5)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from rapport.kernel import clock, ids, jobs
from rapport.kernel.jobs import actions, queries, rules, worker
from rapport.kernel.jobs.models import Job, Schedule
from rapport.kernel.jobs.rules import HANDLERS, LEASE, PERIODIC, Claimed, State
from rapport.kernel.limits.models import SiteSetting

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _own_register() -> Iterator[None]:
    before, periodic_before = dict(HANDLERS), dict(PERIODIC)
    yield
    HANDLERS.clear()
    HANDLERS.update(before)
    PERIODIC.clear()
    PERIODIC.update(periodic_before)


@pytest.fixture(autouse=True)
def _standing_clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def mark(payload: dict[str, Any]) -> None:
    """An effect that shows when it happens twice."""
    SiteSetting.objects.create(name=payload["name"], value="done", changed_at=NOW)


def refuse(payload: dict[str, Any]) -> None:
    mark(payload)
    raise ValueError("no such luck")


def claim(owner: str = "one", now: datetime = NOW) -> Claimed | None:
    return actions.claim(owner=owner, lease=LEASE, now=now)


def claimed(owner: str = "one", now: datetime = NOW) -> Claimed:
    found = claim(owner, now)
    assert found is not None
    return found


def state_of(job: UUID) -> str:
    return Job.objects.get(id=job).state


# --- the register -----------------------------------------------------------------------


def test_two_handlers_of_one_name_are_refused() -> None:
    """A name means one function; meeting it again changes nothing."""
    jobs.handler("tests.mark")(mark)
    jobs.handler("tests.mark")(mark)
    with pytest.raises(ValueError, match=r"two handlers.*tests\.mark"):
        jobs.handler("tests.mark")(refuse)


def test_the_package_gives_no_more_than_it_has() -> None:
    """The late parts are found by name, and nothing else is."""
    assert jobs.enqueue is actions.enqueue and jobs.run_worker is worker.run_worker
    with pytest.raises(AttributeError, match="nothing"):
        jobs.nothing  # noqa: B018


@pytest.mark.django_db
def test_a_job_without_a_handler_is_refused_at_once() -> None:
    """A misspelt name shows where it is written, not in the worker's log."""
    with pytest.raises(LookupError, match=r"tests\.nobody"):
        jobs.enqueue("tests.nobody")
    assert not Job.objects.exists()


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_pauses_double_to_an_hour(attempt: int, chance: float) -> None:
    """Back-off: never less than half the doubled pause, never more than an hour."""
    pause = rules.pause(attempt, chance)
    full = min(2.0 * 2 ** min(attempt - 1, 30), 3_600)
    assert timedelta(seconds=full / 2) <= pause <= timedelta(seconds=full)


# --- enqueue ----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_job_is_part_of_its_transaction() -> None:
    """Rolled back with it, there with it."""
    jobs.handler("tests.mark")(mark)
    with transaction.atomic():
        jobs.enqueue("tests.mark", {"name": "a"})
        transaction.set_rollback(True)
    assert not Job.objects.exists()
    with transaction.atomic():
        job = jobs.enqueue("tests.mark", {"name": "a"})
    assert jobs.run_due() == 1
    assert SiteSetting.objects.get().name == "a"
    assert state_of(job) == State.DONE


@pytest.mark.django_db
def test_a_key_makes_one_open_job() -> None:
    """While it waits or runs there is one; once it is done a new one is made."""
    jobs.handler("tests.mark")(mark)
    first = jobs.enqueue("tests.mark", {"name": "a"}, key="k")
    assert jobs.enqueue("tests.mark", {"name": "b"}, key="k") == first
    claimed()
    assert jobs.enqueue("tests.mark", {"name": "c"}, key="other") != first
    assert jobs.enqueue("tests.mark", {"name": "b"}, key="k") == first
    actions.finish(job=first, owner="one", result=None, now=NOW)
    again = jobs.enqueue("tests.mark", {"name": "b"}, key="k")
    assert again != first and Job.objects.count() == 3


@pytest.mark.django_db
def test_a_key_freed_on_the_way_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the job in the way is done between our two looks, a new one is made."""
    jobs.handler("tests.mark")(mark)
    first = jobs.enqueue("tests.mark", {"name": "a"}, key="k")
    real = Job.objects.bulk_create
    tries: list[object] = []

    def bulk_create(*given: Any, **named: Any) -> Any:
        made = real(*given, **named)
        if not tries:
            Job.objects.filter(id=first).update(state=State.DONE, done_at=NOW)
        tries.append(1)
        return made

    monkeypatch.setattr(Job.objects, "bulk_create", bulk_create)
    assert jobs.enqueue("tests.mark", {"name": "b"}, key="k") != first
    assert len(tries) == 2


@pytest.mark.django_db
def test_a_later_job_waits() -> None:
    """`run_at` is kept."""
    jobs.handler("tests.mark")(mark)
    jobs.enqueue("tests.mark", {"name": "a"}, run_at=NOW + MINUTE)
    assert jobs.run_due() == 0
    assert jobs.run_due(NOW + MINUTE) == 1


@pytest.mark.django_db
def test_jobs_run_longest_due_first() -> None:
    """Order by the time they were due, then by birth."""
    order: list[str] = []
    jobs.handler("tests.order")(lambda payload: order.append(payload["name"]))
    for name, minutes in [("c", 0), ("a", -2), ("d", 0), ("b", -1)]:
        jobs.enqueue("tests.order", {"name": name}, run_at=NOW + minutes * MINUTE)
    assert jobs.run_due() == 4
    assert order[:2] == ["a", "b"] and set(order[2:]) == {"c", "d"}


@pytest.mark.django_db
def test_a_running_row_without_a_lease_is_impossible() -> None:
    """The database itself refuses a job that nobody could ever take again."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(id=ids.new(), name="x", state=State.RUNNING, run_at=NOW, created_at=NOW)


# --- leases -----------------------------------------------------------------------------


@pytest.fixture
def job() -> UUID:
    """One job that is due."""
    jobs.handler("tests.mark", attempts=3)(mark)
    return jobs.enqueue("tests.mark", {"name": "a"})


@pytest.mark.django_db
def test_one_worker_holds_a_job(job: UUID) -> None:
    """A claimed job is nobody else's until its lease runs out; then it is, and the first has lost it."""
    assert claimed("one") == Claimed(job, "tests.mark", {"name": "a"}, 1)
    assert claim("two") is None
    assert claim("two", NOW + LEASE) is None
    assert actions.renew(job=job, owner="one", lease=LEASE, now=NOW + LEASE)
    assert claim("two", NOW + LEASE + MINUTE / 60) is None
    assert claimed("two", NOW + 3 * LEASE).attempt == 2
    assert not actions.renew(job=job, owner="one", lease=LEASE, now=NOW + 3 * LEASE)
    assert not actions.finish(job=job, owner="one", result=None, now=NOW)
    assert actions.finish(job=job, owner="two", result=None, now=NOW)
    assert not actions.finish(job=job, owner="two", result=None, now=NOW)


@pytest.mark.django_db
def test_a_claim_is_a_compare_and_swap(job: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    """A job that changes hands between being seen and being taken is not taken."""
    claimed("one")

    def renew_meanwhile(name: str) -> int:
        assert actions.renew(job=job, owner="one", lease=LEASE, now=NOW + MINUTE)
        Job.objects.update(lease_owner="one again")
        return 3

    monkeypatch.setattr(actions, "attempts_of", renew_meanwhile)
    assert claim("two", NOW + MINUTE) is None
    assert Job.objects.get().lease_owner == "one again"


@pytest.mark.django_db
def test_a_released_job_was_never_taken(job: UUID) -> None:
    """Releasing costs no attempt."""
    claimed("one")
    actions.release(job=job, owner="two")
    assert state_of(job) == State.RUNNING
    actions.release(job=job, owner="one")
    assert Job.objects.get().attempts == 0
    assert claimed("two").attempt == 1


@pytest.mark.django_db
def test_a_job_that_kills_its_workers_is_laid_aside(job: UUID) -> None:
    """After as many abandoned attempts as it may have, it is dead instead of taken."""
    for attempt in range(3):
        assert claimed(now=NOW + attempt * MINUTE).attempt == attempt + 1
    assert claim(now=NOW + 9 * MINUTE) is None
    assert state_of(job) == State.DEAD
    assert "died or stalled at attempt 3" in Job.objects.get().last_error


@pytest.mark.django_db
def test_effect_and_done_are_one(job: UUID, caplog: pytest.LogCaptureFixture) -> None:
    """Who has lost the lease on the way has no effect."""
    mine = claimed("one")
    theirs = claimed("two", NOW + MINUTE)
    with caplog.at_level(logging.WARNING):
        assert worker.perform(mine, "one") is None
    assert "taken over" in caplog.text
    assert not SiteSetting.objects.exists() and state_of(job) == State.RUNNING
    assert worker.perform(theirs, "two") is None
    assert SiteSetting.objects.count() == 1 and state_of(job) == State.DONE


@pytest.mark.django_db
def test_done_is_not_done_twice(job: UUID) -> None:
    """A job that is done is never due again."""
    assert jobs.run_due() == 1
    assert jobs.run_due(NOW + DAY) == 0


# --- failing ----------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_failure_leaves_no_effect_and_comes_back() -> None:
    """The effect is rolled back, the error kept, the job due again after a pause; the last attempt ends it."""
    jobs.handler("tests.refuse", attempts=2)(refuse)
    job = jobs.enqueue("tests.refuse", {"name": "a"})
    with pytest.raises(ValueError, match="no such luck"):
        jobs.run_due()
    row = Job.objects.get()
    assert (row.state, row.attempts) == (State.READY, 1)
    assert NOW + timedelta(seconds=1) <= row.run_at <= NOW + timedelta(seconds=2)
    assert "no such luck" in row.last_error and "refuse" in row.last_error
    assert not SiteSetting.objects.exists()
    assert jobs.run_due() == 0
    with pytest.raises(ValueError, match="no such luck"):
        jobs.run_due(NOW + MINUTE)
    assert state_of(job) == State.DEAD
    assert jobs.run_due(NOW + DAY) == 0


@pytest.mark.django_db
def test_a_job_whose_handler_is_gone_fails_like_any_other() -> None:
    """A job of a version to come, or of one gone by, waits for a worker that knows it."""
    jobs.handler("tests.gone")(mark)
    jobs.enqueue("tests.gone", {"name": "a"})
    del HANDLERS["tests.gone"]
    with pytest.raises(LookupError):
        jobs.run_due()
    assert "no handler" in Job.objects.get().last_error
    jobs.handler("tests.gone")(mark)
    assert jobs.run_due(NOW + MINUTE) == 1
    assert Job.objects.get().last_error == ""


@pytest.mark.django_db
def test_a_key_is_free_after_the_last_failure() -> None:
    """A dead job does not stand in the way of a new one."""
    jobs.handler("tests.refuse", attempts=1)(refuse)
    dead = jobs.enqueue("tests.refuse", {"name": "a"}, key="k")
    with pytest.raises(ValueError, match="luck"):
        jobs.run_due()
    assert jobs.enqueue("tests.refuse", {"name": "a"}, key="k") != dead


@pytest.mark.django_db(transaction=True)
def test_outward_jobs_run_outside_a_transaction_under_a_stable_id() -> None:
    """An outward handler gets the same id at every attempt, and no transaction is open around it."""
    seen: list[UUID] = []

    @jobs.handler("tests.send", outward=True)
    def send(payload: dict[str, Any], job: UUID) -> None:
        assert not connection.in_atomic_block
        seen.append(job)
        if len(seen) == 1:
            raise OSError("the mail server is away")

    job = jobs.enqueue("tests.send")
    with pytest.raises(OSError, match="away"):
        jobs.run_due()
    assert jobs.run_due(NOW + MINUTE) == 1
    assert seen == [job, job] and state_of(job) == State.DONE


@pytest.mark.django_db
def test_an_outward_job_taken_over_is_left_to_the_other() -> None:
    """The outward effect happened, at least once; the row is the other worker's."""
    jobs.handler("tests.send", outward=True)(lambda payload, job: None)
    job = jobs.enqueue("tests.send")
    mine = claimed("one")
    claimed("two", NOW + MINUTE)
    assert worker.perform(mine, "one") is None
    assert (state_of(job), Job.objects.get().lease_owner) == (State.RUNNING, "two")


# --- clocks -----------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("jump", [-2 * DAY, 2 * DAY])
def test_a_clock_that_jumps_loses_no_running_job(job: UUID, jump: timedelta) -> None:
    """A job abandoned before the clock was moved by two days, either way, is taken again at once."""
    claimed("one")
    assert claimed("two", NOW + jump).id == job


@pytest.mark.django_db
def test_a_clock_put_back_sticks_no_ready_job() -> None:
    """What a clock two days ahead made due at once, or put off, is due now; what was meant for later is not."""
    jobs.handler("tests.mark")(mark)
    with time_machine.travel(NOW + 2 * DAY, tick=False):
        jobs.enqueue("tests.mark", {"name": "at once"})
        retry = jobs.enqueue("tests.mark", {"name": "retry"}, run_at=NOW)
        later = jobs.enqueue("tests.mark", {"name": "later"}, run_at=NOW + 3 * DAY)
    actions.fail(job=claimed(), owner="one", error="x\0", now=NOW + 2 * DAY)
    assert claim(now=NOW) is None
    assert actions.mend(now=NOW) == 2
    assert actions.mend(now=NOW) == 0
    assert jobs.run_due() == 2
    assert state_of(retry) == State.DONE and state_of(later) == State.READY


# --- periodic ---------------------------------------------------------------------------


@pytest.fixture
def hourly() -> list[dict[str, Any]]:
    """Runs of the one periodic job there is."""
    PERIODIC.clear()
    runs: list[dict[str, Any]] = []

    @jobs.periodic("tests.hourly", every=timedelta(hours=1))
    def note(payload: dict[str, Any]) -> None:
        runs.append(payload)

    return runs


@pytest.mark.django_db
def test_a_slot_is_run_once(hourly: list[dict[str, Any]]) -> None:
    """However often and by how many it is asked; the next slot is another."""
    assert actions.schedule(now=NOW) == 1
    assert actions.schedule(now=NOW + timedelta(minutes=59)) == 0
    assert jobs.run_due() == 1
    assert actions.schedule(now=NOW + timedelta(minutes=59)) == 0
    assert actions.schedule(now=NOW + timedelta(minutes=60)) == 1
    assert jobs.run_due(NOW + timedelta(minutes=60)) == 1
    assert len(hourly) == 2 and hourly[1]["slot"] == hourly[0]["slot"] + 1


@pytest.mark.django_db
def test_missed_slots_collapse(hourly: list[dict[str, Any]]) -> None:
    """A week without a worker, or with one that is behind, means one run."""
    actions.schedule(now=NOW)
    assert actions.schedule(now=NOW + 7 * DAY) == 1
    assert Job.objects.count() == 1
    assert jobs.run_due(NOW + 7 * DAY) == 1 and len(hourly) == 1


@pytest.mark.django_db
def test_who_comes_second_makes_nothing(
    hourly: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two workers that saw the same last slot, one moves it."""
    seen = queries.slots()
    actions.schedule(now=NOW)
    Job.objects.all().delete()
    monkeypatch.setattr(queries, "slots", lambda: seen)
    assert actions.schedule(now=NOW) == 0
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_a_clock_that_jumps_stops_no_periodic_job(hourly: list[dict[str, Any]]) -> None:
    """Two days ahead and back again: the next slot runs all the same."""
    actions.schedule(now=NOW + 2 * DAY)
    jobs.run_due(NOW + 2 * DAY)
    assert actions.schedule(now=NOW) == 1
    assert jobs.run_due() == 1
    assert Schedule.objects.get().slot == rules.slot(timedelta(hours=1), NOW)


def test_clocks_that_differ_a_little_do_not_quarrel() -> None:
    """A worker a little behind does not run again the slot of one that is ahead."""
    every = timedelta(seconds=10)
    ahead = rules.slot(every, NOW + 4 * MINUTE)
    assert not rules.slot_is_new(ahead, every, NOW)
    assert rules.slot_is_new(ahead, every, NOW - 2 * MINUTE)


@pytest.mark.django_db
def test_done_jobs_are_pruned_after_a_week() -> None:
    """The dead and the waiting stay."""
    jobs.handler("tests.mark")(mark)
    with time_machine.travel(NOW - 8 * DAY, tick=False):
        old = jobs.enqueue("tests.mark", {"name": "old"})
        jobs.run_due()
    young = jobs.enqueue("tests.mark", {"name": "young"})
    jobs.run_due()
    dead = Job.objects.create(id=ids.new(), name="x", state=State.DEAD, run_at=NOW, created_at=NOW - 9 * DAY)
    HANDLERS["jobs.prune"].inward({})  # type: ignore[misc]
    assert set(Job.objects.values_list("id", flat=True)) == {young, dead.id}
    assert old not in {young, dead.id}


@pytest.mark.django_db
def test_the_backlog_is_counted() -> None:
    """Ready, running and dead jobs and the age of the oldest."""
    assert queries.backlog(NOW) == queries.Backlog(0, 0, 0, 0.0)
    jobs.handler("tests.mark")(mark)
    for minutes in (3, 2, -5):
        jobs.enqueue("tests.mark", {"name": str(minutes)}, run_at=NOW - minutes * MINUTE)
    claimed()
    Job.objects.create(id=ids.new(), name="x", state=State.DEAD, run_at=NOW, created_at=NOW)
    assert queries.backlog(NOW) == queries.Backlog(ready=2, running=1, dead=1, oldest_seconds=120.0)


@pytest.mark.django_db
def test_no_reading_walks_through_the_done_jobs() -> None:
    """A week of done jobs slows nothing down: each reading stands on a partial index."""
    for reading in (
        queries.ready(NOW),
        queries.abandoned(NOW),
        queries.misdated(NOW),
        queries.open_under("k"),
        Job.objects.filter(state=State.READY),
        Job.objects.filter(state=State.RUNNING),
        Job.objects.filter(state=State.DEAD),
    ):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:  # on an empty table the planner would rather read it all
                cursor.execute("SET LOCAL enable_seqscan = off")
        plan = reading.order_by().explain()
        assert any(
            name in plan for name in ("jobs_ready", "jobs_running", "jobs_one_open", "jobs_key", "jobs_dead")
        ), plan


def test_rows_have_names() -> None:
    """For whoever looks at them in a shell."""
    assert str(Job(name="a", id=UUID(int=1), state=State.DONE)) == f"a {UUID(int=1)} done"
    assert str(Schedule(name="a", slot=3)) == "a 3"


@pytest.mark.django_db
def test_what_mentions_an_address_is_forgotten() -> None:
    """Done and dead jobs of exactly this address go; what waits, and what is about another, stays."""
    now = clock.now()
    for state, to in (
        (State.DONE, "al@example.org"),
        (State.DEAD, "AL@example.org"),
        (State.DEAD, "cal@example.org"),
        (State.DONE, "al@example.org.test"),
        (State.READY, "al@example.org"),
    ):
        Job.objects.create(
            id=ids.new(), name="x", payload={"to": [to]}, state=state, run_at=now, created_at=now
        )
    assert actions.forget(mentioning=[]) == 0
    assert actions.forget(mentioning=["al@example.org"]) == 2
    left = Job.objects.values_list("payload__to__0", flat=True)
    assert sorted(left) == ["al@example.org", "al@example.org.test", "cal@example.org"]

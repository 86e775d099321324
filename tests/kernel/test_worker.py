"""The worker at work: threads of it, processes of it, and processes killed in the middle (quality.md 3)."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError, connection

from rapport.kernel import clock, jobs
from rapport.kernel.jobs import actions, queries, worker
from rapport.kernel.jobs.models import Job
from rapport.kernel.jobs.rules import HANDLERS, LONGEST_LEASE, PERIODIC, State
from rapport.kernel.limits.models import SiteSetting

pytestmark = pytest.mark.django_db(transaction=True)

KILLS = int(os.environ.get("RAPPORT_KILLS", "5"))
PROCESS = Path(__file__).with_name("worker_process.py")
SHORT = timedelta(seconds=0.4)


@pytest.fixture(autouse=True)
def _own_register() -> Iterator[None]:
    before, periodic_before = dict(HANDLERS), dict(PERIODIC)
    PERIODIC.clear()
    yield
    HANDLERS.clear()
    HANDLERS.update(before)
    PERIODIC.update(periodic_before)


def until(true: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


@contextmanager
def working(count: int = 1, lease: timedelta = SHORT) -> Iterator[threading.Event]:
    """`count` workers in threads of this process."""
    stop = threading.Event()
    threads = [
        threading.Thread(target=jobs.run_worker, args=(stop,), kwargs={"poll_seconds": 0.01, "lease": lease})
        for _ in range(count)
    ]
    for thread in threads:
        thread.start()
    try:
        yield stop
    finally:
        stop.set()
        for thread in threads:
            thread.join(20)
        assert not any(thread.is_alive() for thread in threads)


def states() -> Counter[str]:
    return Counter(Job.objects.values_list("state", flat=True))


def mark(payload: dict[str, Any]) -> None:
    SiteSetting.objects.create(name=str(uuid4()), value=payload["name"], changed_at=clock.now())


def test_several_workers_do_each_job_once() -> None:
    """Three workers, many jobs: every effect is there once."""
    jobs.handler("tests.mark")(mark)
    names = [f"job {number}" for number in range(40)]
    for name in names:
        jobs.enqueue("tests.mark", {"name": name})
    with working(3):
        until(lambda: states() == {State.DONE: 40})
    assert sorted(SiteSetting.objects.values_list("value", flat=True)) == sorted(names)


def test_a_new_job_wakes_an_idle_worker_soon() -> None:
    """Without a word from anyone."""
    jobs.handler("tests.mark")(mark)
    with working():
        time.sleep(0.1)
        jobs.enqueue("tests.mark", {"name": "new"})
        until(lambda: states() == {State.DONE: 1}, 5)


def test_the_heartbeat_keeps_a_long_job() -> None:
    """A job that takes three leases is not taken over meanwhile."""
    runs: list[UUID] = []

    @jobs.handler("tests.long", outward=True)
    def long(payload: dict[str, Any], job: UUID) -> None:
        runs.append(job)
        time.sleep(3 * SHORT.total_seconds())

    job = jobs.enqueue("tests.long")
    with working(2):
        until(lambda: states() == {State.DONE: 1})
    assert runs == [job]


def test_a_failed_job_comes_back_to_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure ends neither the worker nor the job."""
    monkeypatch.setattr(actions, "pause", lambda attempt, chance: timedelta(0))
    tries: list[int] = []

    @jobs.handler("tests.third")
    def third(payload: dict[str, Any]) -> None:
        mark(payload)
        tries.append(1)
        if len(tries) < 3:
            raise ValueError("not yet")

    jobs.enqueue("tests.third", {"name": "x"})
    with working():
        until(lambda: states() == {State.DONE: 1})
    assert len(tries) == 3 and SiteSetting.objects.count() == 1


def test_a_connection_lost_in_the_middle_is_opened_again() -> None:
    """The job whose connection broke has had no effect and is done by another attempt."""
    tries: list[int] = []

    @jobs.handler("tests.broken")
    def broken(payload: dict[str, Any]) -> None:
        mark(payload)
        tries.append(1)
        if len(tries) == 1:
            connection.connection.close()

    jobs.enqueue("tests.broken", {"name": "x"})
    with working():
        until(lambda: states() == {State.DONE: 1})
    assert len(tries) == 2 and SiteSetting.objects.count() == 1


def test_a_database_that_is_away_is_asked_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The worker outlives its database, and so does the heartbeat."""
    monkeypatch.setattr(worker, "_TROUBLE_SECONDS", 0.01)
    real: dict[str, Any] = {"claim": actions.claim, "renew": actions.renew}
    failed: Counter[str] = Counter()

    def failing(name: str) -> Callable[..., Any]:
        def step(**given: Any) -> Any:
            if failed[name] < 2:
                failed[name] += 1
                raise OperationalError("away")
            return real[name](**given)

        return step

    for name in real:
        monkeypatch.setattr(actions, name, failing(name))
    jobs.handler("tests.long", outward=True)(lambda payload, job: time.sleep(2 * SHORT.total_seconds()))
    jobs.enqueue("tests.long")
    with working():
        until(lambda: states() == {State.DONE: 1})
    assert failed == {"claim": 2, "renew": 2}
    assert "not there for the worker" in caplog.text and "could not be renewed" in caplog.text


def test_a_worker_told_to_stop_gives_back_what_it_has_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    """A job taken in the same moment is released, with its attempt."""
    jobs.handler("tests.mark")(mark)
    jobs.enqueue("tests.mark", {"name": "x"})
    stop = threading.Event()
    real = actions.claim

    def claim(**given: Any) -> Any:
        found = real(**given)
        stop.set()
        return found

    monkeypatch.setattr(actions, "claim", claim)
    jobs.run_worker(stop)
    job = Job.objects.get()
    assert (job.state, job.attempts) == (State.READY, 0)
    assert not SiteSetting.objects.exists()


def test_the_worker_makes_periodic_jobs_and_mends_dates() -> None:
    """Without anyone asking; several workers run one slot once."""
    runs: list[int] = []
    jobs.periodic("tests.yearly", every=timedelta(days=365))(lambda payload: runs.append(payload["slot"]))
    jobs.handler("tests.mark")(mark)
    stuck = jobs.enqueue("tests.mark", {"name": "stuck"})
    ahead = clock.now() + timedelta(days=2)
    Job.objects.filter(id=stuck).update(run_at=ahead, created_at=ahead)
    with working(3):
        until(lambda: states() == {State.DONE: 2})
        time.sleep(0.1)
    assert len(runs) == 1 and SiteSetting.objects.count() == 1


def test_a_lease_has_a_longest() -> None:
    """A longer one would look like a clock gone wrong."""
    with pytest.raises(ValueError, match="longer than"):
        jobs.run_worker(threading.Event(), lease=2 * LONGEST_LEASE)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_ask_the_worker_to_stop(number: signal.Signals) -> None:
    """SIGTERM and Ctrl-C alike."""
    before = [signal.getsignal(which) for which in (signal.SIGTERM, signal.SIGINT)]
    try:
        stop = jobs.stop_on_signals()
        signal.raise_signal(number)
        assert stop.is_set()
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])


# --- processes --------------------------------------------------------------------------


@contextmanager
def processes(outbox: Path, lease_seconds: float = 1.0) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Starts workers on the database of this test; whatever is left of them ends with it."""
    started: list[subprocess.Popen[str]] = []
    name = str(connection.settings_dict["NAME"])

    def start() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, str(PROCESS), name, str(outbox), str(lease_seconds)],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )
        started.append(process)
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        return process

    try:
        yield start
    finally:
        for process in started:
            process.kill()
            process.communicate()


@pytest.fixture
def _known_names() -> None:
    """The names of the jobs that the processes do; this process only writes them down."""
    for name in ("tests.effect", "tests.slow"):
        jobs.handler(name)(mark)


@pytest.mark.kill
@pytest.mark.usefixtures("_known_names")
def test_kill_9_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    """Workers killed at random moments under load: every effect once, every outward job at least once."""
    outbox = tmp_path / "outbox"
    names: list[str] = []

    def enqueue(count: int) -> None:
        for _ in range(count):
            names.append(f"job {len(names)}")
            jobs.enqueue("tests.effect", {"name": names[-1]})

    with processes(outbox) as start:
        workers = [start(), start()]
        for _ in range(KILLS):
            enqueue(15)
            time.sleep(random.uniform(0, 0.3))
            victim = workers.pop(0)
            victim.send_signal(signal.SIGKILL)
            assert victim.wait() == -signal.SIGKILL
            workers.append(start())
        until(lambda: states() == {State.DONE: 2 * len(names)}, 60)
    assert Counter(SiteSetting.objects.values_list("value", flat=True)) == Counter(names)
    written = [line.split(" ", 1) for line in outbox.read_text().splitlines()]
    sent = {(UUID(job), name) for job, name in written}
    outward = Job.objects.filter(name="tests.outward").values_list("id", "payload")
    assert sent == {(job, payload["name"]) for job, payload in outward}
    assert sorted(name for _, name in sent) == sorted(names)


@pytest.mark.kill
@pytest.mark.usefixtures("_known_names")
def test_kill_9_in_the_middle_of_a_job(tmp_path: Path) -> None:
    """What the killed worker had written in the transaction is gone; another does the job after the lease."""
    with processes(tmp_path / "outbox") as start:
        victim = start()
        jobs.enqueue("tests.slow")
        assert victim.stdout is not None and victim.stdout.readline() == "begun\n"
        victim.kill()
        victim.wait()
        job = Job.objects.get()
        assert (job.state, job.attempts) == (State.RUNNING, 1)
        assert queries.backlog(clock.now()).running == 1
        start()
        until(lambda: states() == {State.DONE: 1})
    assert Job.objects.get().attempts == 2


@pytest.mark.kill
@pytest.mark.usefixtures("_known_names")
def test_sigterm_finishes_the_job_at_hand(tmp_path: Path) -> None:
    """And takes no other."""
    with processes(tmp_path / "outbox") as start:
        process = start()
        jobs.enqueue("tests.slow")
        assert process.stdout is not None and process.stdout.readline() == "begun\n"
        jobs_after = jobs.enqueue("tests.effect", {"name": "after"})
        process.terminate()
        assert process.wait(20) == 0
        assert process.stdout.readline().startswith("ended")
    assert states() == {State.DONE: 1, State.READY: 1}
    assert Job.objects.get(id=jobs_after).attempts == 0

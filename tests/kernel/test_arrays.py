"""Rate limits in a shared mapped file: exact between processes, isolated between keys (quality.md 4)."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.kernel.arrays import RateCounters, RateVerdict, counters

NOW = 1_795_338_000.0


def burst(rates: RateCounters, key: str, count: int, now: float = NOW, limit: int = 5) -> list[bool]:
    return [rates.hit(key, limit=limit, per_seconds=60, now=now).allowed for _ in range(count)]


@pytest.fixture
def rates(tmp_path: Path) -> RateCounters:
    return RateCounters(tmp_path / "rates", 64)


def test_a_limit_lets_as_many_through_and_no_more(rates: RateCounters) -> None:
    """What is left and when more may come is said each time."""
    verdicts = [rates.hit("mara", limit=3, per_seconds=60, now=NOW) for _ in range(4)]
    assert verdicts == [
        RateVerdict(allowed=True, limit=3, remaining=2, reset_seconds=20, retry_seconds=0),
        RateVerdict(allowed=True, limit=3, remaining=1, reset_seconds=40, retry_seconds=0),
        RateVerdict(allowed=True, limit=3, remaining=0, reset_seconds=60, retry_seconds=0),
        RateVerdict(allowed=False, limit=3, remaining=0, reset_seconds=60, retry_seconds=20),
    ]


def test_keys_are_isolated(rates: RateCounters) -> None:
    """One key at its limit leaves every other untouched."""
    assert burst(rates, "reads mara", 6) == [True] * 5 + [False]
    assert burst(rates, "writes mara", 6) == [True] * 5 + [False]
    assert burst(rates, "reads olga", 1) == [True]


def test_a_refused_request_costs_nothing(rates: RateCounters) -> None:
    """Whoever keeps knocking is let in as soon as whoever waits."""
    burst(rates, "mara", 500)
    assert burst(rates, "mara", 2, NOW + 12) == [True, False]


def test_waiting_as_told_is_enough(rates: RateCounters) -> None:
    """After `retry_seconds` one passes, after `reset_seconds` all do."""
    burst(rates, "mara", 5)
    refused = rates.hit("mara", limit=5, per_seconds=60, now=NOW + 0.5)
    assert not refused.allowed
    later = NOW + 0.5 + refused.retry_seconds
    assert burst(rates, "mara", 1, later) == [True]
    allowed = rates.hit("mara", limit=5, per_seconds=60, now=NOW + 60)
    assert burst(rates, "mara", 6, NOW + 60 + allowed.reset_seconds) == [True] * 5 + [False]


@given(
    st.integers(1, 40),
    st.integers(1, 120),
    st.lists(st.floats(0, 60, allow_nan=False), min_size=1, max_size=60),
)
def test_it_is_a_leaky_bucket(limit: int, per_seconds: int, waits: list[float]) -> None:
    """At every moment it decides as the plain model does: a bucket of `limit` drops that leaks evenly."""
    path = Path(f"/dev/shm/rapport-test-{os.getpid()}")
    rates = RateCounters(path, 8)
    path.unlink()
    now, level, last = NOW, 0.0, NOW
    for wait in waits:
        now += wait
        level = max(0.0, level - (now - last) * limit / per_seconds)
        last = now
        verdict = rates.hit("mara", limit=limit, per_seconds=per_seconds, now=now)
        if abs(level + 1 - limit) > 1e-5:  # else the two may round to different sides
            assert verdict.allowed == (level + 1 < limit)
        level += verdict.allowed
        assert 0 <= verdict.remaining < limit
        assert 0 <= verdict.reset_seconds <= per_seconds + 1


def test_a_clock_put_back_shuts_nobody_out_for_long(rates: RateCounters) -> None:
    """Two days back: at most one period to wait; two days ahead: nothing is held against anyone."""
    burst(rates, "mara", 5)
    back = NOW - 2 * 86_400
    assert burst(rates, "mara", 1, back) == [False]
    assert burst(rates, "mara", 6, back + 60) == [True] * 5 + [False]
    assert burst(rates, "olga", 5, back) == [True] * 5
    assert burst(rates, "mara", 5, NOW + 2 * 86_400) == [True] * 5


def test_a_full_table_forgets_the_one_nearest_to_whole(tmp_path: Path) -> None:
    """More keys than places: the busiest are remembered, and a new key inherits nothing."""
    rates = RateCounters(tmp_path / "rates", 8)
    for number in range(8):
        burst(rates, f"busy {number}", 5, NOW + number / 100)
    assert burst(rates, "new", 6, NOW + 1) == [True] * 5 + [False]
    assert [burst(rates, f"busy {number}", 1, NOW + 1) for number in range(1, 8)] == [[False]] * 7
    assert burst(rates, "busy 0", 1, NOW + 1) == [True]


def test_nonsense_is_refused(rates: RateCounters) -> None:
    """A limit below 1 is a fault of the caller."""
    for limit, per_seconds in [(0, 60), (5, 0)]:
        with pytest.raises(ValueError, match="lets nothing through"):
            rates.hit("mara", limit=limit, per_seconds=per_seconds, now=NOW)


def test_any_text_is_a_key(rates: RateCounters) -> None:
    """Also what a client made up."""
    assert burst(rates, "\ud800\0" + "x" * 10_000, 6) == [True] * 5 + [False]


# --- the file ---------------------------------------------------------------------------


def test_the_file_is_shared(tmp_path: Path) -> None:
    """A second object on the same file counts on; the file is readable by its owner alone."""
    path = tmp_path / "rates"
    burst(RateCounters(path, 64), "mara", 3)
    assert burst(RateCounters(path, 64), "mara", 3) == [True, True, False]
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", [b"", b"x" * 10, b"y" * 100_000, b"rapport rates 0\n" + b"\0" * 2_000])
def test_a_file_of_another_format_is_made_anew(tmp_path: Path, content: bytes) -> None:
    """Whatever lay there; it never shrinks under those who still map it."""
    path = tmp_path / "rates"
    path.write_bytes(content)
    assert burst(RateCounters(path, 64), "mara", 6) == [True] * 5 + [False]
    assert path.stat().st_size >= len(content)
    assert burst(RateCounters(path, 64), "mara", 1) == [False]


def test_a_file_of_another_size_is_made_anew(tmp_path: Path) -> None:
    """Larger, smaller, or cut off."""
    path = tmp_path / "rates"
    for slots in (64, 128, 64):
        assert burst(RateCounters(path, slots), "mara", 6) == [True] * 5 + [False]
    os.truncate(path, 100)
    assert burst(RateCounters(path, 64), "mara", 6) == [True] * 5 + [False]


# --- processes and threads --------------------------------------------------------------


def _count(path: Path, barrier: Barrier, count: int, passed: multiprocessing.Queue[int]) -> None:
    barrier.wait()
    rates = RateCounters(path, 64)
    passed.put(sum(burst(rates, f"key {number % 3}", 1, limit=300)[0] for number in range(count)))


@pytest.mark.race
def test_processes_count_exactly(tmp_path: Path) -> None:
    """Four processes open the file at once and hit three keys: exactly the limits pass."""
    context = multiprocessing.get_context("fork")
    barrier, passed = context.Barrier(4), context.Queue()
    processes = [
        context.Process(target=_count, args=(tmp_path / "rates", barrier, 600, passed)) for _ in range(4)
    ]
    for process in processes:
        process.start()
    total = sum(passed.get(timeout=30) for _ in processes)
    for process in processes:
        process.join(30)
        assert process.exitcode == 0
    assert total == 3 * 300


def test_threads_count_exactly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads of one process are kept apart too, through one object or two."""
    unpack = counters._BUCKET.unpack_from

    class Slow:
        """Lets the other threads run between reading and writing."""

        size = counters._BUCKET.size

        @staticmethod
        def unpack_from(*given: Any) -> Any:
            words = unpack(*given)
            time.sleep(0)
            return words

    monkeypatch.setattr(counters, "_BUCKET", Slow)
    passed: list[bool] = []
    objects = [RateCounters(tmp_path / "rates", 8), RateCounters(tmp_path / "rates", 8)]
    threads = [
        threading.Thread(target=lambda rates=rates: passed.extend(burst(rates, "key", 400, limit=500)))
        for rates in objects * 2
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(passed) == 500 and len(passed) == 1_600


def test_a_fork_in_the_middle_of_a_hit_locks_nobody_out(tmp_path: Path) -> None:
    """A child forked while a thread held the lock opens a fresh one."""
    rates = RateCounters(tmp_path / "rates", 8)
    with counters._lock_of((tmp_path / "rates").resolve()):
        process = multiprocessing.get_context("fork").Process(target=burst, args=(rates, "key", 1))
        process.start()
        process.join(20)
        assert process.exitcode == 0


@pytest.mark.kill
def test_a_killed_process_leaves_no_lock(tmp_path: Path) -> None:
    """The kernel gives up the locks of the dead."""
    rates = RateCounters(tmp_path / "rates", 8)

    def hold() -> None:
        with rates._locked(0, 1_000):
            time.sleep(60)

    process = multiprocessing.get_context("fork").Process(target=hold)
    process.start()
    time.sleep(0.2)
    process.kill()
    process.join(20)
    assert burst(rates, "mara", 1) == [True]

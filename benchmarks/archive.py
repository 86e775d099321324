"""Whole archives of every era through real workers that are killed: the accounts, and what is equal (OPS-1).

5,000 connections, 2,000 messages and 3,000 comments each. One member's import runs through; another's
worker is killed with -9 at three random moments and the next one goes on. Both end the same, the same
file again changes nothing, and taken back no table remembers it.
"""

from __future__ import annotations

import multiprocessing
import random
import subprocess
import sys
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402 (the apps have to be ready first)

from benchmarks.measure import write  # noqa: E402
from rapport.content.exchange.actions import runs  # noqa: E402
from rapport.content.exchange.models import ImportRun  # noqa: E402
from rapport.content.exchange.queries.runs import RunView, parts_of  # noqa: E402
from rapport.content.exchange.rules.reasons import Outcome  # noqa: E402
from rapport.kernel import clock, jobs  # noqa: E402
from rapport.kernel.jobs.worker import run_worker  # noqa: E402
from rapport.kernel.limits import queries as limits  # noqa: E402
from rapport.people.accounts import actions as accounts  # noqa: E402
from tests.exchange.archives import ERAS, write_archive  # noqa: E402
from tests.exchange.importing import bring, import_all, kept_of, seen, take, undo  # noqa: E402
from tests.matrix.digest import changed, digests  # noqa: E402

KILLS = 3
LEASE = timedelta(seconds=2)
"""Shorter than outside, so that a killed worker's job comes back soon."""
JOBS = {"jobs_job", "jobs_schedule", "search_built"}
"""What the worker notes of itself: its jobs, and that the index of search is there."""
ITSELF = {"exchange_importrun", "exchange_importrow", *JOBS}
WITHIN_SECONDS = 300


def _member(handle: str) -> int:
    account = accounts.create_member(
        handle=handle, email=f"{handle}@example.org", name=handle, password=None, now=clock.now(),
        limits=limits.current(),
    )  # fmt: skip
    assert account.actor_id is not None
    jobs.run_due()
    return account.actor_id


def _worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "benchmarks.archive", "worker"])


def _killed(owner: int, path: Path, chance: random.Random) -> tuple[RunView, list[int]]:
    """Import through workers that are killed; gives the import, and after how many rows each kill came."""
    run = bring(owner, path)
    total = sum(parts_of(run).values())
    moments = sorted(chance.randrange(total // 20, total * 9 // 10) for _ in range(KILLS))
    parts = [kind.value for kind in parts_of(run)]
    runs.confirm(owner=owner, run_id=run.id, parts=parts, now=clock.now())
    killed: list[int] = []
    until, worker = time.monotonic() + WITHIN_SECONDS, _worker()
    try:
        while (state := ImportRun.objects.values_list("state", "rows").get(pk=run.id))[0] == "applying":
            assert time.monotonic() < until, f"{owner} waits at {state}"
            if len(killed) < KILLS and state[1] >= moments[len(killed)]:
                worker.kill()
                worker.wait()
                killed.append(ImportRun.objects.values_list("rows", flat=True).get(pk=run.id))
                worker = _worker()
            time.sleep(0.005)
    finally:
        worker.terminate()
        worker.wait()
    return seen(owner, run.id), killed


def _accounts(run: RunView) -> dict[str, dict[str, int]]:
    """What became of the rows of each file."""
    told = {}
    for file in run.files:
        if file.taken:
            assert sum(file.outcomes.values()) == file.taken, file
            told[file.name] = {"rows": file.taken, **{one.value: n for one, n in file.outcomes.items() if n}}
    return told


def _era(era: int, path: Path, chance: random.Random) -> dict[str, Any]:
    maker = multiprocessing.get_context("spawn").Process(
        target=write_archive, args=(path,), kwargs={"era": era}
    )
    maker.start()
    maker.join()
    one, two = _member(f"whole_{era}"), _member(f"killed_{era}")
    nothing = digests()
    begun = time.perf_counter()
    whole = import_all(one, path)
    seconds = time.perf_counter() - begun
    half = digests()
    cut, killed = _killed(two, path, chance)
    assert kept_of(one) == kept_of(two), "an import that was killed is another"
    assert (cut.outcomes, cut.done) == (whole.outcomes, whole.done)
    assert whole.outcomes[Outcome.FAILED] == 0
    both = digests()
    again = take(two, bring(two, path))
    assert changed(both, digests()) <= ITSELF, "the same file again changed something"
    undo(two, again)
    undo(two, cut)
    assert changed(half, digests()) <= JOBS, changed(half, digests())
    undo(one, whole)
    assert changed(nothing, digests()) <= JOBS, changed(nothing, digests())
    told = _accounts(whole)
    print(
        f"{era}: {whole.done} rows in {seconds:.1f} s; killed after {killed} rows; equal, safe to repeat, undone"
    )
    for name, counts in told.items():
        print(f"  {name}: " + ", ".join(f"{count} {word}" for word, count in counts.items()))
    return {"rows": whole.done, "seconds": round(seconds, 2), "killed_after": killed, "files": told}


def main() -> None:
    """Do all eras, and write the accounts down."""
    call_command("migrate", interactive=False, verbosity=0)
    seed = random.SystemRandom().randrange(1_000_000)
    print(f"seed {seed}")
    with tempfile.TemporaryDirectory() as directory:
        path, chance = Path(directory) / "archive.zip", random.Random(seed)
        figures: dict[str, Any] = {f"era_{era}": _era(era, path, chance) for era in ERAS}
    write("archive", {"seed": seed, **figures})


if __name__ == "__main__":
    if sys.argv[1:] == ["worker"]:
        run_worker(threading.Event(), poll_seconds=0.05, lease=LEASE)
    else:
        main()

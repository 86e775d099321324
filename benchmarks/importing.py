"""What an import costs the worker: 30,000 connections, and whole archives of every era (OPS-1)."""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402 (the apps have to be ready first)

from benchmarks.measure import write  # noqa: E402
from rapport.content.exchange.actions import runs  # noqa: E402
from rapport.content.exchange.queries.runs import parts_of, run_of  # noqa: E402
from rapport.kernel import clock, jobs  # noqa: E402
from rapport.kernel.limits import queries as limits  # noqa: E402
from rapport.people.accounts import actions as accounts  # noqa: E402
from rapport.people.audience import Viewer  # noqa: E402
from tests.exchange.archives import ERAS, write_archive  # noqa: E402

CONNECTIONS = 30_000


def _write(path: Path, **given: int) -> None:
    """Write an archive in a process of its own: the memory measured here is the worker's."""
    writer = multiprocessing.get_context("spawn").Process(target=write_archive, args=(path,), kwargs=given)
    writer.start()
    writer.join()
    assert writer.exitcode == 0


def _import(handle: str, path: Path) -> dict[str, Any]:
    """Import a file through the worker's own job; seconds, rows, and seconds to take it back."""
    account = accounts.create_member(
        handle=handle, email=f"{handle}@example.org", name=handle, password=None, now=clock.now(),
        limits=limits.current(),
    )  # fmt: skip
    assert account.actor_id is not None
    owner = account.actor_id
    jobs.run_due()
    limit = limits.current()
    begun = time.perf_counter()
    with path.open("rb") as file:
        chunks = iter(lambda: file.read(65_536), b"")
        run_id = runs.bring(owner=owner, chunks=chunks, file_name=path.name, now=clock.now(), limits=limit)
    jobs.run_due()
    read = time.perf_counter()
    parts = [kind.value for kind in parts_of(run_of(Viewer(owner), run_id, limit))]
    runs.confirm(owner=owner, run_id=run_id, parts=parts, now=clock.now())
    jobs.run_due()
    done = time.perf_counter()
    view = run_of(Viewer(owner), run_id, limit)
    accounted = sum(sum(file.outcomes.values()) for file in view.files)
    assert view.state.value == "done", view.problem
    assert accounted == view.done == view.total, (accounted, view.done, view.total)
    runs.undo(owner=owner, run_id=run_id, now=clock.now())
    jobs.run_due()
    return {
        "rows": view.done,
        "outcomes": {outcome.value: count for outcome, count in view.outcomes.items()},
        "preview_seconds": round(read - begun, 2),
        "seconds": round(done - begun, 2),
        "undo_seconds": round(time.perf_counter() - done, 2),
    }


def main() -> None:
    """Measure, and write the figures."""
    call_command("migrate", interactive=False, verbosity=0)
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "archive.zip"
        for era in ERAS:
            _write(path, era=era)
            figures[f"era_{era}"] = _import(f"era_{era}", path)
        _write(path, era=2025, connections=CONNECTIONS, messages=0, comments=0)
        figures["connections_30000"] = _import("large", path)
    figures["peak_megabytes"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    write("importing", figures)


if __name__ == "__main__":
    main()

"""What a worker does beside its jobs: it keeps the index of the network up to date."""

from __future__ import annotations

import threading
from pathlib import Path

from django.conf import settings

from rapport.kernel import jobs
from rapport.projections.graph.actions import keep_following


def work(stop: threading.Event) -> None:
    """Do jobs and follow the log of changes until `stop`; the job at hand is finished first. Blocks."""
    follower = threading.Thread(target=keep_following, args=(Path(settings.GRAPH_DIR), stop), name="graph")
    follower.start()
    try:
        jobs.run_worker(stop)
    finally:
        stop.set()
        follower.join()

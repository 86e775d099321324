"""What a worker does beside its jobs: it keeps the indexes of the network and of posts up to date."""

from __future__ import annotations

import threading
from pathlib import Path

from django.conf import settings

from rapport.kernel import jobs
from rapport.projections.feed.actions.index import keep_following as keep_feed
from rapport.projections.graph.actions import keep_following as keep_graph


def work(stop: threading.Event) -> None:
    """Do jobs and follow the log of changes until `stop`; the job at hand is finished first. Blocks."""
    followers = [
        threading.Thread(target=keep, args=(Path(directory), stop), name=name)
        for name, keep, directory in (
            ("graph", keep_graph, settings.GRAPH_DIR),
            ("feed", keep_feed, settings.FEED_DIR),
        )
    ]
    for follower in followers:
        follower.start()
    try:
        jobs.run_worker(stop)
    finally:
        stop.set()
        for follower in followers:
            follower.join()

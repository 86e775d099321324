"""Following the log: the one writer of the graph, which also builds it anew where that is needed."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from django.db import transaction

from rapport.kernel.arrays.follower import POLL_SECONDS, Follower
from rapport.kernel.arrays.following import Following, Told, nobody
from rapport.kernel.changelog import actions as changelog_actions
from rapport.kernel.changelog.rules import EVERYTHING, Change
from rapport.projections.graph import edges, native
from rapport.projections.graph.store import Writer

log = logging.getLogger(__name__)

_FOLLOWING = Following("graph", edges.facts, edges.standing)


def rebuild(writer: Writer, told: Told = nobody) -> None:
    """Build the graph from the database and put it in force; see `Following.rebuild`."""
    _FOLLOWING.rebuild(writer, told)


def follow(writer: Writer) -> int:
    """Take in what the log has past the position of the graph; see `Following.follow`."""
    return _FOLLOWING.follow(writer)


@transaction.atomic
def ask_for_rebuild() -> None:
    """Have whoever keeps the graph build it anew; until then the database answers."""
    changelog_actions.append(Change(EVERYTHING, 0))


def _writer(directory: Path) -> Writer:
    """Take the lock on the graph."""
    writer = Writer(directory)
    if native.library() is None:
        log.warning(
            "no compiled kernel of the graph is here: numpy answers, with the same answers but slower"
        )
    return writer


FOLLOWER = Follower("graph", _writer, rebuild, follow)


def keep_following(directory: Path, stop: threading.Event, *, poll_seconds: float = POLL_SECONDS) -> None:
    """Be the writer of the graph in `directory` until `stop`, or wait until its writer has ended; blocks."""
    FOLLOWER.keep(directory, stop, poll_seconds=poll_seconds)

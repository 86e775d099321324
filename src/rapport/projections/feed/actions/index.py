"""Following the log: the one writer of the index of posts, which also builds it anew where that is needed."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from rapport.kernel.arrays.follower import POLL_SECONDS, Follower
from rapport.kernel.arrays.following import Following, Told, nobody
from rapport.projections.feed import facts, native
from rapport.projections.feed.store import Writer

log = logging.getLogger(__name__)

_FOLLOWING = Following("feed", facts.facts, facts.standing, facts.READ)


def rebuild(writer: Writer, told: Told = nobody) -> None:
    """Build the index from the database and put it in force; see `Following.rebuild`."""
    _FOLLOWING.rebuild(writer, told)


def follow(writer: Writer) -> int:
    """Take in what the log has past the position of the index; see `Following.follow`."""
    return _FOLLOWING.follow(writer)


def _writer(directory: Path) -> Writer:
    """Take the lock on the index."""
    writer = Writer(directory)
    if native.library() is None:
        log.warning("no compiled kernel of the feed is here: numpy chooses, with the same answers but slower")
    return writer


FOLLOWER = Follower("feed", _writer, rebuild, follow)


def keep_following(directory: Path, stop: threading.Event, *, poll_seconds: float = POLL_SECONDS) -> None:
    """Be the writer of the index in `directory` until `stop`, or wait until its writer has ended; blocks."""
    FOLLOWER.keep(directory, stop, poll_seconds=poll_seconds)

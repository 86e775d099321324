"""Following the log: the one writer of the index of posts, which also builds it anew where that is needed."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from rapport.kernel.arrays.follower import POLL_SECONDS, Follower
from rapport.kernel.arrays.rows import NoRoom
from rapport.kernel.changelog import actions as changelog_actions
from rapport.kernel.changelog import queries as changelog
from rapport.kernel.changelog.rules import EVERYTHING
from rapport.projections.feed import facts, native
from rapport.projections.feed.facts import Told
from rapport.projections.feed.store import Writer

log = logging.getLogger(__name__)

FOLLOW_AT_MOST = 200_000
"""More missing changes than this cost more than reading everything."""
FULL = 0.9


def _nobody(_: int) -> None:
    """Nobody wants to hear how far it is."""


def rebuild(writer: Writer, told: Told = _nobody) -> None:
    """Build the index from the database and put it in force; requests go on with what they have.

    Raises: OSError, for a full disk too; DatabaseError.
    """
    position = changelog_actions.begin()
    writer.build(facts.facts(told), position)


def follow(writer: Writer) -> int:
    """Take in what the log has past the position of the index; gives how many changes it looked at.

    Raises: OSError, DatabaseError.
    """
    position = writer.generation.position
    try:
        if position is None:
            raise changelog.Foreign
        missing = changelog.since(position, at_most=FOLLOW_AT_MOST)
    except (changelog.Foreign, changelog.TooFar) as reason:
        log.warning("the feed is built anew: it does not go with the log (%s)", type(reason).__name__)
        rebuild(writer)
        return 0
    if any(change.kind == EVERYTHING for change in missing.changes):
        log.info("the feed is built anew: so much has changed")
        rebuild(writer)
        return 0
    if missing.position == position:
        return 0
    changes = [change for change in missing.changes if change.kind in facts.READ]
    standing = facts.standing(changes)
    try:
        writer.take_in(standing, missing.position)
    except NoRoom:
        try:
            writer.compact()
            writer.take_in(standing, missing.position)
        except NoRoom:  # ids far past all others
            rebuild(writer)
    if any(rows.taken > FULL for rows in writer.generation.rows.values()):
        writer.compact()
    return len(changes)


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

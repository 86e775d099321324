"""Following the log: the one writer of the graph, which also builds it anew where that is needed."""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path

from django.db import DatabaseError, connection, transaction

from rapport.kernel.arrays.rows import NoRoom
from rapport.kernel.changelog import actions as changelog_actions
from rapport.kernel.changelog import queries as changelog
from rapport.kernel.changelog.rules import EVERYTHING, Change
from rapport.projections.graph import edges, native
from rapport.projections.graph.edges import Told
from rapport.projections.graph.generation import Missing, Unusable
from rapport.projections.graph.store import Writer, WriterPresent

log = logging.getLogger(__name__)

POLL_SECONDS = 0.1
LOOK_THROUGH_SECONDS = 60.0
"""How often everything is compared with its checksums: a sixth of a second for a million members."""
TROUBLE_SECONDS, LONGEST_TROUBLE_SECONDS = 5.0, 300.0
FOLLOW_AT_MOST = 200_000
"""More missing changes than this cost more than reading everything."""
FULL = 0.9


def _nobody(_: int) -> None:
    """Nobody wants to hear how far it is."""


def rebuild(writer: Writer, told: Told = _nobody) -> None:
    """Build the graph from the database and put it in force; requests go on with what they have.

    Raises: OSError, for a full disk too; DatabaseError.
    """
    position = changelog_actions.begin()
    writer.build(edges.facts(told), position)


@transaction.atomic
def ask_for_rebuild() -> None:
    """Have whoever keeps the graph build it anew; until then the database answers."""
    changelog_actions.append(Change(EVERYTHING, 0))


def follow(writer: Writer) -> int:
    """Take in what the log has past the position of the graph; gives how many changes.

    Raises: OSError, DatabaseError.
    """
    position = writer.generation.position
    try:
        if position is None:
            raise changelog.Foreign
        missing = changelog.since(position, at_most=FOLLOW_AT_MOST)
    except (changelog.Foreign, changelog.TooFar) as reason:
        log.warning("the graph is built anew: it does not go with the log (%s)", type(reason).__name__)
        rebuild(writer)
        return 0
    if any(change.kind == EVERYTHING for change in missing.changes):
        log.info("the graph is built anew: so much has changed")
        rebuild(writer)
        return 0
    if missing.position == position:
        return 0
    standing = edges.standing(missing.changes)
    try:
        writer.take_in(standing, missing.position)
    except NoRoom:
        try:
            writer.compact()
            writer.take_in(standing, missing.position)
        except NoRoom:  # actor ids far past all others
            rebuild(writer)
    if any(rows.taken > FULL for rows in writer.generation.rows.values()):
        writer.compact()
    return len(missing.changes)


def keep_following(directory: Path, stop: threading.Event, *, poll_seconds: float = POLL_SECONDS) -> None:
    """Be the writer of the graph in `directory` until `stop`, or wait until its writer has ended; blocks."""
    said = ""
    while not stop.is_set():
        try:
            writer = Writer(directory)
        except WriterPresent:
            stop.wait(TROUBLE_SECONDS)
            continue
        except OSError as trouble:
            if str(trouble) != said:
                said = str(trouble)
                log.warning("the graph cannot be kept in %s, the database answers: %s", directory, said)
            stop.wait(TROUBLE_SECONDS)
            continue
        if native.library() is None:
            log.warning(
                "no compiled kernel of the graph is here: numpy answers, with the same answers but slower"
            )
        try:
            _write(writer, stop, poll_seconds)
        finally:
            writer.close()
            connection.close()


def _write(writer: Writer, stop: threading.Event, poll_seconds: float) -> None:
    ready, pause, looked = False, TROUBLE_SECONDS, time.monotonic()
    while not stop.is_set():
        if not writer.locked:
            log.warning("the graph is built anew: its directory was taken away")
            return
        try:
            if not ready:
                _open(writer)
                ready, pause, looked = True, TROUBLE_SECONDS, time.monotonic()
            thoroughly = time.monotonic() - looked > LOOK_THROUGH_SECONDS
            _check(writer, thoroughly)
            looked = time.monotonic() if thoroughly else looked
            follow(writer)
            stop.wait(poll_seconds)
        except (OSError, DatabaseError, MemoryError, OverflowError) as trouble:
            log.warning("the graph is not followed for now, the database answers: %s", trouble)
            connection.close()
            stop.wait(pause)
            pause = min(
                2 * pause, LONGEST_TROUBLE_SECONDS
            )  # a full disk stays full, and each try reads everything
        except Exception:
            # a thread must not end unseen; what was read and written so far is looked through again
            log.exception("the graph is opened anew")
            ready = False
            stop.wait(pause)
            pause = min(2 * pause, LONGEST_TROUBLE_SECONDS)


def _check(writer: Writer, thoroughly: bool) -> None:
    """Build anew what somebody cut off, took away or overwrote."""
    try:
        writer.check(thoroughly=thoroughly)
    except Unusable as reason:
        log.warning("the graph is built anew: %s", reason)
        rebuild(writer)


def _open(writer: Writer) -> None:
    """Take over what is there, else build it."""
    try:
        writer.open()
    except Missing:
        rebuild(writer)
    except Unusable as reason:
        log.warning("the graph is built anew: %s", reason)
        rebuild(writer)

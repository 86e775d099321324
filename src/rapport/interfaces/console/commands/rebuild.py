"""`rapport rebuild graph|search`: builds an index anew from the database."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from django.conf import settings

from rapport.interfaces.console.demo.progress import Progress
from rapport.interfaces.console.trouble import Trouble
from rapport.projections.graph import actions, edges
from rapport.projections.graph.generation import Unusable
from rapport.projections.graph.store import Writer, WriterPresent, current
from rapport.projections.search.actions import building

_LOOK_EVERY_SECONDS = 0.2
_PATIENCE_SECONDS = 600.0


def run(arguments: argparse.Namespace) -> int:
    """Build what is named; pages go on meanwhile.

    Raises: Trouble, where it cannot be written.
    """
    return _search() if arguments.what == "search" else _graph()


def _search() -> int:
    """Write everybody into the index anew, some at a time, so that nobody waits and nobody is missing."""
    progress = Progress("People, companies and groups", building.count())
    building.rebuild(progress.advance)
    print("The index of search is built.")
    return 0


def _graph() -> int:
    """Build it here, or have the server do it that runs on this directory; pages go on from the database.

    Raises: Trouble, where it cannot be written.
    """
    directory = Path(settings.GRAPH_DIR)
    try:
        if not _here(directory):
            _elsewhere(directory)
    except OSError as trouble:
        raise Trouble(f"The graph cannot be written to {directory}: {trouble.strerror}.") from None
    print("The graph is built.")
    return 0


def _here(directory: Path) -> bool:
    """Build it in this process; False where a server keeps it."""
    try:
        writer = Writer(directory)
    except WriterPresent:
        return False
    try:
        progress = Progress("Edges", edges.count())
        actions.rebuild(writer, progress.advance)
    finally:
        writer.close()
    return True


def _elsewhere(directory: Path) -> None:
    """Ask the worker that keeps the graph, and wait until it is done; do it here, should that worker end.

    Raises: Trouble, where it does not come to an end.
    """
    before = _in_force(directory)
    actions.ask_for_rebuild()
    print("A running server keeps the graph; it builds it anew now.", file=sys.stderr)
    ends = time.monotonic() + _PATIENCE_SECONDS
    while _in_force(directory) == before:
        if time.monotonic() > ends:
            raise Trouble(
                "The server has not built the graph yet; its log says why. The database answers meanwhile."
            )
        time.sleep(_LOOK_EVERY_SECONDS)
        if _here(directory):
            return


def _in_force(directory: Path) -> Path | None:
    try:
        return current(directory)
    except Unusable:
        return None

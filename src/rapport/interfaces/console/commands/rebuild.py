"""`rapport rebuild graph|feed|search`: builds an index anew from the database."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from rapport.interfaces.console.demo.progress import Progress
from rapport.interfaces.console.trouble import Trouble
from rapport.kernel.arrays.generations import Unusable
from rapport.kernel.arrays.store import WriterPresent, current
from rapport.projections.feed import facts
from rapport.projections.feed.actions import index as feed
from rapport.projections.feed.store import Writer as FeedWriter
from rapport.projections.graph import actions as graph
from rapport.projections.graph import edges
from rapport.projections.graph.store import Writer as GraphWriter
from rapport.projections.search.actions import building

_LOOK_EVERY_SECONDS = 0.2
_PATIENCE_SECONDS = 600.0


@dataclass(frozen=True)
class _Index:
    """An index in files: what messages call it, where it lies, and how it is built."""

    name: str
    directory: str
    counted: str
    count: Callable[[], int]
    build: Callable[[Path, Callable[[int], object]], None]


def _build_graph(directory: Path, told: Callable[[int], object]) -> None:
    writer = GraphWriter(directory)
    try:
        graph.rebuild(writer, told)
    finally:
        writer.close()


def _build_feed(directory: Path, told: Callable[[int], object]) -> None:
    writer = FeedWriter(directory)
    try:
        feed.rebuild(writer, told)
    finally:
        writer.close()


_INDEXES = {
    "graph": _Index("graph", "GRAPH_DIR", "Edges", edges.count, _build_graph),
    "feed": _Index("feed", "FEED_DIR", "Posts", facts.count, _build_feed),
}


def run(arguments: argparse.Namespace) -> int:
    """Build what is named; pages go on meanwhile.

    Raises: Trouble, where it cannot be written.
    """
    return _search() if arguments.what == "search" else _mapped(_INDEXES[arguments.what])


def _search() -> int:
    """Write everybody into the index anew, some at a time, so that nobody waits and nobody is missing."""
    progress = Progress("People, companies, groups and posts", building.count())
    building.rebuild(progress.advance)
    print("The index of search is built.")
    return 0


def _mapped(index: _Index) -> int:
    """Build it here, or have the server do it that runs on this directory; pages go on from the database.

    Raises: Trouble, where it cannot be written.
    """
    directory = Path(getattr(settings, index.directory))
    try:
        if not _here(index, directory):
            _elsewhere(index, directory)
    except OSError as trouble:
        raise Trouble(f"The {index.name} cannot be written to {directory}: {trouble.strerror}.") from None
    print(f"The {index.name} is built.")
    return 0


def _here(index: _Index, directory: Path) -> bool:
    """Build it in this process; False where a server keeps it."""
    progress = Progress(index.counted, index.count())
    try:
        index.build(directory, progress.advance)
    except WriterPresent:
        return False
    return True


def _elsewhere(index: _Index, directory: Path) -> None:
    """Ask the worker that keeps it, and wait until it is done; do it here, should that worker end.

    Raises: Trouble, where it does not come to an end.
    """
    before = _in_force(directory)
    graph.ask_for_rebuild()
    print(f"A running server keeps the {index.name}; it builds it anew now.", file=sys.stderr)
    ends = time.monotonic() + _PATIENCE_SECONDS
    while _in_force(directory) == before:
        if time.monotonic() > ends:
            raise Trouble(
                f"The server has not built the {index.name} yet; its log says why. The database answers meanwhile."
            )
        time.sleep(_LOOK_EVERY_SECONDS)
        if _here(index, directory):
            return


def _in_force(directory: Path) -> Path | None:
    try:
        return current(directory)
    except Unusable:
        return None

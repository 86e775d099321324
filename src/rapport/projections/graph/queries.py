"""The graph of connections as every other part asks it: exact, whoever wrote, with or without an index.

A question reads how far the index has followed the log, then what the log has past that, in one statement.
Mostly that is nothing. Else the missing changes are laid over the index for this question alone; too many, or
no index, and the database answers. A request that only reads does so at its first question for all of them.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np

from rapport.kernel.arrays.rows import U32
from rapport.kernel.changelog import once
from rapport.kernel.changelog import queries as changelog
from rapport.kernel.changelog.rules import EVERYTHING, Change, Position
from rapport.people.ties.neighbourhood import FAR, Closeness, Nearness
from rapport.people.ties.rules import Changed
from rapport.projections.graph import edges, native
from rapport.projections.graph.around import Around, around
from rapport.projections.graph.arrays import Arrays, plain
from rapport.projections.graph.generation import FOLLOWS, Generation
from rapport.projections.graph.rules import (
    LONGEST_PATH,
    OVERLAY_AT_MOST,
    PATHS,
    WEIGHED_TO,
    Candidate,
    Reach,
    Weighing,
    weight,
)
from rapport.projections.graph.sql import SqlGraph
from rapport.projections.graph.standing import TooMany, overlaid
from rapport.projections.graph.store import Reader
from rapport.projections.graph.twin import Twin

log = logging.getLogger(__name__)

T = TypeVar("T")

_DEGREES = (0, 1, 2, 3, None)
"""What the degree of an engine is called here; -1, the last one, is nobody near."""
_CLOSENESS: Callable[[tuple[int | None, int, tuple[int, ...]]], Closeness] = partial(tuple.__new__, Closeness)
_KINDS = edges.READ - {Changed.FOLLOW.value}
"""The changes that any answer depends on; whom somebody follows is asked by `around` alone."""


class Engine(Protocol):
    """What answers from arrays: the compiled kernel, or its twin."""

    def closeness(
        self, viewer_id: int, ids: Collection[int]
    ) -> tuple[list[int], list[int], list[tuple[int, ...]]]:
        """Degrees (-1 none), numbers of mutual connections, and the up to three with the smallest ids."""

    def nearness(self, viewer_id: int, ids: Collection[int]) -> tuple[list[int], list[int]]:
        """Degrees and numbers of mutual connections alone."""

    def mutual_count(self, viewer_id: int, other_id: int) -> int:
        """How many people are connected to both."""

    def mutuals(self, viewer_id: int, other_id: int) -> list[int]:
        """The ids of all people connected to both, in order."""

    def second(self, viewer_id: int) -> U32:
        """The ids of all people at the 2nd degree."""

    def reach(self, viewer_id: int) -> Reach:
        """How many people are at the 1st and at the 2nd degree."""

    def candidates(
        self, viewer_id: int, leave_out: Collection[int], weights: U32, room: int
    ) -> list[Candidate]:
        """The `room` people beyond the 1st degree with the highest scores."""

    def paths(self, viewer_id: int, other_id: int, longest: int, room: int) -> Sequence[tuple[int, ...]]:
        """The first `room` shortest paths in the order of ids."""


def engine(arrays: Arrays) -> Engine:
    """What answers from these arrays: the compiled kernel where it is there."""
    kernel = native.library()
    return Twin(arrays) if kernel is None else native.Native(kernel, arrays)


@cache
def weights(weighing: Weighing) -> U32:
    """What a mutual connection weighs, by how many connections they have."""
    return np.array([weight(weighing, length) for length in range(WEIGHED_TO + 1)], dtype=np.uint32)


def _told(engine: Engine, viewer_id: int, ids: Collection[int]) -> dict[int, Closeness]:
    degrees, counts, samples = engine.closeness(viewer_id, ids)
    told = zip(map(_DEGREES.__getitem__, degrees), counts, samples, strict=True)
    return dict(zip(ids, map(_CLOSENESS, told), strict=True))


class Graph:
    """The graph in `directory`, or the database where there is none; for any number of threads."""

    def __init__(self, directory: Path, make: Callable[[Arrays], Engine] = engine) -> None:
        """Look at `directory` when first asked; `make` gives what answers from arrays."""
        self._reader, self._make = Reader(directory), make
        self._sql = SqlGraph()
        self._lock = threading.Lock()
        self._of: Generation | None = None
        self._engine: Engine | None = None

    def closeness(self, viewer_id: int | None, ids: Collection[int]) -> dict[int, Closeness]:
        """Degree, number of mutual connections and up to three of them, for each of `ids` (NET-1)."""
        if viewer_id is None or not ids:
            return dict.fromkeys(ids, FAR)

        return self._ask(
            lambda engine: _told(engine, viewer_id, ids), lambda: self._sql.closeness(viewer_id, ids)
        )

    def nearness(self, viewer_id: int | None, ids: Collection[int]) -> Nearness:
        """Degrees and numbers of mutual connections alone, and of some of `ids` more from the same reading (NET-1)."""
        if viewer_id is None or not ids:
            return Nearness([(None, 0)] * len(ids), lambda some: dict.fromkeys(some, FAR))

        def ask(engine: Engine) -> Nearness:
            degrees, counts = engine.nearness(viewer_id, ids)
            ranks = list(zip(map(_DEGREES.__getitem__, degrees), counts, strict=True))
            return Nearness(ranks, lambda some: self._again(engine, viewer_id, some))

        return self._ask(ask, lambda: self._sql.nearness(viewer_id, ids))

    def mutual_count(self, viewer_id: int, other_id: int) -> int:
        """How many people are connected to both."""
        return self._ask(
            lambda engine: engine.mutual_count(viewer_id, other_id),
            lambda: self._sql.mutual_count(viewer_id, other_id),
        )

    def mutuals(self, viewer_id: int, other_id: int) -> list[int]:
        """All people connected to both, by id."""
        return self._ask(
            lambda engine: engine.mutuals(viewer_id, other_id),
            lambda: self._sql.mutuals(viewer_id, other_id),
        )

    def among(self, viewer_id: int) -> list[tuple[int, int]]:
        """Which of the viewer's connections are connected to one another, by ids, the lower first (NET-5)."""

        def ask(engine: Engine) -> list[tuple[int, int]]:
            mine = engine.mutuals(viewer_id, viewer_id)
            return [(one, two) for one in mine for two in engine.mutuals(viewer_id, one) if two > one]

        return self._ask(ask, lambda: self._sql.among(viewer_id))

    def second_degree(self, viewer_id: int) -> frozenset[int]:
        """All people at the 2nd degree of the viewer."""
        return self._ask(
            lambda engine: frozenset(engine.second(viewer_id).tolist()),
            lambda: self._sql.second_degree(viewer_id),
        )

    def reach(self, viewer_id: int) -> Reach:
        """How many people are at the 1st and at the 2nd degree (NET-5)."""
        return self._ask(lambda engine: engine.reach(viewer_id), lambda: self._sql.reach(viewer_id))

    def candidates(
        self, viewer_id: int, *, leave_out: Collection[int] = (), weighing: Weighing, room: int
    ) -> list[Candidate]:
        """The `room` people beyond the 1st degree whose mutual connections weigh most; of equal ones the lower id.

        Who is gone, blocked either way or in `leave_out` is not among them (NET-1, NET-3).
        """
        return self._ask(
            lambda engine: engine.candidates(viewer_id, leave_out, weights(weighing), room),
            lambda: self._sql.candidates(viewer_id, leave_out=leave_out, weighing=weighing, room=room),
        )

    def paths(
        self, viewer_id: int, other_id: int, *, longest: int = LONGEST_PATH, room: int = PATHS
    ) -> Sequence[tuple[int, ...]]:
        """The first `room` shortest paths by the order of ids, with both ends; none past `longest` steps (NET-2)."""
        return self._ask(
            lambda engine: engine.paths(viewer_id, other_id, longest, room),
            lambda: self._sql.paths(viewer_id, other_id, longest=longest, room=room),
        )

    def around(self, viewer_id: int) -> Around | None:
        """Whom the viewer follows, is connected to and barred from, as rows of the index with what is missing there.

        None where the database has to be asked: no index, one too far behind, or somebody newer than its files.
        """
        with self._lock:
            try:
                generation = self._reader.generation()
                position = None if generation is None else generation.position
                if generation is None or position is None:
                    return None
                missing = self._missing(position)
                return None if missing is None else around(generation, viewer_id, missing)
            except IndexError as trouble:
                self._doubt(trouble)
        return None

    def _again(self, engine: Engine, viewer_id: int, ids: Collection[int]) -> dict[int, Closeness]:
        """How near some are by an engine that was asked a moment ago."""
        with self._lock:
            try:
                return _told(engine, viewer_id, ids)
            except (native.Corrupt, IndexError) as trouble:
                self._doubt(trouble)
        return self._sql.closeness(viewer_id, ids)

    def _doubt(self, trouble: Exception) -> None:
        log.warning("the graph is garbled, the database answers: %r", trouble)
        self._reader.forget()

    def _ask(self, ask: Callable[[Engine], T], otherwise: Callable[[], T]) -> T:
        """The answer of the index with everything committed until now, else that of the database."""
        with self._lock:
            try:
                found = self._now()
                if found is not None:
                    return ask(found)
            except (native.Corrupt, IndexError) as trouble:
                self._doubt(trouble)
        return otherwise()

    def _now(self) -> Engine | None:
        """What knows everything committed until now, or until the first question of a request that only reads."""
        generation = self._reader.generation()
        position = None if generation is None else generation.position
        if generation is None or position is None:
            return None
        kept = once.kept()
        if kept is None:
            return self._fresh(generation, position)
        if self not in kept or kept[self][0] is not generation:
            kept[self] = generation, self._fresh(generation, position)
        found: Engine | None = kept[self][1]
        return found

    def _fresh(self, generation: Generation, position: Position) -> Engine | None:
        missing = self._missing(position)
        if missing is None:
            return None
        if self._of is not generation or self._engine is None:
            self._of, self._engine = generation, self._make(plain(generation))
        if not missing:
            return self._engine
        wanted = [change for change in missing if change.kind in _KINDS]
        if not wanted:
            return self._engine
        try:
            return self._make(overlaid(plain(generation), edges.standing(wanted, without=(FOLLOWS,))))
        except TooMany:
            return None

    def _missing(self, position: Position) -> tuple[Change, ...] | None:
        """What is committed past a position; None where that is past telling."""
        try:
            found = changelog.missing(position, at_most=OVERLAY_AT_MOST)
        except (changelog.Foreign, changelog.TooFar):
            self._reader.look_again()
            return None
        return None if any(change.kind == EVERYTHING for change in found) else found


_installed: list[Graph] = []


def install(directory: Path) -> Graph:
    """Make the graph in `directory` the one of this process; done by the app at start."""
    _installed[:] = [Graph(directory)]
    return _installed[0]


def current() -> Graph:
    """The graph of this process."""
    return _installed[0]

"""Which posts come next for a viewer: from the index with everything committed until now, else from the database.

A question reads how far the index has followed the log, then what the log has past that. Mostly that is nothing.
Else rows that may have changed are put in place of those on disk, for this question alone; too many, or no index,
and the database answers.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rapport.kernel.arrays.generations import set_bit
from rapport.kernel.arrays.rows import LENGTH_BITS, LENGTH_MASK, U32, U64, gather
from rapport.kernel.changelog import queries as changelog
from rapport.kernel.changelog.rules import EVERYTHING
from rapport.kernel.rows import fetch
from rapport.people.ties.rules import FollowPolicy
from rapport.projections.feed import facts, native
from rapport.projections.feed.generation import SIDE, Generation
from rapport.projections.feed.queries.own import Own
from rapport.projections.feed.queries.sql import SqlChooser
from rapport.projections.feed.rules.sources import (
    ACTOR_KINDS,
    CLOSE,
    INSIDE,
    OVERLAY_AT_MOST,
    TAGGED,
    TAGGED_CLOSE,
)
from rapport.projections.feed.sources import Chosen, Sources
from rapport.projections.feed.standing import Standing, changed
from rapport.projections.feed.store import Reader
from rapport.projections.feed.twin import Twin
from rapport.projections.graph import queries as graph
from rapport.projections.graph.around import Around

log = logging.getLogger(__name__)

Key = tuple[str, int]


class Engine(Protocol):
    """What chooses: the compiled kernel, its twin, or the database."""

    def choose(self, below: int, room: int) -> Chosen:
        """The newest `room` posts below `below`."""


def engine(sources: Sources) -> Engine:
    """What chooses from these sources: the compiled kernel where it is there."""
    kernel = native.library()
    return Twin(sources) if kernel is None else native.Native(kernel, sources)


@dataclass(frozen=True)
class Choice:
    """What comes next for one viewer, and whom they follow and are connected to."""

    engine: Engine
    ties: Callable[[Sequence[int]], tuple[set[int], set[int]]]

    def choose(self, below: int, room: int) -> Chosen:
        """The newest `room` posts below `below`, as far as the viewer's standing opens them."""
        return self.engine.choose(below, room)


class Index:
    """The index of posts in `directory`, or the database where there is none; for any number of threads."""

    def __init__(
        self,
        directory: Path,
        make: Callable[[Sources], Engine] = engine,
        ties: Callable[[int], Around | None] = lambda viewer_id: graph.current().around(viewer_id),
    ) -> None:
        """Look at `directory` when first asked; `make` gives what chooses, `ties` the rows of the graph."""
        self._reader, self._make, self._ties = Reader(directory), make, ties
        self._lock = threading.Lock()

    def choice(self, own: Own) -> Choice:
        """What comes next for this viewer, with everything committed until now."""
        found = self._from_index(own)
        if found is not None:
            return found
        return Choice(SqlChooser(own), lambda owners: sql_ties(own.viewer_id, owners))

    def _from_index(self, own: Own) -> Choice | None:
        with self._lock:
            try:
                fresh = self._fresh()
                around = None if fresh is None else self._ties(own.viewer_id)
                if fresh is None or around is None:
                    return None
                sources = _sources(*fresh, around, own)
                return Choice(_Careful(self, sources, own), lambda owners: _ties_of(around, sources, owners))
            except (IndexError, ValueError) as trouble:
                self.forget(trouble)
                return None

    def forget(self, trouble: Exception) -> None:
        """Let go of an index that is garbled."""
        log.warning("the feed is garbled, the database answers: %r", trouble)
        self._reader.forget()

    def made(self, sources: Sources) -> Engine:
        """What chooses from these sources."""
        return self._make(sources)

    def _fresh(self) -> tuple[Generation, Standing] | None:
        generation = self._reader.generation()
        position = None if generation is None else generation.position
        if generation is None or position is None:
            return None
        try:
            missing = changelog.missing(position, at_most=OVERLAY_AT_MOST)
        except (changelog.Foreign, changelog.TooFar):
            self._reader.look_again()
            return None
        if any(change.kind == EVERYTHING for change in missing):
            return None
        wanted = [change for change in missing if change.kind in facts.READ]
        return generation, facts.standing(wanted) if wanted else Standing()


class _Careful:
    """Chooses from the index; where that turns out to be garbled, from the database."""

    def __init__(self, index: Index, sources: Sources, own: Own) -> None:
        self._index, self._own = index, own
        self._engine: Engine | None = index.made(sources)

    def choose(self, below: int, room: int) -> Chosen:
        """See `Engine`."""
        if self._engine is not None:
            try:
                return self._engine.choose(below, room)
            except (native.Corrupt, IndexError) as trouble:
                self._index.forget(trouble)
                self._engine = None
        return SqlChooser(self._own).choose(below, room)


def _sources(held: Generation, standing: Standing, around: Around, own: Own) -> Sources:
    """The rows that stand open to a viewer, as they are now."""
    patched: dict[Key, U64] = {
        (kind, source): changed(held.row(kind, source), posts)
        for kind, some in standing.rows.items()
        for source, posts in some.items()
    }

    def row(kind: str, source: int) -> U64:
        found = patched.get((kind, source))
        return held.row(kind, source) if found is None else found

    shut = held.shut
    if standing.shut:
        late = max(standing.shut) >> 6
        shut = np.concatenate([shut, np.zeros(max(0, late + 1 - len(shut)), dtype=np.uint64)])
        for actor_id, so in standing.shut.items():
            set_bit(shut, actor_id, so)
    extra = [row(kind, own.viewer_id) for kind in ACTOR_KINDS]
    extra += [row(INSIDE, group) for group in own.groups if group != own.viewer_id]
    extra += [row(TAGGED, hashtag) for hashtag in own.hashtags]
    tagged = [one for one in (row(TAGGED_CLOSE, hashtag) for hashtag in own.hashtags) if len(one)]
    extra.append(_tagged_by_connections(held, patched, around, tagged))
    muted = 2 * np.fromiter(own.mutes.people, dtype=np.uint64, count=len(own.mutes.people))
    left_out = [muted + np.uint64(side) for side in SIDE.values()]
    known = Sources(held, shut, around.follows, around.connections)
    for kind, side in SIDE.items():
        owners = [source for of, source in patched if of == kind]
        if not owners:
            continue
        followed, connected = _ties_of(around, known, owners)
        for owner in owners:
            if owner in followed and (kind != CLOSE or owner in connected) and owner not in own.mutes.people:
                extra.append(patched[kind, owner])
        left_out.append(np.array([2 * owner + side for owner in owners], dtype=np.uint64))
    return Sources(
        generation=held,
        shut=shut,
        follows=around.follows,
        connections=around.connections,
        bars=around.bars,
        ids=around.ids,
        gone=around.gone,
        left_out=np.sort(np.concatenate(left_out)),
        extra=[one for one in extra if len(one)],
    )


def _tagged_by_connections(
    held: Generation, patched: dict[Key, U64], around: Around, tagged: list[U64]
) -> U64:
    """Posts to connections under the viewer's hashtags, of connections whom they need not follow.

    A hashtag's row of those holds posts of everybody, which are not for the viewer: it is cut with the rows of the
    viewer's connections before anything is chosen.
    """
    nothing: U64 = np.empty(0, dtype=np.uint64)
    if not tagged:
        return nothing
    apart = around.connections[~_inside(around.connections, around.follows)]
    if not len(apart):
        return nothing
    wanted = np.unique(np.concatenate(tagged))
    actors = around.ids[apart]
    rows = held.rows[CLOSE]
    words = rows.words[actors[actors < len(rows.words)]]
    lengths = (words & np.uint64(LENGTH_MASK)).astype(np.int64)
    theirs = rows.heap[gather(words >> np.uint64(LENGTH_BITS), lengths)]
    known = set(actors.tolist())
    late = [row for (kind, source), row in patched.items() if kind == CLOSE and source in known]
    return np.intersect1d(wanted, np.concatenate([theirs, *late]))


_MARKED_FROM = 4_000
"""From so many numbers on it is cheaper to mark whom one follows in a table than to look each up."""


def _inside(numbers: U32, row: U32) -> NDArray[np.bool_]:
    """Which of these numbers stand in a row; both are ascending."""
    if len(numbers) >= _MARKED_FROM:
        return np.isin(numbers, row, assume_unique=True, kind="table")
    if not len(row):
        return np.zeros(len(numbers), dtype=np.bool_)
    found: NDArray[np.bool_] = row[np.minimum(np.searchsorted(row, numbers), len(row) - 1)] == numbers
    return found


def _ties_of(around: Around, sources: Sources, owners: Sequence[int]) -> tuple[set[int], set[int]]:
    """Whom of these the viewer follows, so that it counts (REL-1), and whom they are connected to."""
    connected = {one for one, so in zip(owners, around.among(around.connections, owners), strict=True) if so}
    followed = {one for one, so in zip(owners, around.among(around.follows, owners), strict=True) if so}
    shut = {
        one
        for one in followed
        if one >> 6 < len(sources.shut) and int(sources.shut[one >> 6]) >> (one & 63) & 1
    }
    return followed - (shut - connected), connected


_TIES = f"""
    SELECT 1, f.other_id FROM ties_follow f WHERE f.owner_id = %s AND f.other_id IN (%s)
        AND NOT EXISTS (SELECT 1 FROM ties_network n WHERE n.actor_id = f.other_id
            AND n.follow_policy = '{FollowPolicy.CONNECTIONS_ONLY.value}')
    UNION ALL SELECT 2, f.other_id FROM ties_follow f WHERE f.owner_id = %s AND f.other_id IN (%s)
        AND EXISTS (SELECT 1 FROM ties_connection c WHERE c.owner_id = f.owner_id AND c.other_id = f.other_id)
    UNION ALL SELECT 3, other_id FROM ties_connection WHERE owner_id = %s AND other_id IN (%s)
"""  # noqa: S608 (a word of ours)


def sql_ties(viewer_id: int, owners: Sequence[int]) -> tuple[set[int], set[int]]:
    """The same from the database."""
    found = fetch(_TIES, viewer_id, owners, viewer_id, owners, viewer_id, owners, kinds=(int, int))
    return {one for kind, one in found if kind != 3}, {one for kind, one in found if kind == 3}


_installed: list[Index] = []


def install(directory: Path) -> Index:
    """Make the index in `directory` the one of this process; done by the app at start."""
    _installed[:] = [Index(directory)]
    return _installed[0]


def current() -> Index:
    """The index of this process."""
    return _installed[0]

"""What the compiled kernel does, in numpy: where there is no compiler, and as its oracle."""

from __future__ import annotations

import heapq

import numpy as np
from numpy.typing import NDArray

from rapport.kernel.arrays.rows import U32, U64
from rapport.projections.feed.generation import SIDE
from rapport.projections.feed.sources import Chosen, Sources


class Twin:
    """Choosing by numpy; see `native.Native`."""

    def __init__(self, sources: Sources) -> None:
        """Keep the sources, and look once at whom they are."""
        self._sources = sources
        follows = sources.follows
        actors = (follows if sources.ids is None else sources.ids[follows]).astype(np.int64)
        known = actors < sources.generation.actors
        self._numbers, self._actors = follows[known], actors[known]

    def choose(self, below: int, room: int) -> Chosen:
        """The newest `room` posts below `below`; those of sources that a bound leaves out are not looked at."""
        open_rows: list[U64] = [row[: np.searchsorted(row, np.uint64(below))] for row in self._sources.extra]
        excluded = 0
        for kind in SIDE:
            rows, bound = self._rows(kind, below, room)
            open_rows += rows
            excluded = max(excluded, bound)
        heads = heapq.merge(*(row[::-1].tolist() for row in open_rows), reverse=True)
        posts: list[int] = []
        for post in heads:
            if post < excluded:
                break
            if posts and posts[-1] == post:
                continue
            if len(posts) == room:
                return Chosen(posts, posts[-1])
            posts.append(post)
        if len(posts) == room:
            return Chosen(posts, posts[-1])
        # the post that was left out is still to come, unless it was given by another source
        return Chosen(posts, excluded + 1 if excluded and excluded not in posts[-1:] else excluded)

    def _rows(self, kind: str, below: int, room: int) -> tuple[list[U64], int]:
        """The rows below the cursor of all followees who may have one of the newest posts there; and the newest post
        of the others."""
        held = self._sources.generation
        newest = held.newest[2 * self._actors + SIDE[kind]]
        at = np.flatnonzero(newest)
        at = at[self._counting(self._numbers[at], self._actors[at], kind)]
        later = at[newest[at] >= np.uint64(below)]
        sure = at[newest[at] < np.uint64(below)]
        excluded = 0
        if len(sure) > room:
            order = np.argpartition(newest[sure], len(sure) - room)
            excluded = int(newest[sure[order[: len(sure) - room]]].max())
            sure = sure[order[len(sure) - room :]]
        rows = [held.row(kind, int(self._actors[place])) for place in np.concatenate([later, sure])]
        return [row[: np.searchsorted(row, np.uint64(below))] for row in rows], excluded

    def _counting(self, numbers: U32, actors: NDArray[np.int64], kind: str) -> NDArray[np.bool_]:
        """Whether this viewer may be given posts of this kind by these followees."""
        sources = self._sources
        connected = np.isin(numbers, sources.connections)
        shut = (sources.shut[actors >> 6] >> (actors & 63).astype(np.uint64)) & np.uint64(1)
        counting: NDArray[np.bool_] = connected if SIDE[kind] else connected | (shut == 0)
        counting = counting & ~np.isin(numbers, sources.bars)
        if sources.gone is not None:
            gone = (sources.gone[numbers >> 6] >> (numbers & np.uint32(63)).astype(np.uint64)) & np.uint64(1)
            counting &= gone == 0
        keys = (2 * actors + SIDE[kind]).astype(np.uint64)
        return counting & ~np.isin(keys, sources.left_out)

"""Who reads and who writes the feed's generations; see `kernel.arrays.store`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from rapport.kernel.arrays import store
from rapport.kernel.arrays.generations import set_bit
from rapport.kernel.arrays.rows import NoRoom
from rapport.kernel.changelog.rules import Position
from rapport.projections.feed import building
from rapport.projections.feed.building import Facts
from rapport.projections.feed.generation import SIDE, Generation, look_through, open_generation
from rapport.projections.feed.standing import Standing, changed

GROWS = 4
"""A row written anew gets room for a quarter more, and at least for so many posts."""


class Reader(store.Reader[Generation]):
    """Gives the generation in force."""

    def __init__(self, directory: Path) -> None:
        """Look at `directory`; nothing has to be there yet."""
        super().__init__(directory, open_generation)


class Writer(store.Writer[Generation]):
    """The one process that writes the index of posts."""

    def opened(self, path: Path) -> Generation:
        """See `store.Writer`."""
        found = open_generation(path, writes=True)
        for rows in found.rows.values():
            rows.mend()
        return found

    def look_through(self) -> None:
        """See `store.Writer`."""
        look_through(self.generation)

    def build(self, facts: Facts, position: Position) -> None:
        """Put a new generation in force.

        Raises: OSError; what was in force stays so then.
        """
        self.switch(lambda path: building.build(path, facts, position))

    def compact(self) -> None:
        """Write everything anew, with room to grow.

        Raises: OSError; what was in force stays so then.
        """
        old = self.generation
        position = old.position
        assert position is not None
        self.switch(lambda path: building.compact(path, old, position))

    def take_in(self, standing: Standing, position: Position) -> None:
        """Write how things stand, then that the log has been followed to `position`.

        Raises: NoRoom, after which some of it is written: nothing is lost by taking it in again.
        """
        for kind, sources in standing.rows.items():
            for source, posts in sources.items():
                self._put(kind, source, posts)
        held = self.generation
        for actor_id, so in standing.shut.items():
            if actor_id < held.actors:
                set_bit(held.shut, actor_id, so)
            elif so:
                raise NoRoom
        held.tell(position)

    def _put(self, kind: str, source: int, posts: Mapping[int, bool]) -> None:
        held = self.generation
        rows = held.rows[kind]
        if source >= len(rows.words):
            if any(posts.values()):
                raise NoRoom
            return
        before = rows.row(source)
        after = changed(before, posts)
        if np.array_equal(before, after):
            return
        grown = len(after) == len(before) + 1 and np.array_equal(after[:-1], before)
        if not (grown and rows.add(source, int(after[-1]))):
            rows.put(source, after, spare=GROWS + len(after) // GROWS)
        if kind in SIDE:
            held.newest[2 * source + SIDE[kind]] = after[-1] if len(after) else 0

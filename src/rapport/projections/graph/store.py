"""Who reads and who writes the graph's generations; see `kernel.arrays.store`."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from rapport.kernel.arrays import store
from rapport.kernel.arrays.generations import set_bit
from rapport.kernel.arrays.rows import NoRoom
from rapport.kernel.changelog.rules import Position
from rapport.projections.graph import building
from rapport.projections.graph.building import Facts
from rapport.projections.graph.generation import (
    KINDS,
    LATE_AT_MOST,
    MEMBERS,
    NOBODY,
    Generation,
    look_through,
    open_generation,
)
from rapport.projections.graph.standing import Standing, changed, in_numbers


class Reader(store.Reader[Generation]):
    """Gives the generation in force."""

    def __init__(self, directory: Path) -> None:
        """Look at `directory`; nothing has to be there yet."""
        super().__init__(directory, open_generation)


class Writer(store.Writer[Generation]):
    """The one process that writes the graph."""

    def opened(self, path: Path) -> Generation:
        """See `store.Writer`."""
        found = open_generation(path, writes=True)
        for rows in found.rows.values():
            rows.mend()
        last = found.members  # a number whose giver was killed before it counted it
        if last < found.capacity and found.number(int(found.ids[last])) == last:
            found.places[MEMBERS] = last + 1
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
        """Write everything anew, by degree and with room to grow.

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
        held = self.generation
        for kind in KINDS:
            rows = held.rows[kind]
            for number, others in in_numbers(standing.rows(kind), self._number):
                before = rows.row(number)
                after = changed(before, others)
                if not np.array_equal(before, after):
                    rows.put(number, after)
        for actor_id, so in standing.gone.items():
            number = held.number(actor_id)
            if number != NOBODY:
                set_bit(held.gone, number, so)
        held.tell(position)

    def _number(self, actor_id: int, needed: bool) -> int:
        """The number of an actor, given now where it is needed."""
        held = self.generation
        number = held.number(actor_id)
        if number != NOBODY or not needed:
            return number
        number = held.members
        if number >= held.capacity - LATE_AT_MOST or actor_id >= len(held.numbers):
            raise NoRoom
        held.ids[number] = actor_id
        held.numbers[actor_id] = number
        held.places[MEMBERS] = number + 1
        return number

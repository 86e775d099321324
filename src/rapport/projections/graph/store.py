"""The directory of generations: which is in force, the one writer, the readers.

::

    graph/
      writer.lock      held by the one process that writes
      current          the name of the generation in force
      generation-7/    see `generation`
"""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from rapport.kernel.arrays.rows import NoRoom
from rapport.kernel.changelog.rules import Position
from rapport.projections.graph import building
from rapport.projections.graph.building import Facts
from rapport.projections.graph.generation import (
    KINDS,
    LATE_AT_MOST,
    MEMBERS,
    NOBODY,
    SUPERSEDED,
    Generation,
    Missing,
    Unusable,
    begin,
    look_through,
    open_generation,
)
from rapport.projections.graph.standing import Standing, changed, in_numbers, set_bit

log = logging.getLogger(__name__)

_NAME = "generation-"
LOOK_AGAIN_SECONDS = 0.5


class WriterPresent(Exception):
    """Another process writes this graph already."""


def current(directory: Path) -> Path:
    """Where the generation in force lies.

    Raises: Missing, where there is none; Unusable, where that cannot be read.
    """
    try:
        name = (directory / "current").read_text().strip()
    except FileNotFoundError:
        raise Missing("there is none yet") from None
    except (OSError, ValueError) as trouble:
        raise Unusable(f"current cannot be read ({trouble})") from None
    if not name.startswith(_NAME) or not name.removeprefix(_NAME).isdecimal():
        raise Unusable("current is garbled")
    return directory / name


class Reader:
    """Gives the generation in force, and notices when another takes its place; for any number of processes."""

    def __init__(self, directory: Path) -> None:
        """Look at `directory`; nothing has to be there yet."""
        self._directory = directory
        self._held: Generation | None = None
        self._look_at = 0.0
        self._said = ""

    def generation(self) -> Generation | None:
        """The generation in force; None while there is none that can be used, which the log tells once."""
        if self._held is not None:
            if not self._held.whole:
                log.warning("the graph was cut off while it was read: the database answers")
                self.forget()
            elif not self._held.superseded:
                return self._held
        if self._held is None and time.monotonic() < self._look_at:
            return None
        try:
            self._held = self._opened()
        except Unusable as reason:
            self._held, self._look_at = None, time.monotonic() + LOOK_AGAIN_SECONDS
            if str(reason) != self._said and not isinstance(reason, Missing):
                log.warning("the graph is read from the database: %s", reason)
                self._said = str(reason)
        return self._held

    def _opened(self) -> Generation:
        """Raises: Unusable."""
        path = current(self._directory)
        try:
            return open_generation(path)
        except Unusable:
            # between the two readings another may have taken its place, and this one was cleared away
            if (now := current(self._directory)) == path:
                raise
            return open_generation(now)

    def forget(self) -> None:
        """Let go of the generation at hand, which is garbled, and look again after a while."""
        self._held, self._look_at = None, time.monotonic() + LOOK_AGAIN_SECONDS

    def look_again(self) -> None:
        """Let go of the generation at hand where another is in force, of which a writer was killed before it told.

        Looking through the same one again would cost much, and it would be as far behind as before.
        """
        try:
            if self._held is not None and current(self._directory) != self._held.path:
                self._held = None
        except Unusable:
            self.forget()


class Writer:
    """The one process that writes; the lock ends with the process, however that ends.

    Raises: WriterPresent, where there is one already.
    """

    def __init__(self, directory: Path) -> None:
        """Take the lock."""
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._directory = directory
        self._lock = os.open(directory / "writer.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._lock)
            raise WriterPresent(f"another process writes {directory} already") from None
        self._held: Generation | None = None

    @property
    def generation(self) -> Generation:
        """The generation that is written."""
        assert self._held is not None
        return self._held

    @property
    def locked(self) -> bool:
        """Whether the lock is still there for others to meet: not so once its directory was taken away."""
        return os.fstat(self._lock).st_nlink > 0

    def open(self) -> None:
        """Take over the generation in force, after looking it through.

        Raises: Unusable.
        """
        found = open_generation(current(self._directory), writes=True)
        for rows in found.rows.values():
            rows.mend()
        last = found.members  # a number whose giver was killed before it counted it
        if last < found.capacity and found.number(int(found.ids[last])) == last:
            found.places[MEMBERS] = last + 1
        begin(found.places)
        self._held = found

    def check(self, *, thoroughly: bool) -> None:
        """Notice that what is written was cut off, taken away or, with `thoroughly`, overwritten since.

        Raises: Unusable, with the reason.
        """
        if not self.generation.whole:
            raise Unusable("it was cut off")
        if current(self._directory) != self.generation.path or not self.generation.path.exists():
            raise Unusable("it was taken away")
        if thoroughly:
            look_through(self.generation)

    def build(self, facts: Facts, position: Position) -> None:
        """Put a new generation in force.

        Raises: OSError; what was in force stays so then.
        """
        self._switch(lambda path: building.build(path, facts, position))

    def compact(self) -> None:
        """Write everything anew, by degree and with room to grow.

        Raises: OSError; what was in force stays so then.
        """
        old = self.generation
        position = old.position
        assert position is not None
        self._switch(lambda path: building.compact(path, old, position))

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

    def close(self) -> None:
        """Have everything on the disk, and give the lock back."""
        if self._held is not None:
            if not self.locked and self._held.places.whole:
                self._held.places[SUPERSEDED] = 1  # whoever has it mapped would go on with it
            self._held.close()
            self._held = None
        os.close(self._lock)

    def _switch(self, make: Callable[[Path], Generation]) -> None:
        """Make the next generation, put it in force, tell the readers, and clear away all others."""
        taken = [int(path.name.removeprefix(_NAME)) for path in self._directory.glob(f"{_NAME}*")]
        path = self._directory / f"{_NAME}{max(taken, default=0) + 1}"
        made = make(path)
        pointer = self._directory / ".current.partial"
        pointer.write_text(path.name)
        pointer.replace(self._directory / "current")
        if self._held is not None and self._held.places.whole:
            self._held.places[SUPERSEDED] = 1
        self._held = made
        for other in self._directory.iterdir():
            if other.is_dir() and other != path:
                shutil.rmtree(other, ignore_errors=True)

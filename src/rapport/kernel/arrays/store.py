"""The directory of generations: which is in force, the one writer, the readers.

::

    graph/
      writer.lock      held by the one process that writes
      current          the name of the generation in force
      generation-7/    see `generations`
"""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from rapport.kernel.arrays.generations import SUPERSEDED, Generation, Missing, Unusable, begin
from rapport.kernel.changelog.rules import Position

log = logging.getLogger(__name__)

_NAME = "generation-"
LOOK_AGAIN_SECONDS = 0.5

Held = TypeVar("Held", bound=Generation)


class WriterPresent(Exception):
    """Another process writes this index already."""


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


class Reader(Generic[Held]):
    """Gives the generation in force, and notices when another takes its place; for any number of processes."""

    def __init__(self, directory: Path, opened: Callable[[Path], Held]) -> None:
        """Look at `directory`; nothing has to be there yet. `opened` maps a generation, or raises Unusable."""
        self._directory, self._open = directory, opened
        self._held: Held | None = None
        self._look_at = 0.0
        self._said = ""

    def generation(self) -> Held | None:
        """The generation in force; None while there is none that can be used, which the log tells once."""
        if self._held is not None:
            if not self._held.whole:
                log.warning(
                    "the %s was cut off while it was read: the database answers", self._directory.name
                )
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
                log.warning("the %s is read from the database: %s", self._directory.name, reason)
                self._said = str(reason)
        return self._held

    def _opened(self) -> Held:
        """Raises: Unusable."""
        path = current(self._directory)
        try:
            return self._open(path)
        except Unusable:
            # between the two readings another may have taken its place, and this one was cleared away
            if (now := current(self._directory)) == path:
                raise
            return self._open(now)

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


class Writer(ABC, Generic[Held]):
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
        self._held: Held | None = None

    @abstractmethod
    def opened(self, path: Path) -> Held:
        """Map a generation to write in it, and mend what a killed writer left; raises Unusable."""

    @abstractmethod
    def look_through(self) -> None:
        """Compare everything with its checksums; raises Unusable."""

    @property
    def generation(self) -> Held:
        """The generation that is written."""
        assert self._held is not None
        return self._held

    @property
    def position(self) -> Position | None:
        """How far it has followed the log; None where that was cut off."""
        return self.generation.position

    @property
    def taken(self) -> float:
        """How full the fullest of its rows are, up to 1."""
        return max(rows.taken for rows in self.generation.all_rows.values())

    @property
    def locked(self) -> bool:
        """Whether the lock is still there for others to meet: not so once its directory was taken away."""
        return os.fstat(self._lock).st_nlink > 0

    def open(self) -> None:
        """Take over the generation in force, after looking it through.

        Raises: Unusable.
        """
        found = self.opened(current(self._directory))
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
            self.look_through()

    def close(self) -> None:
        """Have everything on the disk, and give the lock back."""
        if self._held is not None:
            if not self.locked and self._held.places.whole:
                self._held.places[SUPERSEDED] = 1  # whoever has it mapped would go on with it
            self._held.close()
            self._held = None
        os.close(self._lock)

    def switch(self, make: Callable[[Path], Held]) -> None:
        """Make the next generation, put it in force, tell the readers, and clear away all others.

        Raises: OSError; what was in force stays so then.
        """
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


def written(path: Path, fill: Callable[[Path], None]) -> None:
    """Write a generation into a directory beside `path`, then give it that name; on a full disk nothing is left.

    Raises: OSError.
    """
    partial = path.with_name(f".{path.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        fill(partial)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    partial.rename(path)

"""The thread that keeps an index: it builds what is missing, follows the log, and builds anew what is garbled."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from django.db import DatabaseError, connection

from rapport.kernel.arrays.generations import Missing, Unusable
from rapport.kernel.arrays.store import Writer, WriterPresent

log = logging.getLogger(__name__)

POLL_SECONDS = 0.1
LOOK_THROUGH_SECONDS = 60.0
"""How often everything is compared with its checksums: a sixth of a second for a million members."""
TROUBLE_SECONDS, LONGEST_TROUBLE_SECONDS = 5.0, 300.0

W = TypeVar("W", bound=Writer)  # type: ignore[type-arg]  # of any kind of generation


@dataclass(frozen=True)
class Follower(Generic[W]):
    """How the index `name` is written: taking the lock on its directory, building it, following the log."""

    name: str
    writer: Callable[[Path], W]
    rebuild: Callable[[W], None]
    follow: Callable[[W], int]

    def keep(self, directory: Path, stop: threading.Event, *, poll_seconds: float = POLL_SECONDS) -> None:
        """Be the writer in `directory` until `stop`, or wait until its writer has ended; blocks."""
        said = ""
        while not stop.is_set():
            try:
                writer = self.writer(directory)
            except WriterPresent:
                stop.wait(TROUBLE_SECONDS)
                continue
            except OSError as trouble:
                if str(trouble) != said:
                    said = str(trouble)
                    log.warning(
                        "the %s cannot be kept in %s, the database answers: %s", self.name, directory, said
                    )
                stop.wait(TROUBLE_SECONDS)
                continue
            try:
                self._write(writer, stop, poll_seconds)
            finally:
                writer.close()
                connection.close()

    def _write(self, writer: W, stop: threading.Event, poll_seconds: float) -> None:
        ready, pause, looked = False, TROUBLE_SECONDS, time.monotonic()
        while not stop.is_set():
            if not writer.locked:
                log.warning("the %s is built anew: its directory was taken away", self.name)
                return
            try:
                if not ready:
                    self._open(writer)
                    ready, pause, looked = True, TROUBLE_SECONDS, time.monotonic()
                thoroughly = time.monotonic() - looked > LOOK_THROUGH_SECONDS
                self._check(writer, thoroughly)
                looked = time.monotonic() if thoroughly else looked
                self.follow(writer)
                stop.wait(poll_seconds)
            except (OSError, DatabaseError, MemoryError, OverflowError) as trouble:
                log.warning("the %s is not followed for now, the database answers: %s", self.name, trouble)
                connection.close()
                stop.wait(pause)
                pause = min(
                    2 * pause, LONGEST_TROUBLE_SECONDS
                )  # a full disk stays full, and each try reads everything
            except Exception:
                # a thread must not end unseen; what was read and written so far is looked through again
                log.exception("the %s is opened anew", self.name)
                ready = False
                stop.wait(pause)
                pause = min(2 * pause, LONGEST_TROUBLE_SECONDS)

    def _check(self, writer: W, thoroughly: bool) -> None:
        """Build anew what somebody cut off, took away or overwrote."""
        try:
            writer.check(thoroughly=thoroughly)
        except Unusable as reason:
            log.warning("the %s is built anew: %s", self.name, reason)
            self.rebuild(writer)

    def _open(self, writer: W) -> None:
        """Take over what is there, else build it."""
        try:
            writer.open()
        except Missing:
            self.rebuild(writer)
        except Unusable as reason:
            log.warning("the %s is built anew: %s", self.name, reason)
            self.rebuild(writer)

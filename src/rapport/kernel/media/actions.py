"""Taking a picture in, letting one go, and clearing away what nobody holds."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.db import transaction

from rapport.kernel.media import headers, painting, store
from rapport.kernel.media.rules import (
    CENTRED,
    HOLDERS,
    MOST_BYTES,
    WAIT_SECONDS,
    WALL_SECONDS,
    Crop,
    Crowded,
    broken,
    too_many_bytes,
)

UNHELD_FOR = timedelta(days=1)
"""How long a picture may lie without a holder: it is kept before the row that names it is written."""
_AT_ONCE = 500
_PAUSE_SECONDS = 0.05


def keep(data: bytes, crop: Crop = CENTRED) -> str:
    """Draw a picture anew and keep it; gives its key. Call it outside a transaction: it takes a while.

    Raises: NotAPicture, TooManyPixels, TooManyBytes, each with what to do; Crowded.
    """
    if len(data) > MOST_BYTES:
        raise too_many_bytes()
    headers.read(data)
    with _turn():
        squares = _painted(data, crop)
    return store.write(squares)


def _painted(data: bytes, crop: Crop) -> painting.Squares:
    """The squares, drawn by a process of its own.

    Raises: NotAPicture.
    """
    program = [sys.executable, "-m", painting.__name__, *map(str, (crop.zoom, crop.across, crop.down))]
    # modules are found as here; nothing else of this process's environment is anybody's business there
    environment = {"PYTHONPATH": os.pathsep.join(str(Path(one).absolute()) for one in sys.path)}
    try:
        done = subprocess.run(
            program, input=data, capture_output=True, timeout=WALL_SECONDS, env=environment, check=False
        )
    except subprocess.TimeoutExpired as endless:
        raise broken(f"not read after {WALL_SECONDS} s") from endless
    if done.returncode != 0:
        raise broken(f"exit {done.returncode}: {done.stderr.decode(errors='replace')[-300:]}")
    return painting.unpack(done.stdout)


@contextmanager
def _turn() -> Iterator[None]:
    """One picture at a time, whatever the number of processes: their memory does not add up.

    Raises: Crowded, where the turn does not come soon.
    """
    with (store.root() / "turn").open("ab") as file:
        until = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise Crowded(retry_after=round(WAIT_SECONDS)) from None
                time.sleep(_PAUSE_SECONDS)
        yield


def let_go(key: str) -> None:
    """Take a picture away when the transaction at hand is done; nothing for the empty key.

    Should the process die in between, the sweep does it.
    """
    if key:
        transaction.on_commit(partial(store.remove, key))


def sweep(*, part: int, now: datetime) -> int:
    """Clear away, in one of 256 parts of the store, what no holder wants; gives how many pictures went."""
    before = now - UNHELD_FOR
    gone = store.remove_unfinished(before=before)
    keys = list(store.shard(part, before=before))
    for start in range(0, len(keys), _AT_ONCE):
        some = frozenset(keys[start : start + _AT_ONCE])
        for key in some - {held for holder in HOLDERS.values() for held in holder(some)}:
            store.remove(key)
            gone += 1
    return gone

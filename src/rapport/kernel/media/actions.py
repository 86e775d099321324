"""Taking a picture or a document in, letting one go, and clearing away what nobody holds."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import BinaryIO

from django.db import transaction

from rapport.kernel.limits.rules import Limits
from rapport.kernel.media import headers, pages, painting, store
from rapport.kernel.media.rules import (
    CENTRED,
    DOCUMENT_WALL_SECONDS,
    HOLDERS,
    MOST_BYTES,
    WAIT_SECONDS,
    WALL_SECONDS,
    WIDTHS,
    Crop,
    Crowded,
    Shape,
    broken,
    check_document,
    endless_document,
    too_many_bytes,
)

UNHELD_FOR = timedelta(days=1)
"""How long a picture may lie without a holder: it is kept before the row that names it is written."""
_AT_ONCE = 500
_PAUSE_SECONDS = 0.05


@dataclass(frozen=True)
class Kept:
    """A picture that keeps its shape: its key, and its shape at its largest."""

    key: str
    shape: Shape


@dataclass(frozen=True)
class Page:
    """One page of a document: its shape, and its words for who listens to it."""

    shape: Shape
    words: str


@dataclass(frozen=True)
class KeptDocument:
    """A document as pictures of its pages, all under one key."""

    key: str
    pages: tuple[Page, ...]


def keep(data: bytes, crop: Crop = CENTRED) -> str:
    """Draw a picture anew and keep it; gives its key. Call it outside a transaction: it takes a while.

    Raises: NotAPicture, TooManyPixels, TooManyBytes, each with what to do; Crowded.
    """
    _check(data)
    arguments = [str(figure) for figure in (crop.zoom, crop.across, crop.down)]
    return store.write(painting.unpack(_painted(data, arguments)))


def keep_whole(data: bytes) -> Kept:
    """Draw a picture anew in its own shape, at most 1600 pixels wide, and keep it. As `keep`, which raises the same."""
    _check(data)
    sizes = painting.unpack(_painted(data, [painting.WHOLE]), WIDTHS)
    return Kept(store.write(sizes), _shape(sizes))


def keep_document(data: bytes, limits: Limits) -> KeptDocument:
    """Draw every page of a PDF and keep these pictures and their words; the file itself is not kept.

    Call it outside a transaction: it takes up to half a minute.
    Raises: NotADocument, TooManyPages, TooManyBytes, each with what to do; Crowded.
    """
    check_document(data, megabytes=limits.document_megabytes)
    with tempfile.TemporaryFile(dir=store.root()) as drawn:
        program = [sys.executable, "-m", pages.PROGRAM, str(limits.document_pages)]
        with _turn("documents"):
            try:
                done = _run(program, data, drawn, DOCUMENT_WALL_SECONDS)
            except subprocess.TimeoutExpired as endless:
                raise endless_document(f"not drawn after {DOCUMENT_WALL_SECONDS} s") from endless
        if done.returncode != 0:
            raise pages.refusal(done.returncode, done.stderr.decode(errors="replace")[-300:], limits)
        drawn.seek(0)
        told: list[Page] = []
        key = store.write_pages(_pages(drawn, told))
    return KeptDocument(key, tuple(told))


def _pages(drawn: BinaryIO, told: list[Page]) -> Iterator[tuple[int, painting.Squares]]:
    """One page after the other, so that no more than one lies in memory; of each what is said of it joins `told`."""
    for words, sizes in pages.unpack(drawn):
        told.append(Page(_shape(sizes), words))
        yield len(told), sizes


def _shape(sizes: painting.Squares) -> Shape:
    header = headers.read(sizes[WIDTHS[0]])
    return Shape(header.width, header.height)


def _check(data: bytes) -> None:
    """Refuse by length and header, before anything is decoded.

    Raises: NotAPicture, TooManyPixels, TooManyBytes.
    """
    if len(data) > MOST_BYTES:
        raise too_many_bytes()
    headers.read(data)


def _painted(data: bytes, arguments: list[str]) -> bytes:
    """What the painter drew, by a process of its own.

    Raises: NotAPicture, Crowded.
    """
    program = [sys.executable, "-m", painting.__name__, *arguments]
    with _turn():
        try:
            done = _run(program, data, subprocess.PIPE, WALL_SECONDS)
        except subprocess.TimeoutExpired as endless:
            raise broken(f"not read after {WALL_SECONDS} s") from endless
    if done.returncode != 0:
        raise broken(f"exit {done.returncode}: {done.stderr.decode(errors='replace')[-300:]}")
    return done.stdout


def _run(
    program: list[str], data: bytes, out: BinaryIO | int, seconds: float
) -> subprocess.CompletedProcess[bytes]:
    # modules are found as here; nothing else of this process's environment is anybody's business there
    environment = {"PYTHONPATH": os.pathsep.join(str(Path(one).absolute()) for one in sys.path)}
    return subprocess.run(
        program, input=data, stdout=out, stderr=subprocess.PIPE, timeout=seconds, env=environment, check=False
    )


@contextmanager
def _turn(kind: str = "") -> Iterator[None]:
    """One picture (or one of another kind) at a time, whatever the number of processes: memory does not add up.

    Raises: Crowded, where the turn does not come soon.
    """
    with (store.root() / f"turn{kind and '-'}{kind}").open("ab") as file:
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

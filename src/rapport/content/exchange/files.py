"""Where imported files lie until they are done with: one a run, under names of our own, for nobody else to read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from rapport.kernel import ids
from rapport.kernel.errors import Invalid

MEGABYTE = 1024 * 1024


class TooLarge(Invalid):
    """The file has more bytes than are taken here."""

    status = 413
    code = "file_too_large"
    template = "This file is larger than {limit} MB, which is more than is taken here."


def folder() -> Path:
    """The folder of imported files, made where it is not there yet."""
    place = Path(settings.DATA_DIR) / "imports"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def place_of(run: UUID) -> Path:
    """Where the file of a run lies."""
    return folder() / f"{run.hex}.file"


def remove(run: UUID) -> None:
    """Remove the file of a run, where it lies there."""
    place_of(run).unlink(missing_ok=True)


@dataclass(frozen=True)
class Received:
    """A file as it came in, under a name of ours, until it is adopted or thrown away."""

    path: Path
    size: int
    sha256: str

    def throw_away(self) -> None:
        """Remove it, where nobody adopted it."""
        self.path.unlink(missing_ok=True)


def receive(chunks: Iterable[bytes], *, megabytes: int) -> Received:
    """Write a file down as it comes in, never more than `megabytes`; what is too large leaves nothing.

    Raises: TooLarge.
    """
    size, digest = 0, hashlib.sha256()
    to = folder() / f"{ids.new().hex}.part"
    handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            for chunk in chunks:
                size += len(chunk)
                if size > megabytes * MEGABYTE:
                    raise TooLarge(limit=megabytes)
                digest.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
    except BaseException:
        to.unlink(missing_ok=True)
        raise
    return Received(to, size, digest.hexdigest())


def sweep(before: float) -> None:
    """Remove what was left half received by a killed server, last written before that moment (Unix time)."""
    for part in folder().glob("*.part"):
        with suppress(FileNotFoundError):
            if part.stat().st_mtime < before:
                part.unlink()

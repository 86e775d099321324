"""Where pictures lie: DATA/media/KE/KEY/SIDE.webp, and PAGE-SIDE.webp for a document; whole or not at all.

A picture is written beside its place and then moved there in one step, so that nobody
ever reads half of one. A key is drawn by chance (128 bits) and never used twice.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from rapport.kernel.media.painting import Squares
from rapport.kernel.media.rules import ENDING, KEY, SIDES, WIDTHS

_NEW = "new"
SHARDS = 256


def root() -> Path:
    """The folder of all pictures; it is made where it is not there."""
    folder = Path(settings.DATA_DIR) / "media"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def write(sizes: Squares) -> str:
    """Keep a picture; gives its key. When this returns, it is on the disk.

    Raises: OSError, where there is no room; then nothing is kept.
    """
    return _write((f"{side}", data) for side, data in sizes.items())


def write_pages(pages: Iterable[tuple[int, Squares]]) -> str:
    """Keep a document: pictures of its numbered pages, taken one after the other; gives its key. As `write`."""
    return _write((f"{page}-{side}", data) for page, sizes in pages for side, data in sizes.items())


def _write(files: Iterable[tuple[str, bytes]]) -> str:
    key = secrets.token_hex(16)
    new = root() / _NEW / key
    try:
        new.mkdir(parents=True)
        for name, data in files:
            with (new / f"{name}.{ENDING}").open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        _into_place(new, key)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    return key


def link(key: str) -> str:
    """Keep the picture `key` a second time under a key of its own, sharing its bytes; gives that key.

    For made-up pictures that many share: unlike `write` it does not wait for the disk.
    """
    again = secrets.token_hex(16)
    new = root() / _NEW / again
    new.mkdir(parents=True)
    for side in SIDES:
        os.link(_file(key, f"{side}"), new / f"{side}.{ENDING}")
    place = _place(again)
    place.parent.mkdir(exist_ok=True)
    new.rename(place)
    return again


def read(key: str, side: int, page: int = 0) -> bytes | None:
    """One size of a picture, or of a page of a document (from 1); None where there is none."""
    if not KEY.fullmatch(key) or side not in (*SIDES, *WIDTHS):
        return None
    try:
        return _file(key, f"{page}-{side}" if page else f"{side}").read_bytes()
    except FileNotFoundError:
        return None


def remove(key: str) -> None:
    """Take a picture away; nothing where there is none."""
    if KEY.fullmatch(key):
        shutil.rmtree(_place(key), ignore_errors=True)


def shard(number: int, *, before: datetime) -> Iterator[str]:
    """The keys of one of the 256 parts that are older than `before`."""
    folder = root() / f"{number % SHARDS:02x}"
    if folder.is_dir():
        yield from (place.name for place in sorted(folder.iterdir()) if _older(place, before))


def remove_unfinished(*, before: datetime) -> int:
    """Take away what a process that died left half written; gives how many."""
    folder = root() / _NEW
    left = [place for place in folder.iterdir() if _older(place, before)] if folder.is_dir() else []
    for place in left:
        shutil.rmtree(place, ignore_errors=True)
    return len(left)


def _place(key: str) -> Path:
    return root() / key[:2] / key


def _file(key: str, name: str) -> Path:
    return _place(key) / f"{name}.{ENDING}"


def _into_place(new: Path, key: str) -> None:
    place = _place(key)
    place.parent.mkdir(exist_ok=True)
    new.rename(place)
    _settle(place)
    _settle(place.parent)


def _settle(folder: Path) -> None:
    """Make what a folder lists outlive a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _older(place: Path, before: datetime) -> bool:
    try:
        return place.stat().st_mtime < before.timestamp()
    except FileNotFoundError:
        return False

"""Rate limits counted in one mapped file, so that a reading costs no database write.

Each key has one 64-bit word, the moment at which its allowance will be whole again (the
generic cell rate algorithm, GCRA): a request moves it by `per_seconds / limit`, and is
refused where that would take it further than `per_seconds` ahead. So `limit` requests
may come at once and then one every `per_seconds / limit`; no window's edge lets twice
as many through at one stroke. A word in the past says nothing, its place is free again.

Guarantee: between all processes and threads of one machine every request is counted
exactly once: a place is read and written under a lock on its bytes of the file, which
the kernel gives up when a process dies. A refused request costs nothing. Keys are kept
apart by 128 bits of a keyed hash, whose secret lies in the file: nobody can aim at the
place of another. With more keys alive than places, the key nearest to a whole
allowance is forgotten first.

Layout, little-endian: 64 bytes of head (magic, number of buckets, secret), then buckets
of 8 places of 16 bytes (fingerprint, moment in nanoseconds).
"""

from __future__ import annotations

import fcntl
import hashlib
import mmap
import os
import secrets
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_MAGIC = b"rapport rates 1\n"
_HEAD = struct.Struct("<16sQ16s24x")
_PLACES = 8
_PLACE = struct.Struct("<Qq")
_BUCKET = struct.Struct("<" + "Qq" * _PLACES)
_HASH = struct.Struct("<QQ")
_NANO = 1_000_000_000


@dataclass(frozen=True)
class RateVerdict:
    """Whether a request may pass, and what is left.

    `remaining` more may come at once; after `reset_seconds` all `limit` may again; one that was refused
    may come back after `retry_seconds` (0 where it was not).
    """

    allowed: bool
    limit: int
    remaining: int
    reset_seconds: int
    retry_seconds: int


class RateCounters:
    """The counters in the file at `path`, with room for about `slots` keys at a time (16 bytes each).

    The file is made where it is missing, and made anew where it is of another format or size.
    Raises: OSError where it cannot be.
    """

    def __init__(self, path: Path, slots: int = 65_536) -> None:
        """Open the file and map it."""
        self._buckets = max(1, -(-slots // _PLACES))
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._path = path.resolve()
        with self._locked(0, _HEAD.size):
            self._secret = self._read_head() or self._begin()
        size = _HEAD.size + self._buckets * _BUCKET.size
        self._map = mmap.mmap(self._descriptor, size)

    def hit(self, key: str, *, limit: int, per_seconds: int, now: float) -> RateVerdict:
        """Count one request of `key` at `now` (seconds since 1970), of which `limit` are allowed in `per_seconds`.

        Name the limiter in the key: one key means one allowance.
        Raises: ValueError for a limit or period below 1.
        """
        if limit < 1 or per_seconds < 1:
            raise ValueError(f"a limit of {limit} in {per_seconds} seconds lets nothing through")
        moment = int(now * _NANO)
        step = -(-per_seconds * _NANO // limit)
        whole = step * limit  # not less than the period, and exactly `limit` steps
        digest = hashlib.blake2b(
            key.encode("utf-8", "surrogatepass"), digest_size=16, key=self._secret
        ).digest()
        bucket, fingerprint = _HASH.unpack(digest)
        start = _HEAD.size + bucket % self._buckets * _BUCKET.size
        with self._locked(start, _BUCKET.size):
            words = _BUCKET.unpack_from(self._map, start)
            place = _place_of(words[::2], words[1::2], fingerprint)
            known = words[2 * place + 1] if words[2 * place] == fingerprint else 0
            # no honest word lies further ahead than one whole period: the clock has been put back
            word = min(max(known, moment), moment + whole)
            allowed = word + step <= moment + whole
            if allowed:
                word += step
            if allowed or word < known:
                _PLACE.pack_into(self._map, start + place * _PLACE.size, fingerprint, word)
        free = moment + whole - word
        return RateVerdict(
            allowed=allowed,
            limit=limit,
            remaining=free // step,
            reset_seconds=_seconds(word - moment),
            retry_seconds=0 if allowed else _seconds(step - free),
        )

    def _read_head(self) -> bytes | None:
        """The secret of a file of our format and size, else None."""
        head = os.pread(self._descriptor, _HEAD.size, 0)
        size = os.fstat(self._descriptor).st_size
        if len(head) < _HEAD.size or size < _HEAD.size + self._buckets * _BUCKET.size:
            return None
        magic, buckets, secret = _HEAD.unpack(head)
        return secret if (magic, buckets) == (_MAGIC, self._buckets) else None

    def _begin(self) -> bytes:
        """Write an empty file with a fresh secret.

        It never shrinks: a process that still maps the old one would die of it. Zeros are written out,
        not left as a hole: a full disk has to show here, not when a page is touched.
        """
        secret = secrets.token_bytes(16)
        head = _HEAD.pack(_MAGIC, self._buckets, secret)
        content = head + bytes(self._buckets * _BUCKET.size)
        written = 0
        while written < len(content):
            written += os.pwrite(self._descriptor, content[written:], written)
        return secret

    @contextmanager
    def _locked(self, start: int, length: int) -> Iterator[None]:
        """Hold bytes of the file against other processes, and everything against other threads of this one."""
        with _lock_of(self._path):
            fcntl.lockf(self._descriptor, fcntl.LOCK_EX, length, start)
            try:
                yield
            finally:
                fcntl.lockf(self._descriptor, fcntl.LOCK_UN, length, start)


# Locks on files are held by the process as a whole, so its threads need one beside them, the
# same for every object on the same file (a descriptor is never closed: that would give up the
# locks taken through the others). After a fork nobody is left to open the ones then held.
_locks: dict[Path, threading.Lock] = {}
os.register_at_fork(after_in_child=_locks.clear)


def _lock_of(path: Path) -> threading.Lock:
    return _locks.setdefault(path, threading.Lock())


def _place_of(fingerprints: tuple[int, ...], moments: tuple[int, ...], fingerprint: int) -> int:
    """Where in a bucket the fingerprint stands or may stand: its own place, else the one that says least."""
    if fingerprint in fingerprints:
        return fingerprints.index(fingerprint)
    return min(range(_PLACES), key=moments.__getitem__)


def _seconds(nanoseconds: int) -> int:
    return -(-nanoseconds // _NANO)

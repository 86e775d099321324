"""Fetching one page of another site, as if it meant harm.

A name is looked up once, every address it has is checked, and the connection goes to a checked address:
whoever answers the next question differently (DNS rebinding) is not asked again. TLS is verified against the
name. One deadline holds for everything, also for a server that sends a byte a second; one bound for all that
comes, and one for what it unpacks to. No cookies, no proxies of the environment, nothing kept between two.
"""

from __future__ import annotations

import io
import queue
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse  # noqa: TID251 (this is the way out)
from typing import Any, cast

from django.conf import settings

from rapport.kernel.outbound.rules import (
    ADDRESSES,
    HEAD_BYTES,
    Bounds,
    InnerAddress,
    Target,
    TooMuch,
    TooSlow,
    Unreachable,
    Unreadable,
    is_outside,
    target,
)

_CHUNK = 64 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True)
class Fetched:
    """What came: from which address in the end, with which type (lower case, without its parameters), and the bytes."""

    url: str
    status: int
    type: str
    charset: str
    data: bytes


def resolve(host: str, port: int) -> list[str]:
    """Every address of a name, as the system knows it. Raises: OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def dial(address: str, port: int, seconds: float) -> socket.socket:
    """A connection to an address. Raises: OSError."""
    return socket.create_connection((address, port), timeout=seconds)


def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


@dataclass(frozen=True)
class Line:
    """How the outside is reached; a test brings its own name server and plug, and every check stays as it is."""

    resolve: Callable[[str, int], Sequence[str]] = resolve
    dial: Callable[[str, int, float], socket.socket] = dial
    tls: Callable[[], ssl.SSLContext] = field(default=_tls)


DIRECT = Line()
ONE_PAGE = Bounds()


def fetch(
    url: str,
    *,
    types: Collection[str],
    bounds: Bounds = ONE_PAGE,
    line: Line = DIRECT,
) -> Fetched:
    """The page at `url`, of one of these types, after at most three redirects, each checked like the first.

    Raises: Unreachable, in one of its kinds, whatever goes wrong outside.
    """
    until = _Until(bounds.seconds)
    here = target(url)
    for _ in range(bounds.redirects + 1):
        answer = _ask(here, types, bounds, line, until)
        if isinstance(answer, Fetched):
            return answer
        here = target(answer, base=here)
    raise Unreadable(detail=f"more than {bounds.redirects} redirects")


class _Until:
    """A moment by which all has to be over."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """The seconds that are left. Raises: TooSlow, where there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TooSlow
        return left


def _ask(here: Target, types: Collection[str], bounds: Bounds, line: Line, until: _Until) -> Fetched | str:
    """What one address answers: a page, or where else to ask.

    Raises: Unreachable.
    """
    try:
        with _connected(here, line, until) as connection:
            connection.settimeout(until.left())
            connection.sendall(_request(here, types))
            come: io.BufferedIOBase = io.BufferedReader(
                _Come(connection, until, bounds.most_bytes + HEAD_BYTES), _CHUNK
            )
            answer = HTTPResponse(cast(socket.socket, _Made(come)), method="GET")
            answer.begin()
            moved = answer.getheader("Location")
            if answer.status in _REDIRECTS and moved:
                return moved.encode("latin-1").decode("utf-8", "replace")
            return _page(here, answer, types, bounds.most_bytes)
    except TimeoutError as slow:
        raise TooSlow(detail=here.host) from slow
    except (OSError, HTTPException, ValueError, zlib.error) as wrong:
        # ssl.SSLError and a name nobody knows are OSErrors; a status line or length that is no number a ValueError
        raise Unreadable(detail=f"{here.host}: {type(wrong).__name__}: {wrong}"[:300]) from wrong


def _connected(here: Target, line: Line, until: _Until) -> socket.socket:
    """A connection to a checked address of the name, under TLS where the address says so.

    Raises: InnerAddress, where any address of the name is one of inner networks; OSError; TooSlow.
    """
    addresses = _resolved(here, line, until)
    shut = [address for address in addresses if not is_outside(address)]
    if shut:
        raise InnerAddress(detail=f"{here.host} is {shut[0]}")
    failed: OSError = OSError("the name has no address")
    for number, address in enumerate(addresses[:ADDRESSES], start=1):
        # a deaf first address leaves the time of its share to the next one
        share = until.left() / (min(len(addresses), ADDRESSES) - number + 1)
        try:
            plain = line.dial(address, here.port, share)
        except OSError as wrong:
            failed = wrong
            continue
        if here.scheme == "http":
            return plain
        try:
            plain.settimeout(until.left())
            return line.tls().wrap_socket(plain, server_hostname=here.host)
        except BaseException:
            plain.close()
            raise
    raise failed


def _resolved(here: Target, line: Line, until: _Until) -> Sequence[str]:
    """The addresses of the name, asked for in a thread apart: the system's own question knows no deadline.

    Raises: OSError; TooSlow.
    """
    said: queue.SimpleQueue[Sequence[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            said.put(line.resolve(here.host, here.port))
        except (OSError, UnicodeError) as wrong:
            said.put(wrong)

    threading.Thread(target=ask, daemon=True, name="outbound name").start()
    try:
        answer = said.get(timeout=until.left())
    except queue.Empty:
        raise TooSlow(detail=f"no address of {here.host}") from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def agent() -> str:
    """How this site introduces itself."""
    return f"Rapport (+{settings.PUBLIC_URL})"


def _request(here: Target, types: Collection[str]) -> bytes:
    lines = (
        f"GET {here.path} HTTP/1.1",
        f"Host: {here.host}",
        f"User-Agent: {agent()}",
        f"Accept: {', '.join(types)}",
        "Accept-Encoding: gzip",
        "Connection: close",
    )
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


class _Come(io.RawIOBase):
    """What a connection brings, until the deadline and up to so many bytes."""

    def __init__(self, connection: socket.socket, until: _Until, most_bytes: int) -> None:
        super().__init__()
        self._connection, self._until, self._left = connection, until, most_bytes

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The next bytes. Raises: TooSlow, TooMuch, OSError."""
        self._connection.settimeout(self._until.left())
        count = self._connection.recv_into(buffer)
        self._left -= count
        if self._left < 0:
            raise TooMuch
        return count


class _Made:
    """What http.client takes for a socket."""

    def __init__(self, come: io.BufferedIOBase) -> None:
        self._come = come

    def makefile(self, _mode: str) -> io.BufferedIOBase:
        """The bytes to read from."""
        return self._come


def _page(here: Target, answer: HTTPResponse, types: Collection[str], most_bytes: int) -> Fetched:
    """The body, unpacked, where it is of a type that was asked for.

    Raises: Unreadable, TooMuch, TooSlow.
    """
    kind = answer.headers.get_content_type()
    if kind not in types:
        raise Unreadable(detail=f"{here.host}: {kind}")
    packing = (answer.getheader("Content-Encoding") or "identity").strip().lower()
    if packing not in ("identity", "gzip", "x-gzip"):
        raise Unreadable(detail=f"{here.host}: packed as {packing[:40]}")
    if (answer.length or 0) > most_bytes:
        raise TooMuch(detail=here.host)
    unpack = _Plain() if packing == "identity" else zlib.decompressobj(wbits=31)
    data = bytearray()
    while chunk := answer.read(_CHUNK):
        while chunk:
            data += unpack.decompress(chunk, most_bytes + 1 - len(data))
            if len(data) > most_bytes:
                raise TooMuch(detail=here.host)
            chunk = unpack.unconsumed_tail
    charset = answer.headers.get_content_charset() or ""
    return Fetched(here.url, answer.status, kind, charset, bytes(data))


class _Plain:
    """Bytes that are not packed, in the words of zlib."""

    unconsumed_tail = b""

    def decompress(self, chunk: bytes, _most: int) -> bytes:
        """As they are."""
        return chunk


__all__ = ["DIRECT", "Fetched", "Line", "Unreachable", "agent", "dial", "fetch", "resolve"]

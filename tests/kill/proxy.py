"""A small TCP proxy of our own, in front of a server that is to be out of reach for a while."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator


class Proxy:
    """Hands everything through to `host:port`, until it is cut; then it refuses, until it is mended."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._lines: list[socket.socket] = []
        self._is_cut = threading.Event()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        threading.Thread(target=self._serve, daemon=True).start()

    def cut(self) -> None:
        """Drop every line, and every new one at once."""
        self._is_cut.set()
        for line in self._lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """Hand through again."""
        self._is_cut.clear()

    def close(self) -> None:
        """End it."""
        self.cut()
        with contextlib.suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = self._door.accept()
                if self._is_cut.is_set():
                    line.close()
                    continue
                there = socket.create_connection(self._target)
                self._lines += [line, there]
                for one, other in ((line, there), (there, line)):
                    threading.Thread(target=_hand_on, args=(one, other), daemon=True).start()


def _hand_on(one: socket.socket, other: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while part := one.recv(65536):
            other.sendall(part)
    for line in (one, other):
        with contextlib.suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
        line.close()


@contextlib.contextmanager
def in_front_of(host: str, port: int) -> Iterator[Proxy]:
    """A proxy that ends with the block."""
    proxy = Proxy(host, port)
    try:
        yield proxy
    finally:
        proxy.close()

"""Running the `rapport` command and a server as real processes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path
from types import TracebackType

from tests.conftest import Instance

PATIENCE_SECONDS = 90
"""How long a machine that does much else may take for a start."""


def run(
    instance: Instance, *arguments: str, typed: str = "", **more: str
) -> subprocess.CompletedProcess[str]:
    """Run `rapport ARGUMENTS` to its end; `typed` goes to its standard input, `more` to its environment."""
    return subprocess.run(
        instance.command(*arguments),
        env={**instance.env, **more},
        input=typed,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS * 5,
        check=False,
    )


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(port: int, path: str, *, headers: str = "", timeout: float = 20) -> tuple[int, str]:
    """Status and body of a GET."""
    with socket.create_connection(("127.0.0.1", port), timeout=timeout) as line:
        line.sendall(f"GET {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n{headers}\r\n".encode())
        answer = b""
        while part := line.recv(65536):
            answer += part
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), body.decode()


def children_of(parent: int) -> list[int]:
    """The ids of the processes that `parent` has begun, oldest first."""
    lists = [path.read_text() for path in Path(f"/proc/{parent}/task").glob("*/children")]
    return sorted(int(one) for text in lists for one in text.split())


def is_worker(process: int) -> bool:
    """Whether it does jobs: it listens nowhere."""
    sockets = {path.readlink().name for path in Path(f"/proc/{process}/fd").iterdir() if path.is_symlink()}
    listening = {
        f"socket:[{line.split()[9]}]"
        for line in Path(f"/proc/{process}/net/tcp").read_text().splitlines()[1:]
        if line.split()[3] == "0A"
    }
    return not sockets & listening


class Server:
    """`rapport serve` on a port of its own, from when it says that it is there."""

    def __init__(self, instance: Instance, *arguments: str, **more: str) -> None:
        """Begin it."""
        self.port = free_port()
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            instance.command("serve", "--port", str(self.port), *arguments),
            env={**instance.env, **more},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._told = threading.Event()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)
            if "Rapport is at" in line:
                self._told.set()
        self._told.set()

    def __enter__(self) -> Server:
        """Wait until it answers."""
        assert self._told.wait(PATIENCE_SECONDS), "".join(self.lines)
        assert self.process.poll() is None, "".join(self.lines)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it, if it has not ended."""
        if self.process.poll() is None:
            self.stop()
        self._listener.join(10)
        assert self.process.stdout is not None
        self.process.stdout.close()

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, float]:
        """Send a signal; gives the exit status and after how many seconds it came."""
        began = time.monotonic()
        os.kill(self.process.pid, number)
        status = self.process.wait(30)
        return status, time.monotonic() - began

    @property
    def children(self) -> list[int]:
        """Its web and worker processes."""
        return children_of(self.process.pid)

    def answers_again(self) -> bool:
        """Whether `/readyz` says ok within the patience of a loaded machine."""
        return until(lambda: get(self.port, "/readyz")[0] == 200)


def until(true: object, seconds: float = PATIENCE_SECONDS) -> bool:
    """Whether `true()` came to hold in time; connections refused meanwhile are no answer."""
    assert callable(true)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if true():
                return True
        except OSError:
            pass
        time.sleep(0.1)
    return False

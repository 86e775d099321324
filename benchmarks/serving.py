"""The served site: requests a second and core of a member's page, and the memory of all processes."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module

import django

django.setup()

from django.conf import settings  # noqa: E402 (the apps have to be ready first)
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402

from benchmarks.community import analyse, build  # noqa: E402
from benchmarks.measure import cpu_seconds, descendants, listening, memory_kb, write  # noqa: E402
from rapport.people.accounts.models import Account  # noqa: E402

REQUESTS, CLIENTS = 1500, 2


def main() -> None:
    """Serve with one worker, ask the same page over kept connections, read /proc."""
    call_command("migrate", verbosity=0)
    viewers = build()
    analyse()
    cookie = f"{settings.SESSION_COOKIE_NAME}={session(viewers[500])}"
    connections.close_all()
    with served() as (port, pid):
        headers = {"Cookie": cookie}
        trivial = load(port, pid, ["/healthz"], headers)
        member = load(port, pid, [f"/@member_{number}" for number in range(100, 400)], headers)
        network = load(port, pid, ["/network"], headers)
        figures = {
            "trivial page": trivial,
            "member's page": {**member, "ratio": round(member["cpu_ms"] / trivial["cpu_ms"], 2)},
            "My network": {**network, "ratio": round(network["cpu_ms"] / trivial["cpu_ms"], 2)},
            "memory": {"pss_kb": memory_kb(descendants(pid)), "processes": len(descendants(pid))},
        }
        write("serving", figures)


@contextmanager
def served() -> Iterator[tuple[int, int]]:
    """The site with one worker on a port of its own: the port and the id of its first process."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "rapport",
        "serve",
        "--data",
        os.environ["RAPPORT_DATA"],
        "--workers",
        "1",
    ]
    server = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.DEVNULL)
    try:
        wait(port)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(timeout=30)


def session(actor_id: int) -> str:
    """The key of a session of this member."""
    account = Account.objects.get(actor_id=actor_id)
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(account.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait(port: int) -> None:
    """Return as soon as the site answers. Raises: TimeoutError."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            _get(http.client.HTTPConnection("127.0.0.1", port, timeout=5), "/healthz", {})
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the server did not come up")


def _get(there: http.client.HTTPConnection, address: str, headers: Mapping[str, str]) -> int:
    there.request("GET", address, headers=dict(headers))
    answer = there.getresponse()
    answer.read()
    assert answer.status == 200, (address, answer.status, answer.getheader("location"))
    return answer.status


def load(
    port: int, pid: int, addresses: list[str], headers: Mapping[str, str], times: int = REQUESTS
) -> dict[str, float]:
    """Ask for these pages in turn over kept connections; CPU is that of all processes of the server that answer."""

    def ask(times: int) -> None:
        there = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for number in range(times):
            _get(there, addresses[number % len(addresses)], headers)
        there.close()

    ask(min(50, times))
    pids = listening(descendants(pid))
    before, began = cpu_seconds(pids), time.perf_counter()
    threads = [threading.Thread(target=ask, args=(times // CLIENTS,)) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    used, passed = cpu_seconds(pids) - before, time.perf_counter() - began
    return {
        "cpu_ms": round(used * 1000 / times, 3),
        "requests_per_core_second": round(times / used, 1),
        "requests_per_second": round(times / passed, 1),
    }


if __name__ == "__main__":
    main()

"""A database that is locked or out of reach: a clear answer in time, and recovery without a restart (quality 3)."""

from __future__ import annotations

import http.client
import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.conftest import Instance
from tests.console.sites import Server, get, until
from tests.kill.proxy import in_front_of
from tests.kill.running import inside

pytestmark = [pytest.mark.kill, pytest.mark.xdist_group("kill")]

BOUND_SECONDS = 40
"""SQLite waits 20 seconds for its lock; the rest is the patience of a loaded machine."""


def _ask(port: int, method: str, path: str, token: str, body: Any = None) -> tuple[int, Any, float]:
    """Status, what it says, and the seconds it took."""
    began = time.monotonic()
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=BOUND_SECONDS * 2)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    line.request(method, f"/api/v1{path}", None if body is None else json.dumps(body), headers)
    answer = line.getresponse()
    said = json.loads(answer.read() or b"null")
    line.close()
    return answer.status, said, time.monotonic() - began


@contextmanager
def _out_of_reach(instance: Instance) -> Iterator[tuple[Instance, Callable[[], None], Callable[[], None]]]:
    """The instance with a database that can be taken away and given back: by its lock, or by the line to it."""
    url = urlsplit(instance.env.get("RAPPORT_DATABASE_URL", ""))
    with ExitStack() as ending:
        if not url.hostname:
            other = sqlite3.connect(
                instance.data / "rapport.sqlite3", isolation_level=None, timeout=60, check_same_thread=False
            )
            ending.callback(other.close)
            yield instance, lambda: _do(other, "BEGIN IMMEDIATE"), lambda: _do(other, "ROLLBACK")
        else:
            proxy = ending.enter_context(in_front_of(url.hostname, url.port or 5432))
            place = f"{url.username}:{url.password}@127.0.0.1:{proxy.port}"
            env = {**instance.env, "RAPPORT_DATABASE_URL": url._replace(netloc=place).geturl()}
            yield replace(instance, env=env), proxy.cut, proxy.mend


def _do(other: sqlite3.Connection, statement: str) -> None:
    other.execute(statement)


def test_out_of_reach_and_back(new_instance: Callable[[], Instance]) -> None:
    """A write is told to come back later, in bounded time; given back, the same server serves on, jobs too."""
    made = new_instance()
    with (
        _out_of_reach(made) as (instance, take_away, give_back),
        Server(instance, "--workers", "1") as server,
    ):
        tokens = inside(made, "seed", "3")
        wish = {"to": "m001", "context": "other"}
        take_away()
        status, said, seconds = _ask(server.port, "POST", "/invitations", tokens["m000"], wish)
        assert (status, said["code"]) == (503, "unavailable"), said
        assert seconds < BOUND_SECONDS
        assert get(server.port, "/healthz")[0] == 200
        give_back()
        assert until(lambda: get(server.port, "/readyz")[0] == 200)
        status, said, _ = _ask(server.port, "POST", "/invitations", tokens["m000"], wish)
        assert (status, said["state"]) == (201, "pending"), said
        assert inside(made, "look")["invitations"] == [[said["id"], "m000", "m001", "pending"]]
        assert until(lambda: not [job for job in inside(made, "look")["jobs"] if job[2] == "running"])
        assert server.process.poll() is None

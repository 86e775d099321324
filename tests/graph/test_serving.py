"""Right after every action the very next answer is right, for both sides, whichever process gives it (NET-1, NET-2)."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

import pytest

from tests.conftest import Instance
from tests.console.sites import Server, is_worker, until
from tests.kill.running import inside

ACTIONS = 12
Edge = frozenset[str]


def _as_read(way: list[str]) -> list[str | None]:
    """Nobody here changed who sees their connections: at three steps the second one is not named."""
    return [one if len(way) < 4 or place != 2 else None for place, one in enumerate(way)]


def _ordered(ways: list[list[str | None]]) -> list[list[str | None]]:
    return sorted(ways, key=lambda way: [one or "" for one in way])


class Site:
    """Callers of a server with two web processes, each call on a connection of its own; and what must be so."""

    def __init__(self, port: int, tokens: dict[str, str]) -> None:
        """Begin with nobody connected."""
        self._port, self._tokens = port, tokens
        self.names = sorted(tokens)
        self._connected: set[Edge] = set()
        self._blocked: set[tuple[str, str]] = set()

    def call(self, who: str, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """What the API answers to somebody; None for nothing."""
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=20)
        try:
            headers = {"Authorization": f"Bearer {self._tokens[who]}", "Content-Type": "application/json"}
            line.request(method, f"/api/v1{path}", json.dumps(body) if body else None, headers)
            answer = line.getresponse()
            text = answer.read()
            return (answer.status, json.loads(text) if text else None)
        finally:
            line.close()

    def act(self, chance: random.Random) -> tuple[str, str]:
        """Do something between two: connect where nothing stands, else part, block or unblock."""
        one, other = chance.sample(self.names, 2)
        edge = frozenset((one, other))
        if (one, other) in self._blocked:
            assert self.call(one, "DELETE", f"/me/blocks/{other}")[0] == 204
            self._blocked.discard((one, other))
        elif edge in self._connected and chance.random() < 0.6:
            assert self.call(one, "DELETE", f"/me/connections/{other}")[0] == 204
            self._connected.discard(edge)
        elif chance.random() < 0.25 and (other, one) not in self._blocked:
            assert self.call(one, "PUT", f"/me/blocks/{other}")[0] == 204
            self._blocked.add((one, other))
            self._connected.discard(edge)
        elif edge not in self._connected and (other, one) not in self._blocked:
            status, letter = self.call(one, "POST", "/invitations", {"to": other, "context": "other"})
            if status == 201 and letter["state"] == "pending":
                assert self.call(other, "POST", f"/invitations/{letter['id']}/accept")[0] == 200
            if status == 201:
                self._connected.add(edge)
        return one, other

    def paths(self, viewer: str, other: str) -> list[list[str | None]] | None:
        """What `other` has to be told to `viewer`, by walking; None where they do not exist for each other."""
        barred = {two if one == viewer else one for one, two in self._blocked if viewer in (one, two)}
        if other in barred:
            return None
        ways = [[viewer]]
        for _ in range(3):
            ways = [[*way, one] for way in ways for one in self._around(way[-1], barred) if one not in way]
            found = [way for way in ways if way[-1] == other]
            if found:
                return [_as_read(way) for way in found]
        return []

    def _around(self, one: str, barred: set[str]) -> Iterator[str]:
        for edge in self._connected:
            if one in edge:
                (other,) = edge - {one}
                if other not in barred:
                    yield other

    def check(self, viewer: str) -> None:
        """Everything that this member is told of everybody, now."""
        for other in self.names:
            if other == viewer:
                continue
            expected = self.paths(viewer, other)
            status, told = self.call(viewer, "GET", f"/members/{other}/path")
            page, shown = self.call(viewer, "GET", f"/members/{other}")
            if expected is None:
                assert (status, page) == (404, 404)
                continue
            degree = len(expected[0]) - 1 if expected else None
            assert told["degree"] == shown["relationship"]["degree"] == degree
            assert _ordered(told["paths"]) == _ordered(expected)
            if degree == 2:
                assert shown["relationship"]["mutual_count"] == len(expected)


@pytest.mark.kill
def test_the_next_answer_is_right_in_every_process(new_instance: Callable[[], Instance]) -> None:
    """Connecting, parting, blocking, unblocking; half-way the process that keeps the index is killed."""
    made, chance = new_instance(), random.Random(7)
    with Server(made, "--workers", "2") as server:
        site = Site(server.port, inside(made, "seed", "6"))
        assert until((made.data / "graph" / "current").exists)
        for turn in range(ACTIONS):
            if turn == ACTIONS // 2:
                os.kill(next(filter(is_worker, server.children)), signal.SIGKILL)
            for one in site.act(chance):
                site.check(one)
        assert any(chain(site.paths(site.names[0], one) for one in site.names[1:]))
        assert not [line for line in server.lines if "Traceback" in line or "garbled" in line]

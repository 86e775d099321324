"""Clients that write over the API and insist: a write without an answer is sent again under the same key."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

TIMEOUT_SECONDS = 30
INSIST_SECONDS = 120
BROKEN = (OSError, http.client.HTTPException, json.JSONDecodeError)


@dataclass(frozen=True)
class Acknowledged:
    """One write the server said yes to: what was done, by whom, to whom, and the invitation it was about."""

    what: str
    one: str
    two: str
    invitation: str = ""


@dataclass
class Tally:
    """What the clients saw."""

    acknowledged: list[Acknowledged] = field(default_factory=list)
    broken: int = 0
    unavailable: int = 0
    replays: int = 0
    failures: list[str] = field(default_factory=list)


class Client(threading.Thread):
    """One client with pairs of members of its own: a invites b, b accepts, a or b follows a third."""

    def __init__(
        self, number: int, port: int, tokens: Mapping[str, str], pairs: Iterator[tuple[str, str]]
    ) -> None:
        super().__init__(name=f"client {number}", daemon=True)
        self.tally = Tally()
        self.enough = threading.Event()
        self._port, self._tokens, self._pairs = port, tokens, pairs
        self._number, self._keys = number, 0
        self._line: http.client.HTTPConnection | None = None
        self.last_answer = time.monotonic()

    def run(self) -> None:
        """Write until it is enough; what was begun is brought to its end."""
        chance = random.Random(self._number)
        for one, two in self._pairs:
            if self.enough.is_set():
                break
            try:
                self._befriend(one, two, chance)
            except AssertionError as failure:
                self.tally.failures.append(str(failure))
                break
        self._hang_up()

    def _befriend(self, one: str, two: str, chance: random.Random) -> None:
        status, sent = self._insist(
            "POST", "/invitations", one, {"to": two, "context": "other", "note": "Hm."}
        )
        assert status == 201, (status, sent)
        self._note("invite", one, two, sent["id"])
        if chance.random() < 0.7:
            status, answer = self._insist("POST", f"/invitations/{sent['id']}/accept", two)
            assert (status, answer["state"]) == (200, "accepted"), (status, answer)
            self._note("accept", one, two, sent["id"])
        if chance.random() < 0.5:
            other = chance.choice(sorted(set(self._tokens) - {one}))
            status, answer = self._insist("PUT", f"/me/following/{other}", one, {})
            assert status == 200, (status, answer)
            self._note("follow", one, other)

    def _note(self, what: str, one: str, two: str, invitation: str = "") -> None:
        self.tally.acknowledged.append(Acknowledged(what, one, two, invitation))

    def _insist(self, method: str, path: str, who: str, body: Any = None) -> tuple[int, Any]:
        """Send until there is an answer that is one; the same key each time."""
        self._keys += 1
        key = f"client-{self._number}-{self._keys}"
        end = time.monotonic() + INSIST_SECONDS
        while time.monotonic() < end:
            try:
                status, answer, replayed = self._send(method, path, who, body, key)
            except BROKEN:
                self.tally.broken += 1
                self._hang_up()
                time.sleep(0.05)
                continue
            self.last_answer = time.monotonic()
            self.tally.replays += replayed
            if status == 503:
                self.tally.unavailable += 1
                time.sleep(0.2)
                continue
            assert status < 500, f"{method} {path}: {status} {answer}"
            return status, answer
        raise AssertionError(f"{method} {path}: no answer for {INSIST_SECONDS} s")

    def _send(self, method: str, path: str, who: str, body: Any, key: str) -> tuple[int, Any, bool]:
        if self._line is None:
            self._line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=TIMEOUT_SECONDS)
        headers = {
            "Authorization": f"Bearer {self._tokens[who]}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        raw = b"" if body is None else json.dumps(body).encode()
        self._line.request(method, f"/api/v1{path}", raw, headers)
        answer = self._line.getresponse()
        said = answer.read()
        replayed = answer.getheader("Idempotent-Replay") == "true"
        return answer.status, json.loads(said) if said else None, replayed

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None


def pairs_of(handles: list[str], share: int, shares: int) -> Iterator[tuple[str, str]]:
    """This share of all unordered pairs, in an order of its own: no two clients have one in common."""
    every = [(one, two) for place, one in enumerate(handles) for two in handles[place + 1 :]]
    mine = every[share::shares]
    random.Random(share).shuffle(mine)
    return iter(mine)

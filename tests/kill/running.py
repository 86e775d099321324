"""A site under load: server, spare workers, clients, mail server, and hands that kill."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from tests.conftest import Instance
from tests.console.sites import Server, is_worker
from tests.kill.load import Acknowledged, Client, Tally, pairs_of
from tests.kill.sink import Sink

SETTLING_SECONDS = 150
"""A job whose worker was killed comes back when its lease is up, after 30 seconds; it may happen twice in a row."""


def inside(instance: Instance, *arguments: str) -> Any:
    """What `tests.kill.inside` prints on this instance."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.kill.inside", *arguments],
        env=_env(instance), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _env(instance: Instance) -> dict[str, str]:
    return {
        **instance.env,
        "DJANGO_SETTINGS_MODULE": "rapport.config.settings",
        "PYTHONPATH": os.pathsep.join([instance.env["PYTHONPATH"], "."]),
    }


@dataclass
class Load:
    """Clients at work, and what they were told."""

    clients: list[Client]

    @property
    def acknowledged(self) -> list[Acknowledged]:
        """Every write that was said yes to."""
        return list(chain.from_iterable(client.tally.acknowledged for client in self.clients))

    @property
    def tallies(self) -> list[Tally]:
        """What each client saw."""
        return [client.tally for client in self.clients]

    def end(self) -> None:
        """Let each client finish what it began.

        Raises: AssertionError with what a client found wrong.
        """
        for client in self.clients:
            client.enough.set()
        for client in self.clients:
            client.join(150)
            assert not client.is_alive(), "a client hangs"
        failures = [failure for tally in self.tallies for failure in tally.failures]
        assert failures == []


@contextmanager
def load(port: int, tokens: dict[str, str], clients: int = 4) -> Iterator[Load]:
    """Clients at work until the block ends."""
    handles = sorted(tokens)
    some = [Client(one, port, tokens, pairs_of(handles, one, clients)) for one in range(clients)]
    working = Load(some)
    for client in some:
        client.start()
    try:
        yield working
    finally:
        for client in some:
            client.enough.set()
        for client in some:
            client.join(30)


@contextmanager
def hastened(instance: Instance) -> Iterator[None]:
    """Meanwhile mails about notices go out at once."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.kill.inside", "hasten"], env=_env(instance), stdin=subprocess.PIPE
    )
    try:
        yield
    finally:
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(60) == 0


@dataclass
class Workers:
    """Workers beside the one of `serve`: where one is killed the next begins, and none waits for another."""

    instance: Instance
    mail: str
    alive: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __enter__(self) -> Workers:
        """Begin two."""
        self.begin()
        self.begin()
        return self

    def __exit__(self, *_: object) -> None:
        """Let all finish the job at hand."""
        for one in self.alive:
            one.terminate()
        for one in self.alive:
            one.wait(60)

    def begin(self) -> None:
        """One more."""
        env = {**self.instance.env, "RAPPORT_SMTP_URL": self.mail}
        command = self.instance.command("worker")
        self.alive.append(subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL))

    def kill_one(self, chance: random.Random) -> None:
        """Kill -9 one of them, and begin another."""
        victim = self.alive.pop(chance.randrange(len(self.alive)))
        victim.kill()
        victim.wait()
        self.begin()


def kill_child(server: Server, kind: Callable[[int], bool]) -> bool:
    """Kill -9 one process of `serve` of this kind; False where there is none at this moment."""
    for process in server.children:
        try:
            if kind(process):
                os.kill(process, signal.SIGKILL)
                return True
        except (FileNotFoundError, ProcessLookupError):
            continue
    return False


def is_web(process: int) -> bool:
    """Whether it answers requests."""
    return not is_worker(process)


def settled(instance: Instance) -> dict[str, Any]:
    """What stands in the instance once every mail is written and every job is done.

    A request whose client has gone may commit late: its notices are brought forward in their turn.
    """
    end = time.monotonic() + SETTLING_SECONDS
    while True:
        inside(instance, "bring-forward")
        seen: dict[str, Any] = inside(instance, "look")
        open_jobs = [job for job in seen["jobs"] if job[2] in ("ready", "running")]
        if not open_jobs and not seen["unmailed"]:
            return seen
        assert time.monotonic() < end, f"jobs are stuck: {open_jobs[:5]}, {seen['unmailed']} notices unmailed"
        time.sleep(2)


def differences(acknowledged: list[Acknowledged], seen: dict[str, Any], sink: Sink) -> list[str]:
    """In sentences, what of the promise does not hold."""
    return [*_lost(acknowledged, seen), *_uncounted(seen), *_notices(seen), *_jobs(seen), *_mails(seen, sink)]


def _lost(acknowledged: list[Acknowledged], seen: dict[str, Any]) -> Iterator[str]:
    letters = {pk: (one, two, state) for pk, one, two, state in seen["invitations"]}
    connections = {tuple(pair) for pair in seen["connections"]}
    follows = {tuple(pair) for pair in seen["follows"]}
    pairs = [frozenset((one, two)) for one, two, _ in letters.values()]
    if len(set(pairs)) != len(pairs):
        yield "a pair has two invitations"
    for done in acknowledged:
        letter = letters.get(done.invitation)
        match done.what:
            case "invite" if letter is None or letter[:2] != (done.one, done.two):
                yield f"an acknowledged invitation is gone: {done}"
            case "accept" if letter is None or letter[2] != "accepted":
                yield f"an acknowledged acceptance is gone: {done}"
            case "accept" if not {(done.one, done.two), (done.two, done.one)} <= connections:
                yield f"an acknowledged connection is gone: {done}"
            case "follow" if (done.one, done.two) not in follows:
                yield f"an acknowledged follow is gone: {done}"
            case _:
                pass


def _uncounted(seen: dict[str, Any]) -> Iterator[str]:
    connections = [tuple(pair) for pair in seen["connections"]]
    follows = [tuple(pair) for pair in seen["follows"]]
    for who, counts in seen["networks"].items():
        edges = [
            sum(one == who for one, _ in connections),
            sum(one == who for one, _ in follows),
            sum(two == who for _, two in follows),
        ]
        if counts != edges:
            yield f"the counters of {who} are {counts}, its edges {edges}"
    if {(two, one) for one, two in connections} != set(connections):
        yield "a connection has one row"


def _notices(seen: dict[str, Any]) -> Iterator[str]:
    told = [tuple(one[:3]) for one in seen["notices"]]
    wanted = []
    for pk, one, two, state in seen["invitations"]:
        wanted.append((two, "invitation_received", pk))
        if state == "accepted":
            wanted += [(one, "connected", pk), (two, "connected", pk)]
    if sorted(told) != sorted(wanted):
        yield f"notices: {set(told) ^ set(wanted)} of {len(wanted)}, {len(told) - len(set(told))} twice"


def _jobs(seen: dict[str, Any]) -> Iterator[str]:
    for pk, name, state, attempts, _ in seen["jobs"]:
        if state != "done":
            yield f"the job {name} {pk} is {state} after {attempts} attempts"


def _mails(seen: dict[str, Any], sink: Sink) -> Iterator[str]:
    """Each mail that was written came at least once, under one id; each notice was written into one mail."""
    came: dict[str, set[tuple[str, str]]] = {}
    for mail in sink.mails:
        pk = mail.message_id.strip("<>").partition("@")[0]
        came.setdefault(pk, set()).add((mail.to, mail.text.replace("\r\n", "\n").strip()))
    sent = {pk: payload for pk, name, _, _, payload in seen["jobs"] if name == "mail.send"}
    if set(came) - set(sent):
        yield f"mails came that no job has sent: {set(came) - set(sent)}"
    for pk, payload in sent.items():
        if len(came.get(pk, ())) != 1:
            yield f"the mail {pk} to {payload['to']} came as {len(came.get(pk, ()))} different ones"
    told: dict[tuple[str, str], int] = {}
    for payload in sent.values():
        for line in payload["text"].splitlines():
            if "would like to connect" in line:
                told[payload["to"][0], line.strip()] = told.get((payload["to"][0], line.strip()), 0) + 1
    yield from (
        f"{line!r} was written to {to} {times} times" for (to, line), times in told.items() if times > 1
    )

"""What every test stands on: no network, time under control, both databases.

`RAPPORT_TEST_DATABASE_URL` unset means SQLite, set means PostgreSQL; `make test` runs both.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
import time_machine
from hypothesis import HealthCheck, settings
from psycopg import sql

pytest_plugins = ["tests.cast"]

SOURCE = Path(__file__).parent.parent / "src"
PURE_FOLDERS = ("rules", "architecture")
PAGE_FOLDERS = ("web", "interfaces")
PAGE_FILES = ("test_commands.py", "test_serve.py", "test_absent.py", "test_alike.py", "test_document.py")
"""Command lines, addresses, headers, what the API says of itself, and answers that give nothing away."""
LOOPBACK = {"127.0.0.1", "::1", "localhost", "0.0.0.0", "::", "testserver", ""}

settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("explore", settings.get_profile("ci"), derandomize=False, max_examples=500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands in tests/rules and tests/architecture as pure, what looks at pages alone as page."""
    for item in items:
        if any(folder in item.path.parts for folder in PURE_FOLDERS):
            item.add_marker(pytest.mark.pure)
        if item.path.name in PAGE_FILES or any(folder in item.path.parts for folder in PAGE_FOLDERS):
            item.add_marker(pytest.mark.page)


class NetworkIsOff(Exception):
    """A test tried to reach another machine."""


def _refuse_strangers(address: Any) -> None:
    host = address[0] if isinstance(address, tuple) else ""
    if isinstance(host, bytes):
        host = host.decode()
    if host not in LOOPBACK and not str(host).startswith("127."):
        raise NetworkIsOff(f"Tests reach no other machine: {address!r}")


@pytest.fixture(autouse=True, scope="session")
def _network_off() -> Iterator[None]:
    """Sockets reach this machine alone; names other than its own are not looked up."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            original = getattr(socket.socket, name)

            def guarded(self: socket.socket, *given: Any, _original: Callable[..., Any] = original) -> Any:
                _refuse_strangers(given[-1])
                return _original(self, *given)

            patch.setattr(socket.socket, name, guarded)
        look_up = socket.getaddrinfo

        def guarded_look_up(host: Any, *given: Any, **named: Any) -> Any:
            _refuse_strangers((host or "",))
            return look_up(host, *given, **named)

        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


class Clock:
    """Time in the hands of a test; it stands still until it is told to move."""

    def __init__(self, traveller: time_machine.Traveller) -> None:
        """Keep hold of the running journey through time."""
        self._traveller = traveller

    @property
    def now(self) -> datetime:
        """The moment everything in the test believes in, in UTC."""
        return datetime.now(UTC)

    def set(self, moment: datetime) -> datetime:
        """Go to `moment`, which has a time zone; gives it back."""
        self._traveller.move_to(moment, tick=False)
        return self.now

    def forward(self, **amount: float) -> datetime:
        """Let `days=`, `hours=`, `minutes=` or `seconds=` pass; gives the new moment back."""
        return self.set(self.now + timedelta(**amount))


@pytest.fixture
def clock() -> Iterator[Clock]:
    """Monday 2 March 2026, nine in the morning, standing still."""
    with time_machine.travel(datetime(2026, 3, 2, 9, tzinfo=UTC), tick=False) as traveller:
        yield Clock(traveller)


@dataclass(frozen=True)
class Instance:
    """A site of its own for tests that start real processes: an empty directory and database."""

    data: Path
    env: dict[str, str]

    def command(self, *arguments: str) -> list[str]:
        """The argument vector of `rapport …` on this instance."""
        name, *rest = arguments
        return [sys.executable, "-m", "rapport", name, "--data", str(self.data), *rest]


class Instances:
    """Makes instances on the database of this run, and removes theirs."""

    def __init__(self, place: Path) -> None:
        """Keep them in `place`, an empty directory."""
        self._place = place
        self._server = os.environ.get("RAPPORT_TEST_DATABASE_URL")
        self._made: list[str] = []
        self._pattern: str | None = None

    def new(self) -> Instance:
        """A site with nothing in it, not even a directory: what it is made of comes with its first command."""
        name = f"instance_{secrets.token_hex(4)}"
        self._made.append(name)
        env = {key: value for key, value in os.environ.items() if not key.startswith(("RAPPORT_", "DJANGO_"))}
        env |= {"PYTHONPATH": str(SOURCE), "RAPPORT_DATA": str(self._place / name)}
        if self._server:
            env["RAPPORT_DATABASE_URL"] = urlsplit(self._server)._replace(path=f"/{name}").geturl()
            pattern = sql.SQL(" TEMPLATE {}").format(sql.Identifier(self._pattern)) if self._pattern else None
            self._say("CREATE DATABASE {}", name, pattern)
        return Instance(data=self._place / name, env=env)

    def ready(self) -> Instance:
        """A site with tables and no members, copied from one that is made once: making the tables takes seconds."""
        if self._pattern is None:
            first = self.new()
            subprocess.run(
                first.command("check", "--prepare"), env=first.env, check=True, capture_output=True
            )
            self._pattern = first.data.name
        copy = self.new()
        shutil.copytree(self._place / self._pattern, copy.data)
        return copy

    def remove(self) -> None:
        """Drop their databases."""
        for name in self._made if self._server else ():
            self._say("DROP DATABASE IF EXISTS {}", name, sql.SQL(" WITH (FORCE)"))

    def _say(self, words: str, name: str, more: sql.Composable | None = None) -> None:
        assert self._server
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(sql.SQL(words).format(sql.Identifier(name)) + (more or sql.SQL("")))


@pytest.fixture(scope="session")
def instances(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instances]:
    """Instances of their own for tests that start real processes."""
    made = Instances(tmp_path_factory.mktemp("instances"))
    yield made
    made.remove()


@pytest.fixture(scope="session")
def new_instance(instances: Instances) -> Callable[[], Instance]:
    """Gives instances that are ready: tables, and nobody in them."""
    return instances.ready

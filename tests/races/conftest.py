"""A crowd of real processes on a real database, which act at the same moment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connections

from tests.people import START

HEAD_START = 0.03


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


@dataclass
class Crowd:
    """Processes that wait for commands."""

    processes: list[subprocess.Popen[str]]

    def race(self, *commands: tuple[str, dict[str, Any]]) -> list[str]:
        """Let each command run in a process of its own, all at once; the codes they end with ("" is done)."""
        assert len(commands) <= len(self.processes)
        at = time.monotonic() + HEAD_START
        for process, (call, arguments) in zip(self.processes, commands, strict=False):
            written = {name: _written(value) for name, value in arguments.items()}
            assert process.stdin
            process.stdin.write(json.dumps({"at": at, "call": call, "arguments": written}) + "\n")
            process.stdin.flush()
        codes: list[str] = []
        for process in self.processes[: len(commands)]:
            assert process.stdout
            answer = json.loads(process.stdout.readline())
            assert answer["code"] != "CRASH", answer["trace"]
            codes.append(answer["code"])
        return codes

    def many_times(self, rounds: int, one: Callable[[int], list[str]]) -> Counter[tuple[str, ...]]:
        """Run a race over and over; how often each combination of codes came out."""
        return Counter(tuple(one(number)) for number in range(rounds))


@pytest.fixture(scope="session")
def crowd(django_db_setup: None) -> Iterator[Crowd]:
    """Eight processes on the database of this run, connected and waiting."""
    name = str(connections["default"].settings_dict["NAME"])
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.races.settings",
        "RACE_DATABASE": name,
        "PYTHONPATH": os.pathsep.join(["src", "."]),
    }
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.races.runner"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=env,
        )
        for _ in range(8)
    ]
    try:
        for process in processes:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
        yield Crowd(processes)
    finally:
        for process in processes:
            assert process.stdin
            assert process.stdout
            process.stdin.close()
            process.wait(timeout=20)
            process.stdout.close()


@pytest.fixture
def now() -> datetime:
    """The moment of every race."""
    return START

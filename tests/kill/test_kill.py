"""Kill -9 under load: what was acknowledged is there, effects happen once, mails come under one id (quality 3)."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Callable

import pytest

from tests.conftest import Instance
from tests.console.sites import Server, is_worker
from tests.kill.running import (
    Load,
    Workers,
    differences,
    hastened,
    inside,
    is_web,
    kill_child,
    load,
    settled,
)
from tests.kill.sink import mail_server

pytestmark = [pytest.mark.kill, pytest.mark.xdist_group("kill")]

KILLS = int(os.environ.get("RAPPORT_TEST_KILLS", "10"))
"""How often the worker, and as often a web process, is killed: twenty moments on each database (quality 3)."""
SEED = int(os.environ.get("RAPPORT_TEST_KILLS_SEED", "1"))
MEMBERS = 40


def _kill_webs(server: Server, chance: random.Random) -> None:
    killed = 0
    while killed < KILLS:
        time.sleep(chance.uniform(0.2, 2.5))
        killed += kill_child(server, is_web)


def _kill_workers(server: Server, spare: Workers, chance: random.Random) -> None:
    """The worker of `serve` every fifth time: its supervisor waits longer from death to death."""
    killed = 0
    while killed < KILLS:
        time.sleep(chance.uniform(0.2, 2.5))
        if killed % 5 == 0 and kill_child(server, is_worker):
            killed += 1
        else:
            spare.kill_one(chance)
            killed += 1


def test_killed_at_random_moments_nothing_is_lost(new_instance: Callable[[], Instance]) -> None:
    """Web and worker processes killed `KILLS` times each while clients write and mails go out."""
    instance, chance = new_instance(), random.Random(SEED)
    with (
        mail_server() as sink,
        Server(instance, "--workers", "2", RAPPORT_SMTP_URL=sink.url) as server,
        Workers(instance, sink.url) as spare,
    ):
        tokens = inside(instance, "seed", str(MEMBERS))
        with hastened(instance), load(server.port, tokens) as working:
            webs = threading.Thread(target=_kill_webs, args=(server, random.Random(SEED + 1)))
            webs.start()
            _kill_workers(server, spare, chance)
            webs.join()
            working.end()
        seen = settled(instance)
        found = differences(working.acknowledged, seen, sink)
    _tell(working, seen, len(sink.mails), len({mail.message_id for mail in sink.mails}))
    assert found == []
    assert len(working.acknowledged) > KILLS
    assert sum(tally.broken for tally in working.tallies) > 0, "no client ever noticed a kill"


def _tell(working: Load, seen: dict[str, list[object]], mails: int, different: int) -> None:
    broken = sum(tally.broken for tally in working.tallies)
    replays = sum(tally.replays for tally in working.tallies)
    print(  # noqa: T201 (pytest keeps it, and shows it where the test fails or -s asks)
        f"{len(working.acknowledged)} writes acknowledged, {broken} lines broken, {replays} answers replayed, "
        f"{len(seen['jobs'])} jobs, {mails} mails of which {different} different"
    )


def test_sigterm_in_mid_load_ends_in_good_order(new_instance: Callable[[], Instance]) -> None:
    """What was acknowledged is there, no client gets a 5xx, all ends within ten seconds."""
    instance = new_instance()
    with Server(instance, "--workers", "2") as server:
        tokens = inside(instance, "seed", "12")
        with load(server.port, tokens) as working:
            time.sleep(2)
            children = server.children
            for client in working.clients:
                client.enough.set()
            status, seconds = server.stop(signal.SIGTERM)
            assert (status, seconds < 10) == (0, True), seconds
            assert [one for one in children if os.path.exists(f"/proc/{one}")] == []  # noqa: PTH110 (a pid)
            acknowledged = working.acknowledged
            unanswered = [tally.unavailable for tally in working.tallies]
            with Server(instance, "--workers", "1") as again:
                for client in working.clients:
                    client._port = again.port
                working.end()
                seen = inside(instance, "look")
    letters = {one[0] for one in seen["invitations"]}
    assert {done.invitation for done in acknowledged if done.what == "invite"} <= letters
    assert unanswered == [0] * len(unanswered)
    assert len(acknowledged) > 0

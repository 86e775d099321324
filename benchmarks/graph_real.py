"""Kernel, twin and SQL give the same answers on real graphs, before and during a random stream of writes.

The files lie in the folder that BENCH_GRAPHS names (edges as `a b` a line); two more processes ask meanwhile.
"""

from __future__ import annotations

import django

django.setup()

import multiprocessing  # noqa: E402 (the apps have to be ready first)
import os  # noqa: E402
import random  # noqa: E402
import threading  # noqa: E402
import time  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

import numpy as np  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from benchmarks import graph_filled  # noqa: E402
from benchmarks.graph_made import Made  # noqa: E402
from benchmarks.measure import write  # noqa: E402
from rapport.kernel.clock import now  # noqa: E402
from rapport.people.actors import actions as actors  # noqa: E402
from rapport.people.ties import actions as ties  # noqa: E402
from rapport.people.ties.models import Connection, Network  # noqa: E402
from rapport.projections.graph import actions  # noqa: E402
from rapport.projections.graph.queries import Graph, engine  # noqa: E402
from rapport.projections.graph.rules import Weighing  # noqa: E402
from rapport.projections.graph.sql import SqlGraph  # noqa: E402
from rapport.projections.graph.twin import Twin  # noqa: E402

FILES = ("fb100-JohnsHopkins55.txt", "ego-facebook.txt")
VIEWERS, OTHERS, WRITES = 40, 12, 400


def main() -> None:
    """Fill, compare, write and compare, while others read."""
    call_command("migrate", verbosity=0)
    made = _read(Path(os.environ["BENCH_GRAPHS"]))
    graph_filled.fill(made)
    known = np.bincount(np.concatenate([made.low, made.high]), minlength=made.members).tolist()
    Network.objects.bulk_create(
        [Network(actor_id=one + 1, connections=count) for one, count in enumerate(known)], batch_size=5_000
    )
    stop = threading.Event()
    follower = threading.Thread(
        target=actions.keep_following, args=(Path(settings.GRAPH_DIR), stop), daemon=True
    )
    follower.start()
    while not (Path(settings.GRAPH_DIR) / "current").exists():
        time.sleep(0.1)
    chance = random.Random(4)
    asked = Compared(made.members)
    for viewer in chance.sample(range(1, made.members + 1), VIEWERS):
        asked.compare(viewer, chance)
    before = asked.answers
    fork = multiprocessing.get_context("fork")
    enough, reads = fork.Event(), fork.Value("q", 0)
    connection.close()
    readers = [fork.Process(target=_read_on, args=(made.members, enough, reads, seed)) for seed in (1, 2)]
    for reader in readers:
        reader.start()
    for turn in range(WRITES):
        ends = _write(made.members, chance)
        if turn % 10 == 0:
            for viewer in ends:
                asked.compare(viewer, chance)
    enough.set()
    for reader in readers:
        reader.join()
    stop.set()
    follower.join()
    figures = {
        "members": made.members, "connections": len(made.low), "answers": before,
        "answers_during_writes": asked.answers - before, "writes": WRITES, "reads_meanwhile": reads.value,
        "readers_failed": sum(reader.exitcode != 0 for reader in readers), "differences": asked.differences,
    }  # fmt: skip
    print(figures)
    write("graph_real", figures)
    assert not asked.differences


class Compared:
    """Three ways to the same answers."""

    def __init__(self, members: int) -> None:
        """Look at the index of this instance."""
        self.answers, self.differences = 0, 0
        place = Path(settings.GRAPH_DIR)
        self._members = members
        self._ways: tuple[Any, ...] = (Graph(place, engine), Graph(place, Twin), SqlGraph())

    def compare(self, viewer: int, chance: random.Random) -> None:
        """Everything the graph can be asked for one viewer, and about some others."""
        others = chance.sample(range(1, self._members + 1), OTHERS)
        told = [_answers(way, viewer, others) for way in self._ways]
        self.answers += len(told[0])
        self.differences += sum(not one == two == three for one, two, three in zip(*told, strict=True))


def _answers(graph: Any, viewer: int, others: list[int]) -> list[Any]:
    found = [graph.closeness(viewer, others), graph.second_degree(viewer), graph.reach(viewer)]
    found += [
        graph.candidates(viewer, leave_out=others[:2], weighing=weighing, room=20) for weighing in Weighing
    ]
    for other in others:
        found += [graph.mutuals(viewer, other), graph.mutual_count(viewer, other)]
        found.append(list(graph.paths(viewer, other, longest=3, room=30)))
    return found


def _write(members: int, chance: random.Random) -> tuple[int, int]:
    """Connect or part two, block or unblock, suspend or bring back one."""
    one, other = chance.sample(range(1, members + 1), 2)
    if chance.random() < 0.5:  # somebody near, so that what is there changes too
        near = list(Connection.objects.filter(owner_id=one).values_list("other_id", flat=True)[:50])
        other = chance.choice(near) if near else other
    dice = chance.random()
    with transaction.atomic():
        if dice < 0.1:
            (actors.suspend if chance.random() < 0.5 else actors.restore)(actor_id=other)
        elif dice < 0.2:
            ties.end_block(owner=one, other=other) or ties.put_block(owner=one, other=other, now=now())
        elif not ties.end_connection(one=one, two=other):
            ties.put_connection(one=one, two=other, context="", now=now(), cap=30_000)
    return one, other


def _read_on(members: int, enough: Any, reads: Any, seed: int) -> None:
    """Ask on, in a process of its own; whatever is garbled ends it."""
    graph, chance = Graph(Path(settings.GRAPH_DIR)), random.Random(seed)
    while not enough.is_set():
        viewer, *others = chance.sample(range(1, members + 1), 20)
        near = graph.closeness(viewer, others)
        assert all((one.degree == 2) <= (one.mutual_count > 0) for one in near.values())
        with reads.get_lock():
            reads.value += len(near)


def _read(folder: Path) -> Made:
    """The graphs side by side, numbered on."""
    low, high, members = [], [], 0
    for name in FILES:
        ends = np.loadtxt(folder / name, dtype=np.int64)
        numbers = np.unique(ends)
        ends = np.searchsorted(numbers, ends) + members
        keys = np.unique(np.minimum(*ends.T) * 10**9 + np.maximum(*ends.T))
        low.append(keys // 10**9)
        high.append(keys % 10**9)
        members += len(numbers)
    none = np.empty(0, dtype=np.int64)
    return Made(members, np.concatenate(low), np.concatenate(high), {}, none, (none, none))


if __name__ == "__main__":
    main()

"""What the graph takes of memory in a process that reads it, and how soon such a process sees a write."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.graph_made import Made
from rapport.kernel.arrays import mapped
from rapport.kernel.changelog.rules import Position
from rapport.projections.graph.building import Facts, Pairs
from rapport.projections.graph.generation import CONNECTIONS
from rapport.projections.graph.standing import Standing
from rapport.projections.graph.store import Reader, Writer

WRITES = 2_000

_READS = """
import json, sys
import django
django.setup()
from pathlib import Path
from benchmarks import graph_memory
from rapport.projections.graph import native
from rapport.projections.graph.arrays import plain
from rapport.projections.graph.queries import engine, weights
from rapport.projections.graph.rules import Weighing
from rapport.projections.graph.store import Reader
before = graph_memory.private_kb()
asked = engine(plain(Reader(Path(sys.argv[1])).generation()))
asked.closeness(int(sys.argv[2]), list(range(1, 2000)))
asked.candidates(int(sys.argv[2]), (), weights(Weighing.ADAMIC_ADAR), 20)
print(json.dumps({"private_before": before, "private": graph_memory.private_kb(), "shared": graph_memory.mapped_kb()}))
"""


def private_kb() -> int:
    """Memory of this process that no other has and no file holds, in kB."""
    return _field("/proc/self/smaps_rollup", "Anonymous:")


def mapped_kb() -> dict[str, int]:
    """Resident kB of each mapped file of the graph."""
    found: dict[str, int] = {}
    name = ""
    for line in Path("/proc/self/smaps").read_text().splitlines():
        fields = line.split()
        if "-" in fields[0] and len(fields) > 5:
            name = fields[5]
        elif "-" in fields[0]:
            name = ""
        elif fields[0] == "Rss:" and "/generation-" in name:
            found[Path(name).name] = found.get(Path(name).name, 0) + int(fields[1])
    return found


def _field(path: str, name: str) -> int:
    lines = Path(path).read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(name))


def measure(directory: Path, actor_id: int, made: Made) -> dict[str, Any]:
    """Shared and private memory of a process of its own that has looked everything through."""
    told = subprocess.run(
        [sys.executable, "-c", _READS, str(directory), str(actor_id)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    found = json.loads(told)
    shared = found.pop("shared")
    rows = shared.get("connections.rows", 0)
    members = sum(shared.get(name, 0) for name in ("connections.words", "ids", "numbers"))
    return {
        "shared_mb": round(sum(shared.values()) / 1024, 1),
        "private_mb_of_a_worker": round(found["private"] / 1024, 1),
        "of_it_for_the_graph": round((found["private"] - found["private_before"]) / 1024, 1),
        "bytes_a_connection": round(rows * 1024 / len(made.low), 2),
        "bytes_a_member": round(members * 1024 / made.members, 2),
        "files_kb": shared,
    }


def freshness() -> dict[str, Any]:
    """Microseconds from before a connection is written until another process sees it, on a small graph."""
    with tempfile.TemporaryDirectory() as place:
        directory = Path(place) / "graph"
        clock = Path(place) / "clock"
        mapped.write(clock, np.zeros(WRITES + 2, dtype=np.float64), room=0)
        writer = Writer(directory)
        low = np.arange(1, 2_000, dtype=np.int64)
        nothing = np.empty(0, dtype=np.int64)
        pairs = Pairs(nothing, nothing, both=False)
        writer.build(
            Facts(Pairs(low, low + 1, both=True), pairs, pairs, nothing), Position(0, 0, uuid.uuid4())
        )
        seen = mapped.open_array(clock, np.float64, writes=True)
        reader = get_context("fork").Process(target=_watch, args=(directory, clock))
        reader.start()
        while not seen[-1]:
            time.sleep(0.001)
        wrote = np.zeros(WRITES)
        position = writer.generation.position
        assert position is not None
        for turn in range(WRITES):
            standing = Standing({CONNECTIONS: {(1, 1_000): turn % 2 == 0}})
            wrote[turn] = time.perf_counter()
            writer.take_in(standing, position)
            while not seen[turn]:
                pass
        reader.join()
        taken = np.sort((seen[:WRITES] - wrote) * 1e6)
        writer.close()
    return {
        "p50_us": round(float(taken[WRITES // 2]), 1),
        "p99_us": round(float(taken[int(WRITES * 0.99)]), 1),
        "times": WRITES,
    }


def _watch(directory: Path, clock: Path) -> None:
    generation = Reader(directory).generation()
    assert generation is not None
    seen = mapped.open_array(clock, np.float64, writes=True)
    words = generation.rows[CONNECTIONS].words
    number = generation.number(1)
    last = int(words[number])
    seen[-1] = 1
    for turn in range(WRITES):
        while (now := int(words[number])) == last:
            pass
        seen[turn] = time.perf_counter()
        last = now

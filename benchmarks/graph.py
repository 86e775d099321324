"""The graph: kernel, numpy, the database and the increment floor on one seeded network, in one run.

SCALE=full makes the million members and 24.2 million connections of quality.md 7; otherwise a twentieth.
"""

from __future__ import annotations

import django

django.setup()

import ctypes  # noqa: E402 (the apps have to be ready first)
import os  # noqa: E402
import shutil  # noqa: E402
import statistics  # noqa: E402
import subprocess  # noqa: E402
import sys  # noqa: E402
import tempfile  # noqa: E402
import time  # noqa: E402
from collections.abc import Callable  # noqa: E402
from functools import partial  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

import numpy as np  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from benchmarks import graph_filled, graph_memory  # noqa: E402
from benchmarks.graph_made import CONNECTIONS, MEMBERS, Made, make  # noqa: E402
from benchmarks.measure import write  # noqa: E402
from rapport.projections.graph import actions, edges, native  # noqa: E402
from rapport.projections.graph.arrays import plain  # noqa: E402
from rapport.projections.graph.generation import CONNECTIONS as ROWS  # noqa: E402
from rapport.projections.graph.native import Native  # noqa: E402
from rapport.projections.graph.queries import Graph, weights  # noqa: E402
from rapport.projections.graph.rules import Weighing  # noqa: E402
from rapport.projections.graph.sql import SqlGraph  # noqa: E402
from rapport.projections.graph.store import Reader, Writer  # noqa: E402
from rapport.projections.graph.twin import Twin  # noqa: E402

SMALLER = 20
PAGE = 20
SECONDS_EACH = 2.0
MOST_TIMES = 2_000
TURNS = 60
CHANGED = 0.07

Figures = dict[str, Any]


def main() -> None:
    """Build, ask, change, ask again."""
    full = os.environ.get("SCALE") == "full"
    scale = 1 if full else SMALLER
    call_command("migrate", verbosity=0)
    made = make(MEMBERS // scale, CONNECTIONS // scale)
    began = time.perf_counter()
    graph_filled.fill(made)
    figures: Figures = {
        "members": made.members, "connections": len(made.low), "filled_s": _since(began), **_build()
    }  # fmt: skip
    _show("built", figures)
    figures["memory"] = graph_memory.measure(settings.GRAPH_DIR, max(made.viewers.values()) + 1, made)
    _show("memory", figures["memory"])
    figures["freshness"] = graph_memory.freshness()
    _show("freshness", figures["freshness"])
    figures["questions"] = _questions(made)
    figures["after changes"] = _after_changes(made)
    _show("after changes", figures["after changes"])
    write("graph", figures)


def _build() -> Figures:
    """Seconds for reading the database and for the rest, and for opening what was built."""
    writer = Writer(settings.GRAPH_DIR)
    began = time.perf_counter()
    edges.facts(lambda _: None)
    reading = _since(began)
    began = time.perf_counter()
    actions.rebuild(writer)
    rebuilding = _since(began)
    began = time.perf_counter()
    writer.compact()
    compacting = _since(began)
    writer.close()
    began = time.perf_counter()
    Reader(settings.GRAPH_DIR).generation()
    return {
        "reading_s": reading, "rebuild_s": rebuilding, "compact_s": compacting, "open_s": _since(began)
    }  # fmt: skip


def _questions(made: Made) -> dict[str, Figures]:
    generation = _opened(settings.GRAPH_DIR)
    kernel = native.library()
    arrays = plain(generation)
    engines: dict[str, Any] = {} if kernel is None else {"kernel": Native(kernel, arrays)}
    engines["numpy"] = Twin(arrays)
    floor = _floor(generation)
    chance = np.random.default_rng(1)
    found: dict[str, Figures] = {}
    for size, viewer in sorted(made.viewers.items()):
        second = engines["numpy"].second(viewer + 1)
        pages = [_page(chance, made, second) for _ in range(MOST_TIMES)]
        one: Figures = {}
        for name, engine in engines.items():
            one |= {f"{name} {what}": figure for what, figure in _asked(engine, viewer + 1, pages).items()}
        one |= _by_the_site(viewer + 1, pages)
        if floor is not None and kernel is not None:
            one |= _to_floor(floor, generation.number(viewer + 1), engines["kernel"], viewer + 1)
            one["database to kernel"] = round(
                one["database candidates"]["p50_us"] / one["kernel candidates"]["p50_us"]
            )
        found[str(size)] = one
        _show(f"{size} connections", one)
    return found


def _asked(engine: Any, actor_id: int, pages: list[list[int]]) -> Figures:
    """What one engine takes for each question of one viewer."""
    weighed = weights(Weighing.ADAMIC_ADAR)
    return {
        "candidates": _times(lambda _: engine.candidates(actor_id, (), weighed, PAGE)),
        "degrees": _times(lambda turn: engine.closeness(actor_id, pages[turn % MOST_TIMES])),
        "mutual": _times(lambda turn: engine.mutual_count(actor_id, pages[turn % MOST_TIMES][0])),
        "paths": _times(lambda turn: engine.paths(actor_id, pages[turn % MOST_TIMES][-1], 6, 12)),
    }


def _by_the_site(actor_id: int, pages: list[list[int]]) -> Figures:
    """The same with what a page adds, the reading of the log; and by the database alone."""
    graph, sql = Graph(settings.GRAPH_DIR), SqlGraph()
    return {
        "with the log, degrees": _times(lambda turn: graph.closeness(actor_id, pages[turn % MOST_TIMES])),
        "database degrees": _times(lambda turn: sql.closeness(actor_id, pages[turn % MOST_TIMES])),
        "database candidates": _times(lambda _: graph_filled.candidates(actor_id)),
    }


def _to_floor(floor: Callable[[int], int], number: int, kernel: Any, actor_id: int) -> Figures:
    """Candidates and the increments they cannot do without, by turns: other work on the machine slows both."""
    weighed = weights(Weighing.ADAMIC_ADAR)
    least, most = _by_turns(lambda: floor(number), lambda: kernel.candidates(actor_id, (), weighed, PAGE))
    return {
        "edges from friends": floor(number),
        "floor": round(statistics.median(least), 1),
        "candidates to floor": round(statistics.median(most) / statistics.median(least), 2),
        "candidates to floor, least of each": round(min(most) / min(least), 2),
    }


def _by_turns(*asked: Callable[[], object]) -> list[list[float]]:
    """Microseconds of each, taken by turns: other work on the machine slows all alike."""
    taken: list[list[float]] = [[] for _ in asked]
    for _ in range(TURNS):
        for ask, times in zip(asked, taken, strict=True):
            began = time.perf_counter()
            ask()
            times.append((time.perf_counter() - began) * 1e6)
    return taken


def _page(chance: np.random.Generator, made: Made, second: Any) -> list[int]:
    """Twenty people as a page shows them: half are near, half anybody."""
    near = chance.choice(second, PAGE // 2).tolist() if len(second) else []
    return near + (chance.integers(0, made.members, PAGE - len(near)) + 1).tolist()


def _after_changes(made: Made) -> Figures:
    """How much longer a question takes after some of the rows have been written anew, each by itself."""
    kernel = native.library()
    if kernel is None:
        return {}
    place = Path(tempfile.mkdtemp(dir=settings.DATA_DIR))
    shutil.copytree(settings.GRAPH_DIR, place / "graph")
    writer = Writer(place / "graph")
    writer.open()
    rows = writer.generation.rows[ROWS]
    changed = np.random.default_rng(7).permutation(made.members)[: int(made.members * CHANGED)]
    began = time.perf_counter()
    for number in changed.tolist():
        if number < writer.generation.members:
            rows.put(number, rows.row(number).copy())
    wrote = time.perf_counter() - began
    fresh, stale = (Native(kernel, plain(one)) for one in (_opened(settings.GRAPH_DIR), writer.generation))
    weighed = weights(Weighing.ADAMIC_ADAR)
    figures: Figures = {"us a row": round(wrote / len(changed) * 1e6, 2), "tail taken": round(rows.taken, 3)}
    for size, viewer in sorted(made.viewers.items()):
        before, after = _by_turns(
            partial(fresh.candidates, viewer + 1, (), weighed, PAGE),
            partial(stale.candidates, viewer + 1, (), weighed, PAGE),
        )
        ratio = statistics.median(after) / statistics.median(before)
        figures[f"{size} candidates, ratio to fresh"] = round(ratio, 2)
    writer.close()
    shutil.rmtree(place)
    return figures


def _opened(directory: Path) -> Any:
    generation = Reader(directory).generation()
    assert generation is not None
    return generation


def _floor(generation: Any) -> Callable[[int], int] | None:
    """One counter increment for each edge from a friend, compiled here; None without a compiler."""
    built = Path(tempfile.mkdtemp()) / "floor.so"
    source = Path(__file__).parent / "floor.c"
    try:
        subprocess.run(["cc", "-O3", "-shared", "-fPIC", str(source), "-o", str(built)], check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    increments = ctypes.CDLL(str(built)).floor_increments
    increments.restype = ctypes.c_uint64
    increments.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p]
    counters = np.zeros(generation.capacity, dtype=np.uint32)
    rows = generation.rows[ROWS]
    return lambda number: int(
        increments(rows.words.ctypes.data, rows.heap.ctypes.data, number, counters.ctypes.data)
    )


def _times(ask: Callable[[int], object]) -> dict[str, float]:
    """Median and 99th percentile in microseconds, over two seconds and at least one turn."""
    taken: list[float] = []
    ends = time.perf_counter() + SECONDS_EACH
    while not taken or (len(taken) < MOST_TIMES and time.perf_counter() < ends):
        began = time.perf_counter()
        ask(len(taken))
        taken.append((time.perf_counter() - began) * 1e6)
    taken.sort()
    return {
        "p50_us": round(taken[len(taken) // 2], 2),
        "p99_us": round(taken[min(len(taken) - 1, int(len(taken) * 0.99))], 2),
        "times": len(taken),
    }


def _since(began: float) -> float:
    return round(time.perf_counter() - began, 2)


def _show(what: str, figures: Figures) -> None:
    print(f"-- {what}", file=sys.stderr)
    for name, figure in figures.items():
        told = (
            f"{figure['p50_us']:>12,.1f} {figure['p99_us']:>12,.1f} us ({figure['times']})"
            if isinstance(figure, dict) and "p50_us" in figure
            else figure
        )
        print(f"   {name:<34} {told}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()

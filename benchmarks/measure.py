"""Reading figures off a run, and writing them down."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"


def machine() -> dict[str, Any]:
    """What this machine is, as far as it matters for figures."""
    model = next(
        (line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), ""
    )
    return {"cores": os.cpu_count(), "processor": model, "python": platform.python_version()}


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines()


def cost(once: Callable[[int], object], *, times: int, warm: int = 3) -> dict[str, float]:
    """Milliseconds of CPU and of wall clock that `once(number)` takes: median, 99th percentile, over `times`."""
    for number in range(warm):
        once(-1 - number)
    cpu, wall = [], []
    for number in range(times):
        started, began = time.process_time(), time.perf_counter()
        once(number)
        cpu.append((time.process_time() - started) * 1000)
        wall.append((time.perf_counter() - began) * 1000)
    return {
        "cpu_ms": round(statistics.median(cpu), 3),
        "wall_ms": round(statistics.median(wall), 3),
        "wall_p99_ms": round(sorted(wall)[min(len(wall) - 1, int(len(wall) * 0.99))], 3),
        "times": times,
    }


def with_ratios(figures: Mapping[str, dict[str, float]], to: str) -> dict[str, dict[str, float]]:
    """The figures, each with its CPU as a ratio to the figure called `to` in the same run."""
    floor = figures[to]["cpu_ms"]
    return {name: {**one, "ratio": round(one["cpu_ms"] / floor, 2)} for name, one in figures.items()}


def write(name: str, figures: Mapping[str, Any]) -> None:
    """Write `benchmarks/results/NAME-DATABASE.json`, and show it."""
    RESULTS.mkdir(exist_ok=True)
    full = f"{name}-{os.environ['BENCH_DATABASE']}"
    written = {"name": full, "machine": machine(), "figures": figures}
    (RESULTS / f"{full}.json").write_text(json.dumps(written, indent=2) + "\n")
    print(json.dumps(written, indent=2))


def memory_kb(pids: list[int]) -> int:
    """Proportional set size of these processes together, in kB."""
    total = 0
    for pid in pids:
        total += next(
            int(line.split()[1]) for line in _lines(f"/proc/{pid}/smaps_rollup") if line.startswith("Pss:")
        )
    return total


def descendants(pid: int) -> list[int]:
    """The process and all that came from it, whichever of its threads began them."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
                fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
                parents[int(folder.name)] = int(fields[1])
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def listening(pids: list[int]) -> list[int]:
    """Those of these processes that listen to somebody: they answer requests, the others do jobs."""
    return [pid for pid in pids if _sockets(pid) & _heard(pid)]


def _sockets(pid: int) -> set[str]:
    return {path.readlink().name for path in Path(f"/proc/{pid}/fd").iterdir() if path.is_symlink()}


def _heard(pid: int) -> set[str]:
    fields = [line.split() for line in _lines(f"/proc/{pid}/net/tcp")[1:]]
    return {f"socket:[{one[9]}]" for one in fields if one[3] == "0A"}


def cpu_seconds(pids: list[int]) -> float:
    """User and system time these processes have used."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")

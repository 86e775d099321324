"""The files of the graph: torn rows, killed writers, two writers, truncated and garbled files (quality 3)."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rapport.kernel.arrays import generations
from rapport.kernel.arrays import rows as mapped_rows
from rapport.kernel.arrays.generations import CLEAN, Unusable
from rapport.kernel.arrays.rows import NoRoom
from rapport.kernel.arrays.store import WriterPresent
from rapport.kernel.changelog.rules import Position
from rapport.projections.graph import generation
from rapport.projections.graph.generation import CONNECTIONS
from rapport.projections.graph.standing import Standing
from rapport.projections.graph.store import Reader, Writer
from tests.graph.made import START, built, facts

pytestmark = pytest.mark.pure

_fork = multiprocessing.get_context("fork")
EDGES = {(one, other) for one in range(1, 30) for other in range(one + 1, 30) if (one * other) % 3 == 0}


def _position(turn: int) -> Position:
    return Position(turn, turn, START.mark)


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    """Two writers by mistake: the second is told so, and may begin once the first has ended."""
    first = built(tmp_path / "graph", facts(EDGES))
    with pytest.raises(WriterPresent):
        Writer(tmp_path / "graph")
    first.close()
    second = Writer(tmp_path / "graph")
    second.open()
    assert second.generation.position == START
    second.close()


def _write_runs(directory: Path, ready: Any, stop: Any) -> None:
    """Give members rows that are runs of numbers one after another, each from elsewhere and of another length."""
    writer = Writer(directory)
    writer.open()
    chance = random.Random(2)
    rows = writer.generation.rows[CONNECTIONS]
    ready.set()
    while not stop.is_set():
        for _ in range(500):
            first, length = chance.randrange(1000), chance.randrange(1, 40)
            try:
                rows.put(chance.randrange(20), np.arange(first, first + length, dtype=np.uint32))
            except NoRoom:
                stop.set()
                break


def _read_runs(directory: Path, reads: int, torn: Any) -> None:
    """Count the rows that are no run: parts of two."""
    found = Reader(directory).generation()
    assert found is not None
    rows = found.rows[CONNECTIONS]
    seen = set()
    for turn in range(reads):
        row = rows.row(turn % 20)
        if len(row) and (row[-1] - row[0] != len(row) - 1 or row[len(row) // 2] - row[0] != len(row) // 2):
            torn.value += 1
        seen.add(len(row))
    if len(seen) < 10:
        torn.value += 1_000_000  # nobody wrote meanwhile


def test_no_row_is_ever_torn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """quality 7: readers need no lock; two processes read a million rows while a third writes."""
    monkeypatch.setattr("rapport.projections.graph.building.SPARE_AT_LEAST", 1 << 26)
    built(tmp_path / "graph", facts({(one, one + 1) for one in range(1, 1100)})).close()
    ready, stop, torn = _fork.Event(), _fork.Event(), _fork.Value("q", 0)
    writer = _fork.Process(target=_write_runs, args=(tmp_path / "graph", ready, stop))
    writer.start()
    assert ready.wait(10)
    time.sleep(0.05)
    reads = int(os.environ.get("RAPPORT_TEST_READS", "500000"))
    readers = [_fork.Process(target=_read_runs, args=(tmp_path / "graph", reads, torn)) for _ in range(2)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
        assert reader.exitcode == 0
    stop.set()
    writer.join()
    assert torn.value == 0


def _steps(turn: int) -> Standing:
    chance = random.Random(turn)
    pairs = {tuple(sorted(chance.sample(range(1, 40), 2))): chance.random() < 0.6 for _ in range(3)}
    return Standing({CONNECTIONS: pairs}, {chance.randrange(1, 40): chance.random() < 0.3})  # type: ignore[dict-item]


def _write_on(directory: Path, begun: Any) -> None:
    writer = Writer(directory)
    writer.open()
    position = writer.generation.position
    assert position is not None
    turn = position.horizon
    begun.set()
    while True:
        turn += 1
        writer.take_in(_steps(turn), _position(turn))
        if turn % 40 == 0:
            writer.compact()


@pytest.mark.kill
def test_a_killed_writer_leaves_what_it_said(tmp_path: Path) -> None:
    """Kill -9 at random moments: the next writer finds everything up to the position that was told."""
    directory = tmp_path / "graph"
    built(directory, facts(EDGES)).close()
    chance = random.Random(11)
    for _ in range(6):
        begun = _fork.Event()
        process = _fork.Process(target=_write_on, args=(directory, begun))
        process.start()
        assert begun.wait(10)
        time.sleep(chance.uniform(0.01, 0.15))
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        writer = Writer(directory)
        try:
            writer.open()
        except Unusable as reason:  # between the bitmap of who is gone and the checksum over it
            assert "gone" in str(reason)
            writer.build(facts(_model(0)), START)
        position = writer.generation.position
        assert position is not None
        expected, ahead = _model(position.horizon), set(_steps(position.horizon + 1).pairs[CONNECTIONS])
        found = _edges(writer)
        assert {pair for pair in found if pair not in ahead} == expected - ahead
        writer.close()
        assert Reader(directory).generation() is not None


def _model(turns: int) -> set[tuple[int, int]]:
    edges = set(EDGES)
    for turn in range(1, turns + 1):
        for pair, so in _steps(turn).pairs[CONNECTIONS].items():
            (edges.add if so else edges.discard)(pair)
    return edges


def _edges(writer: Writer) -> set[tuple[int, int]]:
    held = writer.generation
    rows = held.rows[CONNECTIONS]
    found = {
        (int(held.ids[number]), int(held.ids[other]))
        for number in range(held.members)
        for other in rows.row(number).tolist()
    }
    one_way = {(one, two) for one, two in found if one < two}
    return one_way


def _cut(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 8)


def _flip(path: Path) -> None:
    """Change one bit that says something; in `places`, of the position."""
    data = bytearray(path.read_bytes())
    telling = [number for number, byte in enumerate(data) if byte]
    place = telling[-1 if path.name == "places" else 0]
    data[place] ^= 4
    path.write_bytes(data)


def _overwrite(path: Path) -> None:
    path.write_bytes(os.urandom(path.stat().st_size))


NAMES = (
    "connections.rows", "connections.words", "follows.rows", "bars.words", "numbers", "ids", "gone", "places",
    "meta.json",
)  # fmt: skip


@pytest.mark.parametrize("damage", [_cut, _flip, _overwrite, Path.unlink])
@pytest.mark.parametrize("name", NAMES)
def test_damaged_files_are_noticed(name: str, damage: Callable[[Path], None], tmp_path: Path) -> None:
    """Truncated, garbled, missing: whoever opens it refuses, reader and writer alike."""
    directory = tmp_path / "graph"
    writer = built(directory, facts(EDGES, {(1, 2)}, {(1, 2)}, {3}))
    writer.take_in(_steps(1), _position(1))
    writer.close()
    damage(directory / "generation-1" / name)
    assert Reader(directory).generation() is None
    again = Writer(directory)
    with pytest.raises(Unusable):
        again.open()
    again.build(facts(EDGES), START)
    assert Reader(directory).generation() is not None
    again.close()


@pytest.mark.parametrize("name", ["connections.rows", "follows.words", "gone", "places"])
def test_files_cut_off_while_in_use(name: str, tmp_path: Path) -> None:
    """To touch what is not there any more would end the process: readers let go of it, the writer builds anew."""
    writer, reader = built(tmp_path / "graph", facts(EDGES)), Reader(tmp_path / "graph")
    assert reader.generation() is not None
    os.truncate(tmp_path / "graph" / "generation-1" / name, 0)
    assert reader.generation() is None
    with pytest.raises(Unusable, match="cut off"):
        writer.check(thoroughly=False)
    writer.build(facts(EDGES), START)
    assert Reader(tmp_path / "graph").generation() is not None
    writer.close()


def test_a_directory_taken_away_while_in_use(tmp_path: Path) -> None:
    """Its lock would keep nobody off: the writer lets go, tells the readers, and another may begin."""
    writer, reader = built(tmp_path / "graph", facts(EDGES)), Reader(tmp_path / "graph")
    held = reader.generation()
    assert held is not None
    shutil.rmtree(tmp_path / "graph")
    assert not writer.locked
    writer.close()
    assert held.superseded
    assert reader.generation() is None
    built(tmp_path / "graph", facts(EDGES)).close()
    assert Reader(tmp_path / "graph").generation() is not None


@pytest.mark.parametrize("thoroughly", [False, True])
def test_files_overwritten_or_taken_away_while_in_use(thoroughly: bool, tmp_path: Path) -> None:
    """The first is found once a minute, the second at once."""
    writer = built(tmp_path / "graph", facts(EDGES))
    writer.check(thoroughly=True)
    if thoroughly:
        _flip(tmp_path / "graph" / "generation-1" / "connections.rows")
    else:
        shutil.rmtree(tmp_path / "graph" / "generation-1")
    with pytest.raises(Unusable):
        writer.check(thoroughly=thoroughly)
    writer.close()


def test_a_machine_that_stopped_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was in memory alone may be lost in any order, so an index that was not closed is built anew."""
    directory = tmp_path / "graph"
    writer = built(directory, facts(EDGES))
    assert not writer.generation.places[CLEAN]
    assert Reader(directory).generation() is not None
    monkeypatch.setattr(generations, "boot", lambda: (1, 2))
    assert Reader(directory).generation() is None
    monkeypatch.undo()
    writer.close()
    monkeypatch.setattr(generations, "boot", lambda: (1, 2))
    assert Reader(directory).generation() is not None


def test_another_format_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    directory = tmp_path / "graph"
    built(directory, facts(EDGES)).close()
    monkeypatch.setattr(generation, "FORMAT", generation.FORMAT + 1)
    with pytest.raises(Unusable, match="format"):
        generation.open_generation(directory / "generation-1")


def test_readers_notice_a_new_generation(tmp_path: Path) -> None:
    writer = built(tmp_path / "graph", facts(EDGES))
    reader = Reader(tmp_path / "graph")
    first = reader.generation()
    assert reader.generation() is first
    writer.compact()
    second = reader.generation()
    assert second is not None
    assert second is not first
    assert not (tmp_path / "graph" / "generation-1").exists()
    writer.close()


def test_a_full_tail_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rapport.projections.graph.building.SPARE_AT_LEAST", 8)
    writer = built(tmp_path / "graph", facts({(1, 2), (2, 3)}))
    rows = writer.generation.rows[CONNECTIONS]
    rows.put(0, np.array([1, 2], dtype=np.uint32))
    with pytest.raises(NoRoom):
        rows.put(1, np.array([1, 2], dtype=np.uint32))
    assert rows.sound(writer.generation.checksums[CONNECTIONS])
    assert rows.taken > 0.5
    assert mapped_rows.HEAD == 2
    writer.close()


def test_a_full_disk_leaves_what_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """quality 3: an error, and the generation before stays in force."""
    writer = built(tmp_path / "graph", facts(EDGES))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    with pytest.raises(OSError, match="space"):
        writer.compact()
    monkeypatch.undo()
    found = Reader(tmp_path / "graph").generation()
    assert found is not None
    assert found.path.name == "generation-1"
    names = {path.name for path in (tmp_path / "graph").iterdir()}
    assert names == {"current", "generation-1", "writer.lock"}
    writer.compact()
    writer.close()

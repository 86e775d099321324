"""The files of the feed and what is laid over them: rows that grow, killed and garbled files, one statement more."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import numpy as np
import pytest
from django.db import transaction

from rapport.kernel.arrays.generations import Unusable
from rapport.kernel.arrays.rows import NoRoom
from rapport.people.audience import Viewer
from rapport.projections.feed import building, native
from rapport.projections.feed.actions import index as actions
from rapport.projections.feed.queries.choosing import Index, engine
from rapport.projections.feed.queries.following import newer_than, page
from rapport.projections.feed.rules.sources import KINDS, OPEN, TOP
from rapport.projections.feed.sources import Sources
from rapport.projections.feed.store import Reader, Writer
from rapport.projections.feed.twin import Twin
from rapport.projections.graph import actions as graph_actions
from rapport.projections.graph.queries import Graph
from rapport.projections.graph.store import Writer as GraphWriter
from tests.feed.world import NoFallingBack, World
from tests.graph.made import START as POSITION
from tests.people import LIMITS


def _facts(rows: dict[str, dict[int, list[int]]], shut: list[int] | None = None) -> building.Facts:
    pairs = {}
    for kind in KINDS:
        flat = [(source, post) for source, posts in rows.get(kind, {}).items() for post in posts]
        sources, posts = (np.array([pair[side] for pair in flat], dtype=np.int64) for side in (0, 1))
        pairs[kind] = building.ordered(sources, posts.astype(np.uint64))
    return building.Facts(pairs, np.array(shut or [], dtype=np.int64), 50, 5)


def _built(directory: Path, rows: dict[str, dict[int, list[int]]], shut: list[int] | None = None) -> Writer:
    writer = Writer(directory)
    writer.build(_facts(rows, shut), POSITION)
    return writer


@pytest.mark.pure
def test_kernel_and_twin_choose_alike(tmp_path: Path) -> None:
    """Any cursor, any room, with doors, mutes, connections and rows put in place of others (FEED-3)."""
    chance = np.random.default_rng(5)
    rows = {
        kind: {
            source: sorted(
                (chance.choice(4000, size=int(chance.integers(0, 30)), replace=False) + 1).tolist()
            )
            for source in range(1, 50)
        }
        for kind in ("open", "close", "inside")
    }
    writer = _built(tmp_path / "feed", rows, [3, 7, 11, 12])
    held = writer.generation
    assert native.library() is not None
    for _ in range(60):
        numbers = np.sort(chance.choice(49, size=int(chance.integers(0, 49)), replace=False) + 1)
        connections = numbers[chance.random(len(numbers)) < 0.4]
        sources = Sources(
            held,
            held.shut,
            numbers.astype(np.uint32),
            connections.astype(np.uint32),
            np.sort(chance.choice(50, 3, replace=False)).astype(np.uint32),
            left_out=np.unique(chance.integers(2, 100, 6)).astype(np.uint64),
            extra=[held.row("inside", int(one)) for one in chance.integers(1, 50, 2)],
        )
        for make in (engine, Twin):
            everything = _all(make(sources), 4000, 400)
            assert everything == sorted(set(everything), reverse=True)
            for room in (1, 3, 25):
                assert _all(make(sources), TOP, room) == everything
        assert _all(engine(sources), 4000, 7) == _all(Twin(sources), 4000, 7)
    writer.close()


def _all(chooser: object, below: int, room: int) -> list[int]:
    found: list[int] = []
    while below:
        chosen = chooser.choose(below, room)  # type: ignore[attr-defined]
        assert len(chosen.posts) <= room
        assert chosen.floor < below
        found += chosen.posts
        below = chosen.floor
    return found


@pytest.mark.pure
def test_rows_that_grow_stay_where_they_are(tmp_path: Path) -> None:
    """A post of a busy source costs no copy of all its posts each time, and compacting loses nothing."""
    writer = _built(tmp_path / "feed", {OPEN: {1: list(range(1, 1000)), 2: [5]}})
    rows = writer.generation.rows[OPEN]
    before = rows.places[rows.end]
    for post in range(1000, 1200):
        writer._put(OPEN, 1, {post: True})
    assert rows.places[rows.end] - before < 1400
    assert rows.row(1).tolist() == list(range(1, 1200))
    assert writer.generation.newest[2] == 1199
    writer.check(thoroughly=True)
    writer._put(OPEN, 1, {500: False, 1199: False})
    assert writer.generation.newest[2] == 1198
    writer.compact()
    assert writer.generation.row(OPEN, 1).tolist() == [one for one in range(1, 1199) if one != 500]
    writer.check(thoroughly=True)
    writer.close()
    assert Reader(tmp_path / "feed").generation() is not None


@pytest.mark.pure
def test_a_source_past_all_others_is_told(tmp_path: Path) -> None:
    writer = _built(tmp_path / "feed", {})
    with pytest.raises(NoRoom):
        writer._put(OPEN, 10_000_000, {1: True})
    writer.close()


@pytest.mark.pure
@pytest.mark.parametrize("name", ["open.rows", "open.words", "tagged.rows", "shut", "newest", "meta.json"])
def test_garbled_files_are_noticed(name: str, tmp_path: Path) -> None:
    """Whoever reads refuses them; a writer writes `newest` anew, since it follows from the rows."""
    writer = _built(tmp_path / "feed", {OPEN: {1: [3, 4], 9: [7]}, "tagged": {2: [4]}}, [9])
    writer.close()
    path = tmp_path / "feed" / "generation-1" / name
    data = bytearray(path.read_bytes())
    data[next(place for place, byte in enumerate(data) if byte)] ^= 4
    path.write_bytes(data)
    assert Reader(tmp_path / "feed").generation() is None
    again = Writer(tmp_path / "feed")
    if name == "newest":
        again.open()
        assert Reader(tmp_path / "feed").generation() is not None
    else:
        with pytest.raises(Unusable):
            again.open()
    again.close()


def test_without_an_index_the_database_answers(db: None, tmp_path: Path) -> None:
    world = World.made()
    for number in range(9):
        world.step("follow", number, number + 1)
        world.step("post", number, 0)
    viewer = world.people[1]
    assert world.paged(viewer, Index(tmp_path / "feed"), 2) == world.feed(viewer) != []


def test_the_bar_counts_what_is_new(db: None, tmp_path: Path) -> None:
    """As far as it counts, and nothing that is not for the viewer (FEED-3)."""
    world = World.made()
    world.step("follow", 0, 1)
    for audience in (0, 2, 0, 3, 0):
        world.step("post", 1, audience)
    index = Index(tmp_path / "feed")
    viewer = Viewer(world.people[0])

    def new(post_id: int, at_most: int = 20) -> int:
        return newer_than(viewer, post_id, at_most=at_most, now=world.now, limits=LIMITS, index=index)

    assert [new(world.posts[0]), new(0), new(0, 2), new(world.posts[-1])] == [2, 3, 2, 0]
    assert newer_than(Viewer(), 0, now=world.now, limits=LIMITS) == 0
    assert page(Viewer(), now=world.now, limits=LIMITS).items == []


@pytest.mark.page
def test_few_statements_however_many_follow(
    db: None, tmp_path: Path, django_assert_num_queries: object
) -> None:
    """Two readings of the log, one of what is the viewer's own, one of the posts themselves (quality 7)."""
    world = World.made()
    for number in range(1, 7):
        world.step("follow", 0, number)
        for _ in range(5):
            world.step("post", number, 0)
    writer, graph_writer = Writer(tmp_path / "feed"), GraphWriter(tmp_path / "graph")
    actions.rebuild(writer)
    graph_actions.rebuild(graph_writer)
    index = NoFallingBack(tmp_path / "feed", ties=Graph(tmp_path / "graph").around)
    viewer = Viewer(world.people[0])
    for size in (1, 20):
        page(viewer, size=size, now=world.now, limits=LIMITS, index=index)
        with django_assert_num_queries(4):  # type: ignore[operator]
            page(viewer, size=size, now=world.now, limits=LIMITS, index=index)


def test_a_worker_keeps_it(transactional_db: None, tmp_path: Path) -> None:
    """It builds what is missing and takes in what is posted."""
    world = World.made()
    world.step("post", 0, 0)
    stop = threading.Event()
    thread = threading.Thread(
        target=actions.keep_following, args=(tmp_path / "feed", stop), kwargs={"poll_seconds": 0.01}
    )
    thread.start()
    ends = time.monotonic() + 10
    while not (tmp_path / "feed" / "current").exists() and time.monotonic() < ends:
        time.sleep(0.01)
    with transaction.atomic():
        world.step("post", 0, 0)
    reader = Reader(tmp_path / "feed")
    while time.monotonic() < ends:
        found = reader.generation()
        if found is not None and found.row(OPEN, world.people[0]).tolist() == world.posts:
            break
        time.sleep(0.01)
    stop.set()
    thread.join()
    found = reader.generation()
    assert found is not None
    assert found.row(OPEN, world.people[0]).tolist() == world.posts

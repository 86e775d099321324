"""The index against the database: the same answers after every step of a random stream of writes (NET-1 to NET-3)."""

from __future__ import annotations

import random
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from rapport.kernel.changelog.models import Change as Row
from rapport.kernel.changelog.rules import Change
from rapport.people.actors import actions as actors
from rapport.people.actors.models import Actor
from rapport.people.ties import actions as ties
from rapport.people.ties import neighbourhood
from rapport.people.ties.models import Connection, Network
from rapport.people.ties.rules import Changed, Origin
from rapport.projections.graph import actions, edges, generation
from rapport.projections.graph.arrays import plain
from rapport.projections.graph.queries import Graph
from rapport.projections.graph.rules import Weighing
from rapport.projections.graph.sql import SqlGraph
from rapport.projections.graph.store import Reader, Writer
from rapport.projections.graph.twin import Twin
from tests.people import START

SIZE = 11
FIRST = 8
"""So many are there when the index is built; the others come later."""

one = st.integers(0, SIZE - 1)
ONE_STEP = st.one_of(
    st.tuples(
        st.sampled_from(["connect", "connect", "connect", "part", "block", "unblock", "follow"]), one, one
    ),
    st.tuples(st.sampled_from(["suspend", "restore", "follow the log", "compact"]), one, one),
)


def people(count: int) -> list[int]:
    """New actors with a network each, without a word in the log."""
    made = Actor.objects.bulk_create(
        Actor(handle=f"p{number}", name=f"P{number}", name_key=f"p{number}", created_at=START)
        for number in range(count)
    )
    Network.objects.bulk_create(Network(actor_id=actor.pk) for actor in made)
    return [actor.pk for actor in made]


def _connect(ids: list[int], a: int, b: int) -> None:
    if not Connection.objects.filter(owner_id=ids[a], other_id=ids[b]).exists():
        ties.put_connection(one=ids[a], two=ids[b], context="other", now=START, cap=1000)


STEPS: dict[str, Callable[[list[int], int, int], object]] = {
    "connect": _connect,
    "part": lambda ids, a, b: ties.end_connection(one=ids[a], two=ids[b]),
    "block": lambda ids, a, b: ties.put_block(owner=ids[a], other=ids[b], now=START),
    "unblock": lambda ids, a, b: ties.end_block(owner=ids[a], other=ids[b]),
    "follow": lambda ids, a, b: ties.put_follow(owner=ids[a], other=ids[b], origin=Origin.CHOICE, now=START),
    "suspend": lambda ids, a, _: actors.suspend(actor_id=ids[a]),
    "restore": lambda ids, a, _: actors.restore(actor_id=ids[a]),
}


def all_answers(graph: Any, ids: list[int], viewers: list[int]) -> list[Any]:
    """Everything the graph can be asked, for some viewers."""
    found: list[Any] = []
    for viewer in viewers:
        near = graph.nearness(viewer, ids)
        found += [graph.closeness(viewer, ids), near.ranks, near.of(ids[1:4])]
        found += [graph.second_degree(viewer), graph.reach(viewer)]
        found.append(graph.among(viewer))
        for weighing in Weighing:
            found.append(graph.candidates(viewer, leave_out=ids[:1], weighing=weighing, room=4))
        for other in ids[::3]:
            found += [graph.mutuals(viewer, other), graph.mutual_count(viewer, other)]
            found.append(list(graph.paths(viewer, other, longest=6, room=5)))
    return found


class TestAgainstTheDatabase(TestCase):
    """Kernel, twin and SQL, with the index up to date or behind."""

    @settings(max_examples=12)
    @given(
        edges=st.sets(st.tuples(st.integers(0, FIRST - 1), st.integers(0, FIRST - 1)), max_size=14),
        steps=st.lists(ONE_STEP, max_size=14),
        viewers=st.lists(one, min_size=2, max_size=2),
    )
    def test_every_step(
        self, edges: set[tuple[int, int]], steps: list[tuple[str, int, int]], viewers: list[int]
    ) -> None:
        ids = people(SIZE)
        for a, b in edges:
            if a != b:
                _connect(ids, a, b)
        place = Path(tempfile.mkdtemp())
        writer = Writer(place)
        actions.rebuild(writer)
        kernel, twin, sql = Graph(place), Graph(place, Twin), SqlGraph()
        for graph in (kernel, twin):  # no falling back unseen
            graph._sql = None  # type: ignore[assignment]
        for name, a, b in steps:
            if name == "follow the log":
                actions.follow(writer)
            elif name == "compact":
                writer.compact()
            elif name in ("suspend", "restore") or a != b:
                STEPS[name](ids, a, b)
            asked = [ids[viewer] for viewer in viewers]
            expected = all_answers(sql, ids, asked)
            assert all_answers(kernel, ids, asked) == expected
            assert all_answers(twin, ids, asked) == expected
        writer.close()
        shutil.rmtree(place)


@pytest.fixture
def writer(tmp_path: Path, db: None) -> Writer:
    return Writer(tmp_path / "graph")


def test_without_an_index_the_database_answers(tmp_path: Path, db: None) -> None:
    ids = people(4)
    _connect(ids, 0, 1)
    _connect(ids, 1, 2)
    assert all_answers(Graph(tmp_path / "graph"), ids, ids) == all_answers(SqlGraph(), ids, ids)


def test_the_graph_stands_behind_the_neighbourhood() -> None:
    """Lower floors gain the index without importing it (architecture 1)."""
    assert isinstance(neighbourhood.current(), Graph)


@pytest.mark.page
def test_one_statement_however_much_is_asked(
    writer: Writer, tmp_path: Path, django_assert_num_queries: Any
) -> None:
    """The reading of the log alone, where the index is up to date; other transactions of a test run on
    PostgreSQL would hold it back."""
    ids = people(30)
    chance = random.Random(3)
    for _ in range(60):
        _connect(ids, *chance.sample(range(30), 2))
    actions.rebuild(writer)
    graph = Graph(tmp_path / "graph")
    graph.closeness(ids[0], ids)
    with django_assert_num_queries(1):
        graph.closeness(ids[0], ids)
    with django_assert_num_queries(1):
        graph.candidates(ids[0], weighing=Weighing.RESOURCE, room=10)


@pytest.mark.page
def test_changes_are_looked_up_by_an_index(db: None) -> None:
    """What may have changed is asked of few rows, however many there are; PostgreSQL reads a small table whole."""
    with CaptureQueriesContext(connection) as asked:
        edges.standing([Change(kind.value, 1, 2) for kind in Changed])
    pairs = [one["sql"] for one in asked if "wanted" in one["sql"]]
    assert len(pairs) == len(Changed)
    for query in pairs:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query}")
            plan = " ".join(str(row[-1]) for row in cursor.fetchall())
        assert "SCAN ties_" not in plan, plan


def test_a_log_of_another_life_is_noticed(writer: Writer, tmp_path: Path) -> None:
    """A database that was restored: its log does not go with the index, which is built anew."""
    ids = people(3)
    _connect(ids, 0, 1)
    actions.rebuild(writer)
    graph = Graph(tmp_path / "graph")
    assert graph.closeness(ids[0], ids)[ids[1]].degree == 1
    Connection.objects.all().delete()
    Row.objects.all().delete()
    assert graph.closeness(ids[0], ids)[ids[1]].degree is None
    actions.follow(writer)
    assert writer.generation.path.name == "generation-2"
    assert Graph(tmp_path / "graph").closeness(ids[0], ids)[ids[1]].degree is None


def test_asking_for_a_rebuild(writer: Writer, tmp_path: Path) -> None:
    """Until it is done the database answers: what was written past counting is in no index."""
    ids = people(3)
    actions.rebuild(writer)
    graph = Graph(tmp_path / "graph")
    rows = [Connection(owner_id=a, other_id=b, since=START) for a, b in (ids[:2], ids[1::-1])]
    Connection.objects.bulk_create(rows)
    actions.ask_for_rebuild()
    assert graph.closeness(ids[0], ids)[ids[1]].degree == 1
    actions.follow(writer)
    assert writer.generation.path.name == "generation-2"
    assert graph.closeness(ids[0], ids)[ids[1]].degree == 1


def test_a_full_tail_is_compacted(writer: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rapport.projections.graph.building.SPARE_AT_LEAST", 40)
    ids = people(12)
    _connect(ids, 0, 1)
    actions.rebuild(writer)
    for other in range(2, 12):
        _connect(ids, 0, other)
        actions.follow(writer)
    assert writer.generation.path.name != "generation-1"
    assert all_answers(Graph(tmp_path / "graph"), ids, ids[:3]) == all_answers(SqlGraph(), ids, ids[:3])


def test_who_is_too_far_behind_asks_the_database(
    writer: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody follows for long: the database answers, and the files are not looked through again and again."""
    monkeypatch.setattr("rapport.projections.graph.queries.OVERLAY_AT_MOST", 3)
    ids = people(8)
    actions.rebuild(writer)
    opened: list[Path] = []

    def look_through(path: Path) -> generation.Generation:
        opened.append(path)
        return generation.open_generation(path)

    monkeypatch.setattr("rapport.projections.graph.store.open_generation", look_through)
    graph = Graph(tmp_path / "graph")
    for other in range(1, 8):
        _connect(ids, 0, other)
        assert graph.closeness(ids[0], ids)[ids[other]].degree == 1
    assert len(opened) == 1
    actions.follow(writer)
    assert graph.reach(ids[0]).first == 7


def test_a_worker_keeps_the_graph(transactional_db: None, tmp_path: Path) -> None:
    """It builds what is missing and follows until it is stopped; a second one waits."""
    ids = people(3)
    stop, waiting = threading.Event(), threading.Event()
    threads = [
        threading.Thread(
            target=actions.keep_following, args=(tmp_path / "graph", one), kwargs={"poll_seconds": 0.01}
        )
        for one in (stop, waiting)
    ]
    threads[0].start()
    _until((tmp_path / "graph" / "current").exists)
    threads[1].start()
    with transaction.atomic():
        _connect(ids, 0, 1)
    _until(lambda: _first(tmp_path / "graph", ids[0]) == 1)
    for one, thread in zip((waiting, stop), threads[::-1], strict=True):
        one.set()
        thread.join()
    assert Graph(tmp_path / "graph").closeness(ids[0], ids)[ids[1]].degree == 1


def _first(directory: Path, actor_id: int) -> int:
    """How many connections the index alone knows of."""
    found = Reader(directory).generation()
    return 0 if found is None else Twin(plain(found)).reach(actor_id).first


def _until(so: Callable[[], bool]) -> None:
    ends = time.monotonic() + 10
    while not so():
        assert time.monotonic() < ends
        time.sleep(0.01)

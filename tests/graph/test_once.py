"""A request that only reads asks the log once; whatever writes is right at its next question (NET-1)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from rapport.config.reading import ReadOnce
from rapport.kernel.changelog.once import kept, reading_once
from rapport.kernel.limits.rules import Limits
from rapport.people.accounts.models import Account
from rapport.people.ties import actions as ties
from rapport.people.ties import neighbourhood
from rapport.projections.graph import actions
from rapport.projections.graph import queries as graphs
from rapport.projections.graph.queries import Graph
from rapport.projections.graph.store import Writer
from tests.people import START, make_member

BACKEND = "rapport.people.accounts.backend.Backend"


@pytest.fixture
def ids(transactional_db: None) -> list[int]:
    """anna and bea know each other, and both know cleo; dora knows nobody."""
    found = [make_member(handle) for handle in ("anna", "bea", "cleo", "dora")]
    for one, other in ((0, 1), (0, 2), (1, 2)):
        connect(found[one], found[other])
    return found


@pytest.fixture
def graph(ids: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Graph]:
    """An index of them, which the whole site asks, and which nobody follows."""
    writer = Writer(tmp_path / "graph")
    actions.rebuild(writer)
    found, before = Graph(tmp_path / "graph"), neighbourhood.current()
    neighbourhood.install(found)
    monkeypatch.setattr(graphs, "_installed", [found])
    yield found
    neighbourhood.install(before)
    writer.close()


def connect(one: int, two: int) -> None:
    with transaction.atomic():
        ties.put_connection(one=one, two=two, context="other", now=START, cap=Limits().connection_cap)


def readings(asked: CaptureQueriesContext) -> int:
    return sum("FROM changelog_change" in one["sql"] for one in asked.captured_queries)


def degrees(graph: Graph, ids: list[int]) -> list[int | None]:
    return [near.degree for near in graph.closeness(ids[0], ids).values()]


def test_one_reading_for_all_questions(graph: Graph, ids: list[int]) -> None:
    connect(ids[1], ids[3])  # the index is behind: what is missing is laid over it once
    with CaptureQueriesContext(connection) as asked, reading_once():
        assert degrees(graph, ids) == [0, 1, 1, 2]
        statements = len(asked)
        assert graph.mutuals(ids[0], ids[3]) == [ids[1]]
        assert graph.reach(ids[0]).second == 1
        assert len(asked) == statements
    assert readings(asked) == 1


def test_after_a_write_of_its_own_it_looks_anew(graph: Graph, ids: list[int]) -> None:
    """Within the transaction, and when it is done."""
    with reading_once():
        assert degrees(graph, ids) == [0, 1, 1, None]
        with transaction.atomic():
            ties.put_connection(one=ids[0], two=ids[3], context="other", now=START, cap=9)
            assert degrees(graph, ids) == [0, 1, 1, 1]
            ties.end_connection(one=ids[0], two=ids[1])
            assert degrees(graph, ids) == [0, 2, 1, 1]
        assert degrees(graph, ids) == [0, 2, 1, 1]
        with transaction.atomic():
            ties.end_connection(one=ids[0], two=ids[2])
        assert degrees(graph, ids) == [0, None, None, 1]


def test_behind_a_lock_it_looks_anew(graph: Graph, ids: list[int]) -> None:
    """What a transaction decides by is never older than the transaction; nor is what comes after it."""
    with reading_once():
        assert degrees(graph, ids)[3] is None
        elsewhere(lambda: connect(ids[0], ids[3]))
        assert degrees(graph, ids)[3] is None
        with transaction.atomic():
            assert degrees(graph, ids)[3] == 1
        assert degrees(graph, ids)[3] == 1


def test_the_next_request_looks_anew(graph: Graph, ids: list[int]) -> None:
    for other in (2, 1):
        with reading_once():
            before = degrees(graph, ids)
        elsewhere(lambda other=other: unconnect(ids[0], ids[other]))  # type: ignore[misc]
        with reading_once():
            assert degrees(graph, ids) != before


def unconnect(one: int, two: int) -> None:
    with transaction.atomic():
        ties.end_connection(one=one, two=two)


def elsewhere(do: Callable[[], None]) -> None:
    """Do it on a connection of its own, as another process would."""

    def run() -> None:
        do()
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


@pytest.mark.page
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
def test_only_what_reads_keeps_anything(method: str, transactional_db: None) -> None:
    seen: list[bool] = []

    def answer(_: object) -> HttpResponse:
        seen.append(kept() is not None)
        return HttpResponse()

    ReadOnce(answer)(RequestFactory().generic(method, "/"))
    assert seen == [method in ("GET", "HEAD")]
    assert kept() is None


@pytest.mark.page
@pytest.mark.parametrize("path", ["/@bea", "/@bea/connections", "/network", "/search?q=bea", "/"])
def test_a_page_reads_the_log_once(graph: Graph, ids: list[int], path: str, client: Client) -> None:
    client.force_login(Account.objects.get(actor_id=ids[0]), BACKEND)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    assert readings(asked) <= 1

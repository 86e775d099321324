"""Degrees, mutual connections and the frontier against breadth-first search (NET-1)."""

from __future__ import annotations

import random
from collections import deque

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from rapport.people.actors.models import Actor
from rapport.people.actors.rules import Status
from rapport.people.ties.models import Block, Connection
from rapport.people.ties.neighbourhood import FAR, Closeness, SqlNeighbourhood
from tests.people import START

SIZE = 12


def _people(count: int) -> list[int]:
    made = Actor.objects.bulk_create(
        Actor(handle=f"p{number}", name=f"P{number}", name_key=f"p{number}", created_at=START)
        for number in range(count)
    )
    return [actor.pk for actor in made]


def _connect(pairs: set[tuple[int, int]]) -> None:
    rows = [(a, b) for pair in pairs for a, b in (pair, pair[::-1])]
    Connection.objects.bulk_create(Connection(owner_id=a, other_id=b, since=START) for a, b in rows)


def _by_search(
    viewer: int, ids: list[int], edges: set[tuple[int, int]], out: set[int]
) -> dict[int, Closeness]:
    """The same answer by breadth-first search over a graph without those who are out."""
    around: dict[int, set[int]] = {one: set() for one in ids}
    for a, b in edges:
        if not {a, b} & out:
            around[a].add(b)
            around[b].add(a)
    far = {viewer: 0}
    queue = deque([viewer])
    while queue:
        one = queue.popleft()
        for other in around[one] - far.keys():
            far[other] = far[one] + 1
            queue.append(other)
    answer = {}
    for one in ids:
        degree = far.get(one)
        mutual = sorted(around[one] & around[viewer]) if one != viewer else []
        shown = degree if degree is not None and degree <= 3 and one not in out else None
        answer[one] = Closeness(shown, len(mutual), tuple(mutual[:3])) if shown else FAR
    answer[viewer] = Closeness(degree=0)
    return answer


class TestAgainstSearch(TestCase):
    """Random graphs with people who are gone and people who are blocked either way."""

    @settings(max_examples=60)
    @given(
        edges=st.sets(
            st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)).filter(lambda e: e[0] < e[1])
        ),
        gone=st.sets(st.integers(1, SIZE - 1), max_size=2),
        blocked=st.sets(st.tuples(st.integers(1, SIZE - 1), st.booleans()), max_size=2),
    )
    def test_closeness_mutuals_and_frontier(
        self, edges: set[tuple[int, int]], gone: set[int], blocked: set[tuple[int, bool]]
    ) -> None:
        ids = _people(SIZE)
        barred = {one for one, _ in blocked}
        kept = {(ids[a], ids[b]) for a, b in edges if not (0 in (a, b) and {a, b} & barred)}
        _connect(kept)
        Actor.objects.filter(pk__in=[ids[one] for one in gone]).update(status=Status.SUSPENDED.value)
        for one, outward in dict(blocked).items():
            ends = (ids[0], ids[one]) if outward else (ids[one], ids[0])
            Block.objects.create(owner_id=ends[0], other_id=ends[1], since=START)
        expected = _by_search(ids[0], ids, kept, {ids[one] for one in gone | barred})
        graph = SqlNeighbourhood()
        assert graph.closeness(ids[0], ids) == expected
        assert graph.second_degree(ids[0]) == {one for one, near in expected.items() if near.degree == 2}
        for one in ids[1:]:
            if one not in {ids[each] for each in gone | barred}:
                assert len(graph.mutuals(ids[0], one)) == expected[one].mutual_count


@pytest.mark.django_db
def test_a_visitor_is_near_nobody() -> None:
    ids = _people(2)
    assert SqlNeighbourhood().closeness(None, ids) == dict.fromkeys(ids, FAR)


@pytest.mark.django_db
def test_frontiers_past_one_statement_are_walked_in_parts() -> None:
    """More neighbours than one IN list takes; both ways of looking for the 3rd degree."""
    ids = _people(2003)
    hub, rim, far, last = ids[0], ids[1:2000], ids[2000], ids[2001]
    _connect({(hub, one) for one in rim} | {(rim[-1], far), (far, last)})
    graph = SqlNeighbourhood()
    assert graph.closeness(hub, [far, last, ids[2002]]) == {
        far: Closeness(2, 1, (rim[-1],)),
        last: Closeness(degree=3),
        ids[2002]: FAR,
    }
    assert graph.closeness(last, [hub, rim[0]]) == {hub: Closeness(degree=3), rim[0]: FAR}
    assert graph.closeness(far, [rim[0]]) == {rim[0]: Closeness(degree=3)}
    assert graph.second_degree(hub) == {far}


@pytest.mark.django_db
def test_four_statements_however_many_are_asked_for(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    """quality 6: one more only where somebody is past the 2nd degree."""
    ids = _people(60)
    rng = random.Random(7)
    _connect({(min(pair), max(pair)) for pair in (rng.sample(ids, 2) for _ in range(150))})
    graph = SqlNeighbourhood()
    for many in (ids[1:2], ids[1:21], ids[1:]):
        with django_assert_max_num_queries(4):
            graph.closeness(ids[0], many)

"""Search against a naive one, on small worlds with audiences, blocks and people who are gone (NET-4, PRO-1)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from rapport.people.audience import Audience, Viewer
from rapport.projections.search.queries import people
from rapport.projections.search.queries.people import Degree, Wanted
from tests.people import LIMITS, START
from tests.search.worlds import FIELDS, Somebody, World

pytestmark = pytest.mark.django_db

WORDS = ("an", "ann", "bo", "cy")
AUDIENCES = [one for one in Audience if one is not Audience.GROUP]
SIZE = 7

texts = st.lists(st.sampled_from(WORDS), max_size=2).map(" ".join)
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2, unique=True).map(" ".join)
somebody = st.builds(
    Somebody,
    name=names, headline=texts, company=texts, school=texts, location=texts, skill=texts,
    status=st.sampled_from(["active", "active", "active", "suspended"]),
    shown=st.fixed_dictionaries({field: st.sampled_from(AUDIENCES) for field in FIELDS}),
)  # fmt: skip
pairs = st.sets(
    st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)).filter(lambda pair: pair[0] < pair[1]),
    max_size=9,
)
questions = st.tuples(
    st.lists(st.sampled_from(WORDS), max_size=2, unique=True).map(" ".join),
    st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(WORDS), max_size=1),
    st.sampled_from([None, None, 1, 2, 3]),
)


class Oracle(TestCase):
    """Whoever looks, and whatever they ask for."""

    @settings(max_examples=8, deadline=None)
    @given(
        st.lists(somebody, min_size=SIZE, max_size=SIZE),
        pairs,
        pairs,
        st.lists(questions, min_size=4, max_size=4),
    )
    def test_search_finds_whom_the_naive_one_finds(
        self,
        everybody: list[Somebody],
        edges: set[tuple[int, int]],
        blocks: set[tuple[int, int]],
        asked: list[tuple[str, dict[str, str], int | None]],
    ) -> None:
        """The same people in the same order, counted alike, for visitors and each member."""
        world = World(everybody, edges, set(sorted(blocks)[:2])).make()
        viewers = [number for number, one in enumerate(everybody) if one.status == "active"]
        for viewer in (None, *viewers):
            eyes = Viewer(None if viewer is None else everybody[viewer].id)
            for typed, filters, degree in asked:
                expected = world.found(viewer, typed, filters, degree)
                if viewer is None and degree is not None:
                    expected = []
                wanted = replace(Wanted(typed, Degree(str(degree)) if degree else None), **filters)  # type: ignore[arg-type]
                hits = people.find(eyes, wanted, size=50, limits=LIMITS, now=START)
                found = [] if hits.similar else [hit.person.handle for hit in hits.items]
                assert found == [everybody[one].handle for one in expected], (viewer, typed, filters, degree)
                assert hits.similar or hits.count == len(expected)

"""The picture of one's network: who belongs together, what that is called, who links it, where it stands (NET-5)."""

from __future__ import annotations

from itertools import combinations
from math import hypot

from hypothesis import given
from hypothesis import strategies as st

from rapport.projections.picture.rules.clusters import (
    APART,
    MOST,
    SMALLEST,
    Bridge,
    Pair,
    between,
    bridges,
    clusters,
)
from rapport.projections.picture.rules.layout import layout
from rapport.projections.picture.rules.naming import Fact, Name, Sort, names


def circle(*people: int) -> list[Pair]:
    """Everybody knows everybody."""
    return list(combinations(people, 2))


TWO = [*circle(0, 1, 2, 3), *circle(4, 5, 6), (3, 4)]


def test_who_knows_one_another_belongs_together() -> None:
    """The largest first; pairs and people without ties are in no circle."""
    assert clusters(10, [*TWO, (7, 8)]) == [0, 0, 0, 0, 1, 1, 1, APART, APART, APART]
    assert clusters(0, []) == []
    assert clusters(3, []) == [APART] * 3
    assert clusters(3, circle(0, 1, 2)) == [0, 0, 0]


def test_a_ring_of_circles_falls_into_its_circles() -> None:
    """Eight circles of six, each with one tie to the next, are eight; and the order of the pairs says nothing."""
    pairs = [pair for start in range(0, 48, 6) for pair in circle(*range(start, start + 6))]
    pairs += [(start + 5, (start + 6) % 48) for start in range(0, 48, 6)]
    found = clusters(48, pairs)
    assert found == [number // 6 for number in range(48)]
    assert clusters(48, [(two, one) for one, two in reversed(pairs)]) == found


networks = st.integers(1, 14).flatmap(
    lambda size: st.tuples(
        st.just(size),
        st.sets(
            st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)).filter(lambda one: one[0] < one[1])
        ),
    )
)


@given(networks)
def test_whatever_the_network(network: tuple[int, set[Pair]]) -> None:
    """Circles are numbered from the largest, none is too small, who has no tie is in none, nobody stands on another."""
    size, ties = network
    pairs = sorted(ties)
    labels = clusters(size, pairs)
    sizes = [labels.count(label) for label in sorted(set(labels) - {APART})]
    assert sorted(set(labels) - {APART}) == list(range(len(sizes)))
    assert sizes == sorted(sizes, reverse=True)
    assert all(count >= SMALLEST for count in sizes) and len(sizes) <= MOST
    tied = {one for pair in pairs for one in pair}
    assert all(labels[one] == APART for one in range(size) if one not in tied)
    drawn = layout(labels, pairs)
    assert len(drawn.spots) == size
    for one, two in combinations(range(size), 2):
        assert (
            hypot(drawn.spots[one][0] - drawn.spots[two][0], drawn.spots[one][1] - drawn.spots[two][1]) > 1.1
        )
    for person, label in enumerate(labels):
        disc = drawn.discs[label]
        assert hypot(drawn.spots[person][0] - disc.x, drawn.spots[person][1] - disc.y) < disc.radius
    for here, there in combinations(drawn.discs.values(), 2):
        assert hypot(here.x - there.x, here.y - there.y) > here.radius + there.radius
    for bridge in bridges(labels, pairs):
        assert labels[bridge.person] != APART
        assert all(there not in (APART, labels[bridge.person]) and count >= 2 for there, count in bridge.ties)


def test_who_links_two_circles() -> None:
    """Two ties or more into another circle, and a fifth of all that lead there."""
    pairs = [*circle(0, 1, 2, 3), *circle(4, 5, 6, 7)]
    labels = [0, 0, 0, 0, 1, 1, 1, 1]
    assert bridges(labels, [*pairs, (3, 4)]) == []
    assert bridges(labels, [*pairs, (3, 4), (3, 5)]) == [Bridge(3, ((1, 2),))]
    many = [*pairs, (3, 4), (3, 5), *((one, other) for one in (0, 1, 2) for other in (4, 5, 6, 7))]
    assert between(labels, many) == {(0, 1): 14}
    assert 3 not in [one.person for one in bridges(labels, many)]


ACME, DELFT, CLUB = Fact(Sort.COMPANY, "acme"), Fact(Sort.SCHOOL, "delft"), Fact(Sort.GROUP, "7")


def test_circles_are_named_by_what_they_share_more_than_all() -> None:
    """Three in ten, at least two, no name twice; else after whoever has most ties there."""
    labels, ties = [0, 0, 0, 0, 1, 1, 1, APART], [3, 3, 3, 4, 3, 2, 2, 0]
    shared = {0: {ACME, CLUB}, 1: {ACME}, 2: {ACME, DELFT}, 4: {DELFT, CLUB}, 5: {DELFT, CLUB}, 6: {CLUB}}
    assert names(labels, shared, ties) == {0: Name(ACME, 3), 1: Name(CLUB, 3)}
    assert names(labels, {one: {CLUB} for one in range(8)}, ties) == {0: Name(CLUB, 4), 1: Name(None, 0, 4)}
    assert names(labels, {0: {ACME}, 4: {DELFT}}, ties) == {0: Name(None, 0, 3), 1: Name(None, 0, 4)}
    assert names([], {}, []) == {}

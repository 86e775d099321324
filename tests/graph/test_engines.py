"""The compiled kernel and its twin give the same answers, with and without rows laid over those on disk."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from ctypes import CDLL
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.kernel.arrays.rows import lay
from rapport.projections.graph import native
from rapport.projections.graph.arrays import Arrays, Patched, plain
from rapport.projections.graph.generation import BARS, CONNECTIONS
from rapport.projections.graph.native import Corrupt, Native
from rapport.projections.graph.queries import weights
from rapport.projections.graph.rules import Weighing
from rapport.projections.graph.standing import Standing, overlaid
from rapport.projections.graph.twin import Twin
from tests.graph.made import built, facts

pytestmark = pytest.mark.pure

SIZE = 14
NEW = (97, 98, 99)
PEOPLE = (*range(1, SIZE + 1), *NEW)

known = st.integers(1, SIZE)
anybody = st.sampled_from(PEOPLE)
compiled = pytest.mark.parametrize("kernel", [found for found in (native.library(),) if found is not None])
"""On a machine without a compiler there is nothing to compare: the twin answers alone."""


def _pairs(one: st.SearchStrategy[int], most: int) -> st.SearchStrategy[set[tuple[int, int]]]:
    return st.sets(st.tuples(one, one).filter(lambda pair: pair[0] < pair[1]), max_size=most)


def test_the_kernel_was_built() -> None:
    """Where a compiler is at hand, so that both are compared; elsewhere the twin answers alone."""
    assert (native.library() is None) is (shutil.which("cc") is None)


def _same(kernel: CDLL, arrays: Arrays) -> None:
    first, second = Native(kernel, arrays), Twin(arrays)
    for viewer in PEOPLE:
        assert first.closeness(viewer, PEOPLE) == second.closeness(viewer, PEOPLE)
        assert first.nearness(viewer, PEOPLE) == second.closeness(viewer, PEOPLE)[:2]
        assert sorted(first.second(viewer).tolist()) == sorted(second.second(viewer).tolist())
        assert first.reach(viewer) == second.reach(viewer)
        for weighing in Weighing:
            asked = (viewer, (2, 5), weights(weighing), 4)
            assert first.candidates(*asked) == second.candidates(*asked)
    for viewer, other in ((1, 2), (1, SIZE), (3, 99), (7, 7), (5, 1000)):
        assert first.mutuals(viewer, other) == second.mutuals(viewer, other)
        assert first.mutual_count(viewer, other) == second.mutual_count(viewer, other)
        for longest, room in ((6, 50), (6, 2), (2, 50)):
            asked_paths = (viewer, other, longest, room)
            assert list(first.paths(*asked_paths)) == second.paths(*asked_paths)


@compiled
def test_who_is_late_stays_so_while_the_writer_gives_them_a_number(kernel: CDLL, tmp_path: Path) -> None:
    """NET-1: under the new number nothing stands yet; a question that has begun goes on with what it laid over."""
    writer = built(tmp_path / "graph", facts({(1, 2)}, (), (), ()))
    over = overlaid(plain(writer.generation), Standing({CONNECTIONS: {(501, 502): True, (2, 501): True}}, {}))
    engines = (Native(kernel, over), Twin(over))
    for actor_id in (501, 502):
        writer._number(actor_id, True)
    for asked in engines:
        assert asked.closeness(501, [502, 2, 1])[0] == [1, 1, 2]
        assert asked.closeness(1, [501, 502])[0] == [2, 3]
        assert list(asked.paths(1, 502, 6, 5)) == [(1, 2, 501, 502)]


@compiled
@settings(max_examples=40)
@given(
    connections=_pairs(known, 40),
    bars=_pairs(known, 4),
    gone=st.sets(known, max_size=3),
    more=st.dictionaries(
        st.tuples(anybody, anybody).filter(lambda p: p[0] < p[1]), st.booleans(), max_size=12
    ),
    more_bars=st.dictionaries(
        st.tuples(anybody, anybody).filter(lambda p: p[0] < p[1]), st.booleans(), max_size=3
    ),
    now_gone=st.dictionaries(anybody, st.booleans(), max_size=3),
)
def test_kernel_and_twin_agree(
    kernel: CDLL,
    tmp_path_factory: pytest.TempPathFactory,
    connections: Any,
    bars: Any,
    gone: Any,
    more: Any,
    more_bars: Any,
    now_gone: Any,
) -> None:
    """quality 7: whatever is built, laid over, written and compacted, the answers of both are equal."""
    writer = built(tmp_path_factory.mktemp("graph"), facts(connections, bars, (), gone))
    standing = Standing({CONNECTIONS: more, BARS: more_bars}, now_gone)
    _same(kernel, plain(writer.generation))
    over = overlaid(plain(writer.generation), standing)
    _same(kernel, over)
    asked = Twin(over)
    expected = [asked.closeness(viewer, PEOPLE) for viewer in PEOPLE]
    position = writer.generation.position
    assert position is not None
    writer.take_in(standing, position)
    # a member who is gone and has no edge left is not among the numbers; those who have one are as laid over
    written = Twin(plain(writer.generation))
    assert [written.closeness(viewer, PEOPLE) for viewer in PEOPLE] == expected
    writer.compact()
    _same(kernel, plain(writer.generation))
    compacted = Twin(plain(writer.generation))
    assert [compacted.closeness(viewer, PEOPLE) for viewer in PEOPLE] == expected


@compiled
@pytest.mark.parametrize("both", [True, False])
def test_rows_are_laid_alike(kernel: CDLL, both: bool) -> None:
    """Two passes of counting and one of sorting give the same words and the same heap."""
    chance = np.random.default_rng(3)
    keys = np.unique(chance.integers(0, 50 * 50, 400))
    owners, others = (keys // 50).astype(np.uint32), (keys % 50).astype(np.uint32)
    given_owners, given_others = owners, others
    if both:
        given_owners, given_others = np.concatenate([owners, others]), np.concatenate([others, owners])
    words, heap = native.lay(kernel, owners, others, 50, both=both)
    by_sorting = lay(given_owners, given_others, 50)
    assert np.array_equal(words, by_sorting[0])
    assert np.array_equal(heap, by_sorting[1])


def test_without_a_compiler_the_same_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Numpy lays out what the kernel would; byte for byte."""
    made = facts({(1, 2), (2, 3), (1, 3), (3, 9)}, {(4, 9)}, {(9, 1), (1, 9)}, {3})
    first = built(tmp_path / "with", made)
    first.compact()
    monkeypatch.setattr(native, "library", lambda: None)
    second = built(tmp_path / "without", made)
    second.compact()
    for file in sorted(first.generation.path.iterdir()):
        if file.name not in ("places", "meta.json"):
            assert file.read_bytes() == (second.generation.path / file.name).read_bytes(), file.name


GARBLED: tuple[tuple[str, Callable[[Patched], None]], ...] = (
    ("words", lambda rows: rows.words.fill(2**63)),
    ("rows", lambda rows: rows.heap.fill(2**32 - 2)),
    ("half", lambda rows: rows.heap.__setitem__(slice(None, None, 2), 40_000)),
)


@compiled
def test_mutual_connections_of_rows_of_every_length(kernel: CDLL, tmp_path: Path) -> None:
    """Short rows beside long ones are looked up several at once, rows alike are walked along together."""
    chance = np.random.default_rng(6)
    lengths = [*range(1, 41), 70, 130, 299]
    edges = {
        (one, int(other))
        for one, length in enumerate(lengths, 1)
        for other in chance.choice(np.arange(100, 400), length, replace=False)
    }
    around = {one: {other for owner, other in edges if owner == one} for one in range(1, len(lengths) + 1)}
    gone = {100, 123, 250}
    writer = built(tmp_path / "graph", facts(edges, gone=gone))
    asked = Native(kernel, plain(writer.generation))
    for (one, mine), (other, theirs) in product(around.items(), repeat=2):
        both = sorted((mine & theirs) - gone)
        assert asked.mutuals(one, other) == both
        assert asked.mutual_count(one, other) == len(both)


@compiled
@pytest.mark.parametrize(("name", "garble"), GARBLED)
def test_the_kernel_reads_past_nothing(
    kernel: CDLL, name: str, garble: Callable[[Patched], None], tmp_path: Path
) -> None:
    """Were the arrays garbled while they are in use, it says so or answers wrongly, and never crashes."""
    chance = np.random.default_rng(5)
    edges = {tuple(sorted(chance.choice(60, 2, replace=False) + 1)) for _ in range(300)}
    writer = built(tmp_path / "graph", facts(edges))
    held = plain(writer.generation)
    rows = Patched(held.connections.words.copy(), held.connections.heap.copy())
    garble(rows)
    asked = Native(kernel, replace(held, connections=rows))
    met = 0
    for viewer in range(1, 61):
        for ask in (
            lambda one=viewer: asked.closeness(one, range(1, 61)),
            lambda one=viewer: asked.candidates(one, (), weights(Weighing.COMMON), 5),
            lambda one=viewer: asked.paths(one, 1, 6, 5),
            lambda one=viewer: asked.second(one),
            lambda one=viewer: asked.mutuals(one, 2),
        ):
            try:
                ask()
            except Corrupt:
                met += 1
    assert met or name == "half"

"""Index, twin and SQL give the same pages as the rule itself, after each step of a random stream of writes
(FEED-3, FEED-5, FEED-6)."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from rapport.projections.feed.actions import index as actions
from rapport.projections.feed.queries.following import Chooser
from rapport.projections.feed.store import Writer
from rapport.projections.feed.twin import Twin
from rapport.projections.graph import actions as graph_actions
from rapport.projections.graph.queries import Graph
from rapport.projections.graph.store import Writer as GraphWriter
from tests.feed.world import NoFallingBack, Sql, World

number = st.integers(0, 30)
STEP = st.tuples(
    st.sampled_from(
        ["post"] * 4
        + ["follow"] * 3
        + ["connect"] * 2
        + "post_to_group repost remove edit unfollow part block unblock suspend restore".split()
        + "join leave door tag mute".split()
        + ["mute_text", "follow the log", "follow the graph", "compact"]
        + ["look"] * 4
    ),
    number,
    number,
)


class TestSamePages(TestCase):
    """Four ways to the same pages, with the indexes up to date or behind."""

    @settings(max_examples=20)
    @given(
        before=st.lists(STEP, min_size=4, max_size=40),
        steps=st.lists(STEP, max_size=25),
        viewers=st.lists(st.integers(0, 6), min_size=2, max_size=2, unique=True),
        size=st.integers(1, 4),
    )
    def test_every_step(
        self,
        before: list[tuple[str, int, int]],
        steps: list[tuple[str, int, int]],
        viewers: list[int],
        size: int,
    ) -> None:
        world = World.made()
        for name, a, b in before:
            if " " not in name and name not in ("compact", "look"):
                world.step(name, a, b)
        place = Path(tempfile.mkdtemp())
        writer, graph_writer = Writer(place / "feed"), GraphWriter(place / "graph")
        actions.rebuild(writer)
        graph_actions.rebuild(graph_writer)
        graph = Graph(place / "graph")
        ways: dict[str, Chooser] = {
            "kernel": NoFallingBack(place / "feed", ties=graph.around),
            "twin": NoFallingBack(place / "feed", Twin, graph.around),
            "probed": Sql(probes=True),
            "scanned": Sql(probes=False),
        }
        for name, a, b in [("compact", 0, 0), *steps, ("look", 0, 0)]:
            if name == "follow the log":
                actions.follow(writer)
            elif name == "follow the graph":
                graph_actions.follow(graph_writer)
            elif name == "compact":
                writer.compact()
            elif name != "look":
                world.step(name, a, b)
                continue
            for viewer in viewers:
                expected = world.feed(world.people[viewer])
                for way, index in ways.items():
                    assert world.paged(world.people[viewer], index, size) == expected, (way, name)
        writer.close()
        graph_writer.close()
        shutil.rmtree(place)

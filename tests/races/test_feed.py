"""The feed while other processes write posts and its index, and when they are killed (FEED-3, quality 3)."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from django.db import connections

from rapport.content.posts.actions import publishing
from rapport.kernel.clock import now
from rapport.people.audience import Viewer
from rapport.people.ties.models import Follow
from rapport.projections.feed.actions import index as writing
from rapport.projections.feed.queries.choosing import Index
from rapport.projections.feed.queries.following import Chooser, page
from rapport.projections.feed.store import Writer
from rapport.projections.graph import actions as graph_actions
from rapport.projections.graph.queries import Graph
from rapport.projections.graph.store import Writer as GraphWriter
from tests.actions.vouching import member
from tests.feed.world import NoFallingBack, Sql
from tests.people import LIMITS

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
AUTHORS, OLD, SIZE, ROUNDS = 3, 60, 7, 4
KILLS = 2
Start = Callable[..., list[subprocess.Popen[str]]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts such a process on the database of this run; whatever still runs at the end is killed."""
    name = str(connections["default"].settings_dict["NAME"])
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.races.settings",
        "RACE_DATABASE": name,
        "PYTHONPATH": os.pathsep.join(["src", "."]),
    }
    running: list[subprocess.Popen[str]] = []

    def begin(*wanted: Sequence[object]) -> list[subprocess.Popen[str]]:
        begun = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.races.feeding", *map(str, given)],
                stdout=subprocess.PIPE, text=True, env=env,
            )
            for given in wanted
        ]  # fmt: skip
        running.extend(begun)
        for process in begun:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
        return begun

    yield begin
    for process in running:
        if process.poll() is None:
            killed(process)


def killed(process: subprocess.Popen[str]) -> list[int]:
    """Kill it at once; gives the posts it said were committed."""
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.stdout
    with process.stdout as out:
        said = [line for line in out if line.endswith("\n")]  # it may have been killed while it spoke
    return [int(line) for line in said if int(line)]


def everything(viewer: Viewer, index: Chooser, between: Callable[[], object] = lambda: None) -> list[int]:
    """All posts of the feed, page by page to its end."""
    found: list[int] = []
    cursor: str | None = None
    while True:
        some = page(viewer, cursor=cursor, size=SIZE, now=now(), limits=LIMITS, index=index)
        found += [item.id for item in some.items]
        cursor = some.next
        if cursor is None:
            return found
        between()


def _community() -> tuple[Viewer, list[int], list[int]]:
    """A reader, the authors they follow, and what those said before."""
    reader, *authors = (member(f"p{number}") for number in range(AUTHORS + 1))
    Follow.objects.bulk_create(Follow(owner_id=reader, other_id=one, since=now()) for one in authors)
    old = [
        publishing.publish(
            by=Viewer(authors[number % AUTHORS]),
            words=f"Old {number}",
            audience="anyone",
            now=now(),
            limits=LIMITS,
        )
        for number in range(OLD)
    ]
    return Viewer(reader), authors, old


def test_no_post_is_missed_or_doubled_while_others_write(start: Start, tmp_path: Path) -> None:
    """FEED-3: whatever is posted and taken back meanwhile, all that was there stands in the pages, each post once."""
    reader, authors, old = _community()
    writer, graph_writer = Writer(tmp_path / "feed"), GraphWriter(tmp_path / "graph")
    graph_actions.rebuild(graph_writer)
    writing.rebuild(writer)
    index = NoFallingBack(tmp_path / "feed", ties=Graph(tmp_path / "graph").around)
    (publisher,) = start(("publish", 1, *authors))
    read: list[int] = []
    number = 0
    while number < ROUNDS or len(read) < OLD + 2:  # on a loaded machine the publisher may begin late
        number += 1
        followed = (lambda: None, lambda: writing.follow(writer))[number % 2]
        read = everything(reader, index, between=followed)
        assert read == sorted(set(read), reverse=True)
        assert read[-OLD:] == old[::-1]
    new = killed(publisher)
    assert new
    everybody = everything(reader, index)
    assert everybody == everything(reader, Sql(probes=True)) == everything(reader, Sql(probes=False))
    assert set(new) <= set(everybody)
    assert len(set(read) - set(everybody)) <= 1  # one stood there for the moment before it was taken back
    graph_writer.close()
    writer.close()


def test_whoever_is_killed_every_page_is_right(start: Start, tmp_path: Path) -> None:
    """Quality 3: the publisher or the writer of the index dies at any moment, and no page is wrong afterwards."""
    reader, authors, old = _community()
    graph_writer = GraphWriter(tmp_path / "graph")
    graph_actions.rebuild(graph_writer)
    index = Index(tmp_path / "feed", ties=Graph(tmp_path / "graph").around)
    chance, said = random.Random(7), set(old)
    for number in range(KILLS):
        follower, publisher = start(("index", tmp_path / "feed"), ("publish", 1 + 1_000 * number, *authors))
        time.sleep(chance.uniform(0.1, 0.5))
        for one in (follower, publisher) if number % 2 else (publisher, follower):
            said |= set(killed(one))
        read = everything(reader, index)
        assert read == everything(reader, Sql(probes=True))
        assert said <= set(read)
    graph_writer.close()

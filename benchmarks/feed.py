"""The Following feed: kernel, numpy and the best SQL on one seeded community, in one run.

SCALE=full makes the million members and ten million posts of quality.md 7; otherwise a twentieth. Three posts in ten
are for connections alone, half of whom somebody follows they are connected to; viewers block and mute some.
"""

from __future__ import annotations

import django

django.setup()

import os  # noqa: E402 (the apps have to be ready first)
import statistics  # noqa: E402
import time  # noqa: E402
from collections.abc import Callable, Iterator  # noqa: E402
from datetime import timedelta  # noqa: E402
from typing import Any  # noqa: E402

import numpy as np  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from numpy.typing import NDArray  # noqa: E402

from benchmarks.graph_filled import insert  # noqa: E402
from benchmarks.measure import write  # noqa: E402
from rapport.content.posts.actions import publishing  # noqa: E402
from rapport.kernel.clock import now  # noqa: E402
from rapport.kernel.ids import first_of  # noqa: E402
from rapport.kernel.limits.rules import Limits  # noqa: E402
from rapport.people.actors.models import Actor  # noqa: E402
from rapport.people.audience import Viewer  # noqa: E402
from rapport.projections.feed import native  # noqa: E402
from rapport.projections.feed.actions import index as actions  # noqa: E402
from rapport.projections.feed.queries import choosing  # noqa: E402
from rapport.projections.feed.queries.choosing import Index  # noqa: E402
from rapport.projections.feed.queries.following import page  # noqa: E402
from rapport.projections.feed.queries.own import own  # noqa: E402
from rapport.projections.feed.queries.sql import SqlChooser  # noqa: E402
from rapport.projections.feed.rules.sources import AT_ONCE, TOP  # noqa: E402
from rapport.projections.feed.sources import Sources  # noqa: E402
from rapport.projections.feed.store import Writer  # noqa: E402
from rapport.projections.feed.twin import Twin  # noqa: E402
from rapport.projections.graph import actions as graph_actions  # noqa: E402
from rapport.projections.graph import queries as graph  # noqa: E402
from rapport.projections.graph.store import Writer as GraphWriter  # noqa: E402

SMALLER = 20
MEMBERS, POSTS = 1_000_000, 10_000_000
FOLLOWEES = (150, 1_000, 10_000, 30_000)
FOLLOWERS = (100, 10_000, 1_000_000)
DAYS = 730
DEEP = 1_000
SECONDS_EACH, MOST_TIMES = 1.0, 500
LIMITS = Limits()

Figures = dict[str, Any]
_SINCE = "2026-03-02 09:00:00+00:00"


def main() -> None:
    """Fill, build, choose, post."""
    scale = 1 if os.environ.get("SCALE") == "full" else SMALLER
    members, posts = MEMBERS // scale, POSTS // scale
    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    viewers = _fill(members, posts)
    figures: Figures = {"members": members, "posts": posts, "filled_s": _since(began)}
    graph_writer, writer = GraphWriter(settings.GRAPH_DIR), Writer(settings.FEED_DIR)
    graph_actions.rebuild(graph_writer)
    began = time.perf_counter()
    actions.rebuild(writer)
    figures["rebuild_s"] = _since(began)
    rows = writer.generation.rows.values()
    used = sum(8 * len(one.words) + 8 * one.places[one.end] for one in rows) + writer.generation.newest.nbytes
    figures["index_mb"] = round(used / 1e6, 1)
    print(figures, flush=True)
    figures["pages"] = {str(size): _asked(viewer) for size, viewer in viewers.items()}
    figures["a post"] = _posting(writer, members)
    graph_writer.close()
    writer.close()
    write("feed", figures)


def _since(began: float) -> float:
    return round(time.perf_counter() - began, 2)


def _fill(members: int, posts: int) -> dict[int, int]:
    """Actors 1, 2, …; the first are the viewers, who follow from some hundred to tens of thousands."""
    chance = np.random.default_rng(9)
    viewers = {size: place + 1 for place, size in enumerate(FOLLOWEES) if size < members}
    pull = chance.lognormal(0.0, 1.1, members)
    authors = chance.choice(members, posts, p=pull / pull.sum()) + 1
    begins = first_of(now() - timedelta(days=DAYS))
    ids = np.sort(chance.integers(begins, first_of(now() - timedelta(minutes=1)), posts))
    close = chance.random(posts) < 0.3
    with transaction.atomic(), connection.cursor() as cursor:
        insert(
            cursor,
            Actor._meta.db_table,
            "id kind handle name name_key headline picture picture_audience status created_at",
            (
                (one, "person", f"m{one}", f"M {one}", f"m {one}", "", "", "anyone", "active", _SINCE)
                for one in range(1, members + 1)
            ),
        )
        insert(
            cursor,
            "ties_network",
            "actor_id connections followers following members follow_policy invitation_policy primary_button "
            "connection_policy connection_line connection_list follower_list suggestion_policy",
            (
                (one, 0, 0, 0, 0, "connections_only" if one % 100 == 99 else "everyone", "everyone", "connect",
                 "anyone", "", "connections", "connections", "everyone")
                for one in range(1, members + 1)
            ),
        )  # fmt: skip
        insert(
            cursor,
            "posts_post",
            "id author_id owner_id writer_id audience form title text html version published_at",
            _posts(ids, authors, close),
        )
        for size, viewer in viewers.items():
            _tie(cursor, chance, members, size, viewer)
        for place, followers in enumerate(_followers(members)):
            author = members - place
            fans = chance.choice(members - 10, followers, replace=False) + 5
            insert(cursor, "ties_follow", "owner_id other_id origin private since",
                   ((fan, author, "choice", False, _SINCE) for fan in fans.tolist() if fan < members - 5))  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return viewers


def _posts(
    ids: NDArray[np.int64], authors: NDArray[np.int64], close: NDArray[np.bool_]
) -> Iterator[tuple[Any, ...]]:
    for start in range(0, len(ids), 100_000):
        part = slice(start, start + 100_000)
        for one, author, inside in zip(
            ids[part].tolist(), authors[part].tolist(), close[part].tolist(), strict=True
        ):
            audience = "connections" if inside else "anyone"
            yield (
                one,
                author,
                author,
                author,
                audience,
                "post",
                "",
                "Of rivers.",
                "<p>Of rivers.</p>",
                1,
                _SINCE,
            )


def _followers(members: int) -> list[int]:
    return [min(size, members - 100) for size in FOLLOWERS]


def _tie(cursor: Any, chance: np.random.Generator, members: int, size: int, viewer: int) -> None:
    """Follows, connections to half of them, a hundredth blocked, as many muted."""
    others = (chance.choice(members - 20, size, replace=False) + 5).tolist()
    insert(cursor, "ties_follow", "owner_id other_id origin private since",
           ((viewer, one, "choice", False, _SINCE) for one in others))  # fmt: skip
    near = others[: size // 2]
    both = [pair for one in near for pair in ((viewer, one), (one, viewer))]
    insert(cursor, "ties_connection", "owner_id other_id context since",
           ((one, other, "", _SINCE) for one, other in both))  # fmt: skip
    insert(cursor, "ties_block", "owner_id other_id since",
           ((one, viewer, _SINCE) for one in others[-max(1, size // 100) :]))  # fmt: skip
    muted = others[: max(1, size // 100)]
    insert(
        cursor, "ties_mute", "owner_id other_id until since", ((viewer, one, None, _SINCE) for one in muted)
    )


def _asked(viewer: int) -> Figures:
    """Microseconds, median: choosing the first page and one far down, and whole pages with all their statements."""
    mine = own(viewer, now())
    index = Index(settings.FEED_DIR)
    fresh = index._fresh()
    around = graph.current().around(viewer)
    assert fresh is not None
    assert around is not None
    kernel = native.library()

    def sources() -> Sources:
        return choosing._sources(*fresh, around, mine)

    first = page(Viewer(viewer), size=20, now=now(), limits=LIMITS, index=index)
    deep = Twin(sources()).choose(TOP, DEEP).posts[-1]
    sql = SqlChooser(mine)
    figures: Figures = {"shown": len(first.items)}
    for name, below in (("first", TOP), ("deep", deep)):
        asked: dict[str, Callable[[], object]] = {
            "numpy": lambda below=below: Twin(sources()).choose(below, AT_ONCE),
            "sql probed": lambda below=below: sql.probed(below, AT_ONCE),
            "sql scanned": lambda below=below: sql.scanned(below, AT_ONCE),
        }
        if kernel is not None:
            made = native.Native(kernel, sources())
            asked["kernel alone"] = lambda below=below, made=made: made.choose(below, AT_ONCE)
            asked["kernel"] = lambda below=below: native.Native(kernel, sources()).choose(below, AT_ONCE)
        times = {what: _median(once) for what, once in asked.items()}
        best = min(times["sql probed"], times["sql scanned"])
        figures[name] = {**times, "sql to kernel": round(best / times.get("kernel", times["numpy"]), 1)}
    figures["whole page"] = _median(
        lambda: page(Viewer(viewer), size=20, now=now(), limits=LIMITS, index=index)
    )
    print(viewer, figures, flush=True)
    return figures


def _median(once: Callable[[], object]) -> float:
    times: list[float] = []
    ends = time.perf_counter() + SECONDS_EACH
    while len(times) < 3 or (len(times) < MOST_TIMES and time.perf_counter() < ends):
        began = time.perf_counter()
        once()
        times.append((time.perf_counter() - began) * 1e6)
    return round(statistics.median(times), 1)


def _posting(writer: Writer, members: int) -> Figures:
    """Microseconds of a post by somebody with so many followers: published, and taken into the index."""
    found: Figures = {}
    limits = Limits(posts_per_hour=1_000_000)
    for place, followers in enumerate(_followers(members)):
        by = Viewer(members - place)

        def publish(by: Viewer = by) -> None:
            publishing.publish(by=by, words="Of granite.", audience="anyone", now=now(), limits=limits)

        def both(publish: Callable[[], None] = publish) -> None:
            publish()
            actions.follow(writer)

        found[str(followers)] = {"published": _median(publish), "and indexed": _median(both)}
        print(followers, found[str(followers)], flush=True)
    return found


if __name__ == "__main__":
    main()

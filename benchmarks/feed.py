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
from collections.abc import Callable  # noqa: E402
from typing import Any  # noqa: E402

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from benchmarks import feed_served  # noqa: E402
from benchmarks.feed_filled import fill, followed  # noqa: E402
from benchmarks.measure import write  # noqa: E402
from rapport.content.posts.actions import publishing  # noqa: E402
from rapport.content.posts.queries.seeing import seen_posts  # noqa: E402
from rapport.kernel.clock import now  # noqa: E402
from rapport.kernel.limits.rules import Limits  # noqa: E402
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
DEEP = 1_000
SECONDS_EACH, MOST_TIMES = 1.0, 500
LIMITS = Limits()

Figures = dict[str, Any]


def main() -> None:
    """Fill, build, choose, post."""
    scale = 1 if os.environ.get("SCALE") == "full" else SMALLER
    members, posts = MEMBERS // scale, POSTS // scale
    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    call_command("createcachetable", verbosity=0)
    viewers = fill(members, posts)
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
    graph_actions.follow(graph_writer)
    graph_writer.close()
    writer.close()
    figures["site"] = feed_served.measured(viewers)
    write("feed", figures)


def _since(began: float) -> float:
    return round(time.perf_counter() - began, 2)


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
    chosen = choosing.engine(sources()).choose(TOP, AT_ONCE).posts
    figures["parts of a page"] = {
        "what is the viewer's own": _median(lambda: own(viewer, now())),
        "rows, by two readings of the log": _median(lambda: index.choice(mine)),
        "each post looked at by visibility": _median(lambda: seen_posts(Viewer(viewer), chosen, LIMITS)),
    }
    figures["whole page"] = _median(
        lambda: page(Viewer(viewer), size=20, now=now(), limits=LIMITS, index=index)
    )
    print(viewer, figures, flush=True)
    return figures


def _median(once: Callable[[], object]) -> float:
    """Microseconds: of CPU on SQLite, where all is done in this process; by the clock where a server works too."""
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    times: list[float] = []
    ends = time.perf_counter() + SECONDS_EACH
    while len(times) < 3 or (len(times) < MOST_TIMES and time.perf_counter() < ends):
        began = clock()
        once()
        times.append((clock() - began) * 1e6)
    return round(statistics.median(times), 1)


def _posting(writer: Writer, members: int) -> Figures:
    """Microseconds of a post by somebody with so many followers: published, and taken into the index."""
    found: Figures = {}
    limits = Limits(posts_per_hour=1_000_000)
    for author, followers in followed(members).items():
        by = Viewer(author)

        def publish(by: Viewer = by) -> None:
            publishing.publish(by=by, words="Of granite.", audience="anyone", now=now(), limits=limits)

        def both(publish: Callable[[], None] = publish) -> None:
            publish()
            actions.follow(writer)

        found[str(followers)] = {"published": _median(publish), "and indexed": _median(both)}
        print(followers, found[str(followers)], flush=True)
    few, *_, most = (one["and indexed"] for one in found.values())
    return found | {"ratio of most to few": round(most / few, 2)}


if __name__ == "__main__":
    main()

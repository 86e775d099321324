"""A seeded community with posts in bulk: viewers who follow from some hundred to tens of thousands, authors whom up to
everybody follows.

Three posts in ten are for connections alone, one in twenty carries a hashtag. Viewers are connected to half of those
whom they follow, are blocked by a hundredth of them and have muted as many; of a hundred members one lets only
connections follow. The newest posts are of some length, with reactions and comments.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

from benchmarks.graph_filled import insert
from rapport.content.discussion.rules.reacting import Reaction
from rapport.kernel.clock import now
from rapport.kernel.ids import first_of
from rapport.people.accounts.models import Account
from rapport.people.ties.models import Hashtag, HashtagFollow, Network

FOLLOWEES = (150, 1_000, 10_000, 30_000)
FOLLOWERS = (100, 10_000, 1_000_000)
DAYS = 730
HASHTAGS = 1_000
_SINCE = "2026-03-02 09:00:00+00:00"
_PART = 100_000
_LONG = (
    "<p>" + "The gauge below the weir read two metres at six, and the river has fallen since. " * 5 + "</p>"
)
_INDEXED = ("posts_post", "posts_posthashtag", "ties_connection", "ties_follow", "actors_actor")

Ids = NDArray[np.int64]


def fill(members: int, posts: int) -> dict[int, int]:
    """Actors 1, 2, …; the first are the viewers: gives who follows so many."""
    chance = np.random.default_rng(9)
    viewers = {size: place + 1 for place, size in enumerate(FOLLOWEES) if size < members}
    pull = chance.lognormal(0.0, 1.1, members)
    authors = chance.choice(members, posts, p=pull / pull.sum()) + 1
    begins = first_of(now() - timedelta(days=DAYS))
    ids = np.sort(chance.integers(begins, first_of(now() - timedelta(minutes=1)), posts))
    close = chance.random(posts) < 0.3
    with _unguarded(), transaction.atomic(), connection.cursor() as cursor:
        _people(cursor, members)
        insert(
            cursor,
            "posts_post",
            "id author_id owner_id writer_id audience form title text html version published_at",
            _posts(ids, authors, close),
        )
        tagged = chance.choice(ids, posts // 20, replace=False)
        tags = chance.integers(1, HASHTAGS + 1, len(tagged))
        Hashtag.objects.bulk_create(Hashtag(id=one, name=f"river{one}") for one in range(1, HASHTAGS + 1))
        insert(cursor, "posts_posthashtag", "post_id hashtag_id",
               zip(tagged.tolist(), tags.tolist(), strict=True))  # fmt: skip
        _talk(cursor, chance, members, ids[-posts // 50 :])
        strangers = len(viewers) + 1
        _connections(cursor, chance, strangers, members)
        for size, viewer in viewers.items():
            _tie(cursor, chance, members, size, viewer)
        for author, followers in followed(members).items():
            fans = chance.choice(members - 10, followers, replace=False) + 5
            insert(cursor, "ties_follow", "owner_id other_id origin private since",
                   ((fan, author, "choice", False, _SINCE) for fan in fans.tolist() if fan < members - 5))  # fmt: skip
    for size, viewer in viewers.items():
        Network.objects.filter(pk=viewer).update(connections=size // 2, following=size)
    for author, followers in followed(members).items():
        Network.objects.filter(pk=author).update(followers=followers)
    Account.objects.bulk_create(
        Account(email=f"m{one}@example.org", actor_id=one, joined_at=now(), approved_at=now())
        for one in viewers.values()
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return viewers


def followed(members: int) -> dict[int, int]:
    """The authors whom so many follow."""
    return {members - place: min(size, members - 100) for place, size in enumerate(FOLLOWERS)}


@contextmanager
def _unguarded() -> Iterator[None]:
    """Write the large tables without their indexes, which are made at the end, and without looking at references."""
    postgresql = connection.vendor == "postgresql"
    catalogue = (
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT IN"
        " (SELECT conname FROM pg_constraint)"
        if postgresql
        else "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL"
    )
    with connection.cursor() as cursor:
        found: list[tuple[str, str]] = []
        for table in _INDEXED:
            cursor.execute(catalogue, [table])
            found += cursor.fetchall()
        for name, _ in found:
            cursor.execute(f'DROP INDEX "{name}"')
        cursor.execute(
            "SET session_replication_role = replica" if postgresql else "PRAGMA foreign_keys = OFF"
        )
        yield
        cursor.execute("SET session_replication_role = origin" if postgresql else "PRAGMA foreign_keys = ON")
        for _, statement in found:
            cursor.execute(statement)


def _people(cursor: Any, members: int) -> None:
    insert(
        cursor,
        "actors_actor",
        "id kind handle name name_key headline picture picture_audience status created_at",
        (
            (one, "person", f"m{one}", f"M {one}", f"m {one}", "Keeps a gauge on a river", "", "anyone",
             "active", _SINCE)
            for one in range(1, members + 1)
        ),
    )  # fmt: skip
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


def _posts(ids: Ids, authors: Ids, close: NDArray[np.bool_]) -> Iterator[tuple[Any, ...]]:
    newest = int(ids[-len(ids) // 50])
    for start in range(0, len(ids), _PART):
        part = slice(start, start + _PART)
        columns = (column[part].tolist() for column in (ids, authors, close))
        for one, author, inside in zip(*columns, strict=True):
            audience = "connections" if inside else "anyone"
            html = _LONG if one > newest else "<p>Of rivers.</p>"
            yield one, author, author, author, audience, "post", "", html[3:-4], html, 1, _SINCE


def _talk(cursor: Any, chance: np.random.Generator, members: int, ids: Ids) -> None:
    """Four reactions to each of these posts, and two comments."""
    kinds = [one.value for one in Reaction]
    fans = chance.integers(5, members - 5, len(ids))
    insert(
        cursor,
        "discussion_postreaction",
        "post_id actor_id kind at",
        (
            (post, (fan + step) % (members - 5) + 5, kinds[step % len(kinds)], _SINCE)
            for post, fan in zip(ids.tolist(), fans.tolist(), strict=True)
            for step in range(4)
        ),
    )
    insert(
        cursor,
        "discussion_comment",
        "id post_id thread_id author_id text html at",
        (
            (post + step, post, post + step, (fan + step) % (members - 5) + 5, "Seen it.", "<p>Seen it.</p>", _SINCE)
            for post, fan in zip(ids.tolist(), fans.tolist(), strict=True)
            for step in (1, 2)
        ),
    )  # fmt: skip


def _connections(cursor: Any, chance: np.random.Generator, first: int, members: int) -> None:
    """As many connections as there are members, so that authors have some in common with viewers."""
    one, other = chance.integers(first, members + 1, (2, members))
    low, high = np.minimum(one, other), np.maximum(one, other)
    keys = np.unique((low * (members + 1) + high)[low != high])
    low, high = keys // (members + 1), keys % (members + 1)
    for begin, end in ((low, high), (high, low)):
        insert(cursor, "ties_connection", "owner_id other_id context since",
               ((a, b, "", _SINCE) for a, b in zip(begin.tolist(), end.tolist(), strict=True)))  # fmt: skip


def _tie(cursor: Any, chance: np.random.Generator, members: int, size: int, viewer: int) -> None:
    """Follows, connections to half of them, a hundredth blocked, as many muted, three hashtags."""
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
    insert(cursor, "ties_mute", "owner_id other_id until since",
           ((viewer, one, None, _SINCE) for one in muted))  # fmt: skip
    HashtagFollow.objects.bulk_create(
        HashtagFollow(owner_id=viewer, hashtag_id=one, since=now()) for one in range(1, 4)
    )

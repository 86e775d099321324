"""What the Top feed knows of posts for one reader: who talks there, which topics, whom one talks with (FEED-4).

Only what the reader may see counts, so that no weight tells of anything hidden from them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rapport.content.discussion.queries.counts import SAID_HERE
from rapport.content.discussion.queries.seeing import seen_sql
from rapport.content.posts.queries.seeing import SeenPost
from rapport.kernel import ids
from rapport.kernel.rows import Columns, Reading, Rows, together
from rapport.people.actors.rules import Status
from rapport.people.audience import Audience, Viewer
from rapport.projections.feed.queries.preferences import (
    Less,
    Preferences,
    less_from,
    preferences_from,
    readings,
)
from rapport.projections.feed.rules.top import BROUGHT, CLOSE_POSTS, TOPIC_DAYS

_ACTIVE = f"a.status = '{Status.ACTIVE.value}'"
_OPEN = f"o.audience = '{Audience.ANYONE.value}'"


@dataclass(frozen=True)
class Brought:
    """Who, of one's connections, brought a post in, and whether by passing it on (else by a comment)."""

    actor_id: int
    passed_on: bool


@dataclass(frozen=True)
class Drawn:
    """What one chose, and posts to weigh beside the newest: of people one talks with, and what connections brought."""

    preferences: Preferences
    less: Less
    close: tuple[int, ...]
    brought: Mapping[int, tuple[Brought, ...]]


_CLOSE = f"""
    FROM (SELECT p.id FROM posts_post p WHERE p.owner_id IN (%s) AND p.id > %s AND p.id < %s
          ORDER BY p.id DESC LIMIT {CLOSE_POSTS}) x
"""  # noqa: S608 (a number of ours)
_COMMENTED = f"""
    FROM (SELECT c.id, c.post_id, c.author_id FROM ties_connection t
          JOIN actors_actor a ON a.id = t.other_id AND {_ACTIVE}
          JOIN discussion_comment c ON c.author_id = t.other_id AND c.id > %s AND c.id < %s
          JOIN posts_post o ON o.id = c.post_id AND o.author_id <> c.author_id
          WHERE t.owner_id = %s AND {_OPEN} AND o.id > %s AND {SAID_HERE} ORDER BY c.id DESC LIMIT {BROUGHT}) x
"""  # noqa: S608 (words of ours)
_PASSED_ON = f"""
    FROM (SELECT p.id, p.original_id AS post_id, p.author_id FROM ties_connection t
          JOIN actors_actor a ON a.id = t.other_id AND {_ACTIVE}
          JOIN posts_post p ON p.author_id = t.other_id AND p.id > %s AND p.id < %s
          JOIN posts_post o ON o.id = p.original_id AND o.author_id <> p.author_id
          WHERE t.owner_id = %s AND {_OPEN} AND o.id > %s AND {{seen}} ORDER BY p.id DESC LIMIT {BROUGHT}) x
"""  # noqa: S608 (words of ours)
_DEEDS: Columns = (("x.id", int), ("x.post_id", int), ("x.author_id", int))


def drawn(viewer: Viewer, close: Collection[int], *, above: int, below: int) -> Drawn:
    """All of it between two moments, by one statement; `close` are the people one talks with."""
    me = viewer.actor_id
    assert me is not None
    seen, params = seen_sql(viewer, "p.id")
    chosen, less_of, less_on, near, commented, passed = together(
        *readings(me),
        Reading((("x.id", int),), _CLOSE, (close, above, below)),
        Reading(_DEEDS, _COMMENTED, (above, below, me, above)),
        Reading(_DEEDS, _PASSED_ON.format(seen=seen), (above, below, me, above, *params)),
    )
    deeds = [(*row, False) for row in commented] + [(*row, True) for row in passed]
    brought: dict[int, tuple[Brought, ...]] = {}
    for _, post, actor, passed_on in sorted(deeds, reverse=True):  # the latest first
        brought[post] = (*brought.get(post, ()), Brought(actor, passed_on))
    return Drawn(
        preferences_from(chosen), less_from(less_of, less_on), tuple(one for (one,) in near), brought
    )


@dataclass(frozen=True)
class Evidence:
    """By post: its hashtags with those of what it passes on, and the people near the reader who talk there."""

    hashtags: Mapping[int, frozenset[str]]
    talkers: Mapping[int, frozenset[int]]
    known: frozenset[str]


_TAGS = "FROM posts_posthashtag t JOIN ties_hashtag h ON h.id = t.hashtag_id WHERE t.post_id IN (%s)"
_NEAR = """
    (EXISTS (SELECT 1 FROM ties_connection k WHERE k.owner_id = %s AND k.other_id = a.id)
     OR EXISTS (SELECT 1 FROM ties_follow f WHERE f.owner_id = %s AND f.other_id = a.id))
"""
_TALKED = f"""
    FROM (SELECT DISTINCT c.post_id, c.author_id FROM discussion_comment c
          JOIN actors_actor a ON a.id = c.author_id AND {_ACTIVE}
          WHERE c.post_id IN (%s) AND c.id < %s AND {_NEAR} AND {SAID_HERE}
          UNION SELECT p.original_id, p.author_id FROM posts_post p
          JOIN actors_actor a ON a.id = p.author_id AND {_ACTIVE}
          WHERE p.original_id IN (%s) AND p.id < %s AND {_NEAR} AND {{seen}}) x
"""  # noqa: S608 (words of ours)
_KNOWN = """
    FROM (SELECT p.id FROM posts_post p WHERE p.author_id = %s AND p.id > %s
          UNION SELECT c.post_id FROM discussion_comment c WHERE c.author_id = %s AND c.id > %s
          UNION SELECT r.post_id FROM discussion_postreaction r WHERE r.actor_id = %s AND r.at > %s
          UNION SELECT s.post_id FROM discussion_save s WHERE s.owner_id = %s AND s.at > %s) mine
    JOIN posts_posthashtag t ON t.post_id = mine.id JOIN ties_hashtag h ON h.id = t.hashtag_id GROUP BY h.name
"""


def evidence(
    viewer: Viewer,
    posts: Sequence[SeenPost],
    ties: Callable[[Sequence[int]], tuple[set[int], set[int]]],
    *,
    muted: Collection[int],
    below: int,
    now: datetime,
) -> Evidence:
    """What was said about these posts until `below`, and which topics the reader knows; one statement.

    Who stands near the reader is who is connected to them or whom they follow, so that it counts (`ties`, REL-1);
    neither the reader nor the author of a post is a talker there, nor anybody `muted` (FEED-5).
    """
    me = viewer.actor_id
    asked = {one for post in posts for one in (post.id, post.original_id) if one is not None}
    since = now - timedelta(days=TOPIC_DAYS)
    seen, params = seen_sql(viewer, "p.id")
    about = [post.id for post in posts]
    tags, talked, known = together(
        Reading((("t.post_id", int), ("h.name", str)), _TAGS, (asked,)),
        Reading(
            (("x.post_id", int), ("x.author_id", int)),
            _TALKED.format(seen=seen),
            (about, below, me, me, about, below, me, me, *params),
        ),
        Reading(
            (("h.name", str),),
            _KNOWN,
            (me, ids.first_of(since), me, ids.first_of(since), me, since, me, since),
        ),
    )
    named: dict[int, set[str]] = {}
    for post, name in tags:
        named.setdefault(post, set()).add(name)
    return Evidence(
        {
            post.id: frozenset(named.get(post.id, set()) | named.get(post.original_id or 0, set()))
            for post in posts
        },
        _talkers(posts, [row for row in talked if row[1] not in muted], ties),
        frozenset(name for (name,) in known),
    )


def _talkers(
    posts: Sequence[SeenPost], talked: Rows, ties: Callable[[Sequence[int]], tuple[set[int], set[int]]]
) -> dict[int, frozenset[int]]:
    people = sorted({actor for _, actor in talked})
    followed, connected = ties(people) if people else (set[int](), set[int]())
    near = followed | connected
    found: dict[int, set[int]] = {}
    for post, actor in talked:
        if actor in near:
            found.setdefault(post, set()).add(actor)
    return {post.id: frozenset(found.get(post.id, set()) - {post.author_id}) for post in posts}

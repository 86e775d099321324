"""Choosing by the database alone: while there is no index, and as its oracle.

Below some thousand followees the newest post of each is looked up, and the twenty who posted last are read; above,
recent posts are read until enough are the viewer's (quality 7: never left to the planner).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rapport.kernel.rows import fetch
from rapport.people.audience import Audience
from rapport.people.ties.rules import FollowPolicy
from rapport.projections.feed.queries.own import Own
from rapport.projections.feed.sources import Chosen

PROBED_AT_MOST = 3_000
"""More followees than this are not looked up one by one."""

_OPEN = f"'{Audience.ANYONE.value}', '{Audience.MEMBERS.value}'"
_COUNTS = f"""(NOT EXISTS (SELECT 1 FROM ties_network n WHERE n.actor_id = f.other_id
        AND n.follow_policy = '{FollowPolicy.CONNECTIONS_ONLY.value}')
    OR EXISTS (SELECT 1 FROM ties_connection c WHERE c.owner_id = f.owner_id AND c.other_id = f.other_id))"""  # noqa: S608 (a word of ours)
_CONNECTED = """EXISTS (
    SELECT 1 FROM ties_connection c WHERE c.owner_id = f.owner_id AND c.other_id = f.other_id)"""
_FOLLOWED = (
    f"SELECT COUNT(*) FROM (SELECT 1 FROM ties_follow WHERE owner_id = %s LIMIT {PROBED_AT_MOST + 1}) f"  # noqa: S608 (a number of ours)
)

_NEWEST = f"""
    SELECT f.other_id,
        CASE WHEN {_CONNECTED} THEN 1 ELSE 0 END,
        COALESCE((SELECT p.id FROM posts_post p WHERE p.owner_id = f.other_id AND p.id < %s
            AND (p.audience IN ({_OPEN}) OR (p.audience = '{Audience.CONNECTIONS.value}' AND {_CONNECTED}))
            ORDER BY p.id DESC LIMIT 1), 0)
    FROM ties_follow f WHERE f.owner_id = %s AND {_COUNTS}
"""  # noqa: S608 (words of ours)

_OF_OWNER = "SELECT id FROM posts_post p WHERE owner_id = %s AND id < %s AND audience IN (%s) ORDER BY id DESC LIMIT %s"
_OF_HASHTAG = f"""
    SELECT t.post_id FROM posts_posthashtag t JOIN posts_post p ON p.id = t.post_id
    WHERE t.hashtag_id = %s AND t.post_id < %s AND (p.audience IN ({_OPEN}) OR (
        p.audience = '{Audience.CONNECTIONS.value}' AND EXISTS (
            SELECT 1 FROM ties_connection c WHERE c.owner_id = %s AND c.other_id = p.owner_id)))
    ORDER BY t.post_id DESC LIMIT %s
"""  # noqa: S608 (words of ours)

_SCAN = f"""
    SELECT p.id FROM posts_post p WHERE p.id < %s AND (
        p.owner_id = %s
        OR (p.audience <> '{Audience.GROUP.value}' AND p.audience <> '{Audience.ONLY_ME.value}' AND EXISTS (
            SELECT 1 FROM ties_follow f WHERE f.owner_id = %s AND f.other_id = p.owner_id
            AND (p.audience <> '{Audience.CONNECTIONS.value}' OR {_CONNECTED}) AND {_COUNTS}))
        OR (p.audience = '{Audience.GROUP.value}' AND p.owner_id IN (%s))
        OR (p.audience <> '{Audience.GROUP.value}' AND p.audience <> '{Audience.ONLY_ME.value}' AND EXISTS (
            SELECT 1 FROM posts_posthashtag t WHERE t.post_id = p.id AND t.hashtag_id IN (%s))
            AND (p.audience <> '{Audience.CONNECTIONS.value}' OR EXISTS (
                SELECT 1 FROM ties_connection c WHERE c.owner_id = %s AND c.other_id = p.owner_id))))
    ORDER BY p.id DESC LIMIT %s
"""  # noqa: S608 (words of ours)


class SqlChooser:
    """What `choosing.Index` chooses, by the database alone; for one page."""

    def __init__(self, own: Own) -> None:
        """Count the followees, which decides how they are asked."""
        self._own = own
        ((followees,),) = fetch(_FOLLOWED, own.viewer_id, kinds=(int,))
        self._probes = followees <= PROBED_AT_MOST

    def choose(self, below: int, room: int) -> Chosen:
        """The newest `room` posts below `below`."""
        return self.probed(below, room) if self._probes else self.scanned(below, room)

    def scanned(self, below: int, room: int) -> Chosen:
        """Read posts from the newest on until enough are the viewer's."""
        own = self._own
        me = own.viewer_id
        found = fetch(_SCAN, below, me, me, sorted(own.groups), sorted(own.hashtags), me, room, kinds=(int,))
        return _chosen([post for (post,) in found], room)

    def probed(self, below: int, room: int) -> Chosen:
        """Look up the newest post of each followee, then read those who posted last."""
        own = self._own
        me = own.viewer_id
        newest = fetch(_NEWEST, below, me, kinds=(int, int, int))
        last = sorted((one for one in newest if one[2]), key=lambda one: -one[2])[:room]
        audiences = [Audience.ANYONE.value, Audience.MEMBERS.value]
        asked: list[tuple[str, tuple[Any, ...]]] = [
            (
                _OF_OWNER,
                (owner, below, [*audiences, Audience.CONNECTIONS.value] if connected else audiences, room),
            )
            for owner, connected, _ in last
        ]
        asked.append((_OF_OWNER, (me, below, [one.value for one in Audience], room)))
        asked += [(_OF_OWNER, (group, below, [Audience.GROUP.value], room)) for group in sorted(own.groups)]
        asked += [(_OF_HASHTAG, (hashtag, below, me, room)) for hashtag in sorted(own.hashtags)]
        return _chosen(sorted(_all(asked), reverse=True)[:room], room)


def _chosen(posts: list[int], room: int) -> Chosen:
    return Chosen(posts, posts[-1] if len(posts) == room else 0)


_AT_ONCE = 40


def _all(asked: Sequence[tuple[str, tuple[Any, ...]]]) -> set[int]:
    """The posts of all these statements, some of which are sent as one."""
    found: set[int] = set()
    for start in range(0, len(asked), _AT_ONCE):
        part = asked[start : start + _AT_ONCE]
        sql = " UNION ALL ".join(f"SELECT * FROM ({one}) q{place}" for place, (one, _) in enumerate(part))  # noqa: S608 (ours)
        params = [param for _, params in part for param in params]
        found.update(post for (post,) in fetch(sql, *params, kinds=(int,)))
    return found

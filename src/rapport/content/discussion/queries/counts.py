"""What stands below posts in figures, exactly as one viewer may know it, for many posts at once (FEED-2, FEED-6).

A figure counts what its list would show: nobody who is gone or blocked either way with the viewer, and no repost
that they do not see. So two viewers may read two numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache

from rapport.content.discussion.rules.reacting import Reaction
from rapport.content.posts.models import Post
from rapport.content.posts.queries.seeing import posts_seen
from rapport.kernel.limits.rules import Limits
from rapport.kernel.rows import Columns, Reading, Rows, together
from rapport.people.actors.rules import Status
from rapport.people.audience import Viewer


@dataclass(frozen=True)
class Reactions:
    """How many reacted, by kind, and what the viewer said."""

    kinds: Mapping[Reaction, int] = field(default_factory=dict)
    mine: Reaction | None = None

    @property
    def total(self) -> int:
        """How many reacted at all."""
        return sum(self.kinds.values())


@dataclass(frozen=True)
class Counts:
    """The figures below one post, and whether the viewer keeps it."""

    reactions: Reactions = Reactions()
    comments: int = 0
    reposts: int = 0
    saved: bool = False


NO_REACTIONS, NOTHING = Reactions(), Counts()

UNBARRED = """
    NOT IN (SELECT other_id FROM ties_block WHERE owner_id = %s
            UNION ALL SELECT owner_id FROM ties_block WHERE other_id = %s)
"""
"""What follows a column of somebody who is not blocked either way with the viewer, given twice."""
SAID_HERE = """
    NOT EXISTS (SELECT 1 FROM ties_block b JOIN posts_post o ON o.author_id = b.other_id
                WHERE b.owner_id = c.author_id AND o.id = c.post_id)
    AND NOT EXISTS (SELECT 1 FROM posts_post o JOIN ties_block b ON b.owner_id = o.author_id
                    WHERE o.id = c.post_id AND b.other_id = c.author_id)
"""
"""That a comment `c` is not by somebody who is blocked either way with the author of its post: see `said_to`."""
_ACTIVE = f"JOIN actors_actor a ON a.status = '{Status.ACTIVE.value}' AND a.id = "
_KINDS: Columns = (("r.at_id", int), ("r.kind", str), ("COUNT(*)", int))


def _reacted(table: str, column: str) -> str:
    """Reactions by what they are at and by kind."""
    return f"""
        FROM (SELECT x.{column} AS at_id, x.kind FROM {table} x {_ACTIVE} x.actor_id
              WHERE x.{column} IN (%s) AND x.actor_id {UNBARRED}) r GROUP BY r.at_id, r.kind
    """  # noqa: S608 (names of ours)


_ON_POSTS = _reacted("discussion_postreaction", "post_id")
_ON_COMMENTS = _reacted("discussion_commentreaction", "comment_id")
_COMMENTED = f"""
    FROM discussion_comment c {_ACTIVE} c.author_id WHERE c.post_id IN (%s) AND c.author_id {UNBARRED}
        AND {SAID_HERE} GROUP BY c.post_id
"""
_MY_POSTS = (("post_id", int), ("kind", str))
_MY_COMMENTS = (("comment_id", int), ("kind", str))


def counts(viewer: Viewer, post_ids: Collection[int], limits: Limits) -> dict[int, Counts]:
    """The figures below these posts, all of which this viewer sees, by id; one statement for all of them."""
    if not post_ids or (viewer.is_visitor and not limits.public_pages):
        return dict.fromkeys(post_ids, NOTHING)
    ids, me = list(post_ids), viewer.actor_id
    sql, params = _reposts(viewer.is_visitor)
    given: dict[object, object] = {_VIEWER: me, _ORIGINAL: ids}
    reacted, commented, reposted, mine, kept = together(
        Reading(_KINDS, _ON_POSTS, (ids, me, me)),
        Reading((("c.post_id", int), ("COUNT(*)", int)), _COMMENTED, (ids, me, me)),
        Reading(
            (("p.original_id", int), ("COUNT(*)", int)),
            f"FROM ({sql}) p GROUP BY p.original_id",
            tuple(given.get(one, one) for one in params),
        ),
        Reading(_MY_POSTS, "FROM discussion_postreaction WHERE actor_id = %s AND post_id IN (%s)", (me, ids)),
        Reading(
            (("post_id", int),), "FROM discussion_save WHERE owner_id = %s AND post_id IN (%s)", (me, ids)
        ),
    )
    said = _reactions(ids, reacted, mine)
    comments, reposts = dict(commented), dict(reposted)
    saved = {one for (one,) in kept}
    return {one: Counts(said[one], comments.get(one, 0), reposts.get(one, 0), one in saved) for one in ids}


def on_comments(viewer: Viewer, comment_ids: Collection[int]) -> dict[int, Reactions]:
    """The reactions to these comments, which this viewer sees, by id; one statement."""
    if not comment_ids:
        return {}
    ids, me = list(comment_ids), viewer.actor_id
    reacted, mine = together(
        Reading(_KINDS, _ON_COMMENTS, (ids, me, me)),
        Reading(
            _MY_COMMENTS,
            "FROM discussion_commentreaction WHERE actor_id = %s AND comment_id IN (%s)",
            (me, ids),
        ),
    )
    return _reactions(ids, reacted, mine)


def _reactions(ids: Collection[int], reacted: Rows, mine: Rows) -> dict[int, Reactions]:
    kinds: dict[int, dict[Reaction, int]] = {one: {} for one in ids}
    for one, kind, count in reacted:
        kinds[one][Reaction(kind)] = count
    said = {one: Reaction(kind) for one, kind in mine}
    return {
        one: Reactions({kind: found[kind] for kind in Reaction if kind in found}, said.get(one))
        for one, found in kinds.items()
    }


_VIEWER, _ORIGINAL = -1, -2
"""Stand in a composed statement where the id of the viewer and those of the originals will."""


@cache
def _reposts(visitor: bool) -> tuple[str, tuple[object, ...]]:
    """The statement of reposts that a viewer sees, composed once."""
    viewer = Viewer() if visitor else Viewer(_VIEWER)
    rows = posts_seen(viewer, Limits(), Post.objects.filter(original_id__in=[_ORIGINAL]))
    return rows.values_list("original_id").order_by().query.sql_with_params()

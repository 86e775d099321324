"""How polls stand, as far as each viewer is shown it (FEED-1). Who chose what is told to nobody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from rapport.content.posts.queries.views import PostView
from rapport.content.posts.rules.owning import Place
from rapport.content.posts.rules.polling import results_shown
from rapport.kernel.rows import Reading, together
from rapport.people.actors.rules import Status
from rapport.people.audience import Viewer


@dataclass(frozen=True)
class OptionView:
    """One answer; `votes` and `percent` are None where results are not shown."""

    place: int
    text: str
    votes: int | None
    percent: int | None


@dataclass(frozen=True)
class PollView:
    """A poll as one viewer is shown it; `mine` is the place of the answer they chose."""

    post_id: int
    options: tuple[OptionView, ...]
    ends_at: datetime
    over: bool
    mine: int | None
    votes: int | None
    may_vote: bool


_OPTIONS = "FROM posts_polloption WHERE post_id IN (%s)"
_ENDS = "FROM posts_poll WHERE post_id IN (%s)"
_MINE = "FROM posts_pollvote WHERE voter_id = %s AND post_id IN (%s)"
_VOTES = f"""
    FROM posts_pollvote v JOIN actors_actor a ON a.id = v.voter_id AND a.status = '{Status.ACTIVE.value}'
    WHERE v.post_id IN (%s) AND NOT EXISTS (SELECT 1 FROM ties_block b WHERE b.owner_id = %s AND b.other_id = a.id)
        AND NOT EXISTS (SELECT 1 FROM ties_block b WHERE b.owner_id = a.id AND b.other_id = %s)
    GROUP BY v.post_id, v.place
"""  # noqa: S608 (a word of ours)


def polls(viewer: Viewer, posts: Iterable[PostView], now: datetime) -> Mapping[int, PollView]:
    """The polls of posts that this viewer sees, and of what those pass on, by post; one statement.

    Votes of members who are out of the graph, or blocked either way with the viewer, are not counted (NET-1, REL-17).
    """
    shown = {one.id: one for post in posts for one in (post, post.original) if one is not None}
    if not shown:
        return {}
    me = viewer.actor_id
    ends, options, votes, mine = together(
        Reading((("post_id", int), ("ends_at", datetime)), _ENDS, (shown,)),
        Reading((("post_id", int), ("place", int), ("text", str)), _OPTIONS, (shown,)),
        Reading(
            (("v.post_id", int), ("v.place", int), ("COUNT(*)", int)),
            _VOTES,
            (shown, me, me),
        ),
        Reading((("post_id", int), ("place", int)), _MINE, (me or 0, shown)),
    )
    chosen = dict(mine)
    counts: dict[int, dict[int, int]] = {}
    for post_id, place, count in votes:
        counts.setdefault(post_id, {})[place] = count
    texts: dict[int, dict[int, str]] = {}
    for post_id, place, text in options:
        texts.setdefault(post_id, {})[place] = text
    return {
        post_id: _view(
            shown[post_id], texts[post_id], counts.get(post_id, {}), chosen.get(post_id), ends_at, now, viewer
        )
        for post_id, ends_at in ends
    }


def _view(
    post: PostView,
    texts: Mapping[int, str],
    counts: Mapping[int, int],
    mine: int | None,
    ends_at: datetime,
    now: datetime,
    viewer: Viewer,
) -> PollView:
    over = ends_at <= now
    shown = results_shown(voted=mine is not None, author=post.place is Place.AUTHOR, over=over)
    total = sum(counts.values())
    return PollView(
        post_id=post.id,
        options=tuple(
            OptionView(
                place,
                text,
                counts.get(place, 0) if shown else None,
                _percent(counts.get(place, 0), total) if shown else None,
            )
            for place, text in sorted(texts.items())
        ),
        ends_at=ends_at,
        over=over,
        mine=mine,
        votes=total if shown else None,
        may_vote=viewer.actor_id is not None and not over,
    )


def _percent(votes: int, total: int) -> int:
    """Rounded to the nearest whole; nothing voted is 0."""
    return (200 * votes + total) // (2 * total) if total else 0

"""Which posts a viewer may see: the one predicate that every surface uses (FEED-6).

Feeds, pages, search, hashtags, reposts, comments, counts, notices, mails, RSS and the API ask here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from rapport.content.posts.models import Post
from rapport.kernel.composed import Composed, composed
from rapport.kernel.errors import Absent
from rapport.kernel.limits.rules import Limits
from rapport.people import visibility
from rapport.people.audience import ADMITS, Audience, Standing, Viewer
from rapport.people.ties.terms import unseen_by

_NO_FRONTIER: frozenset[int] = frozenset()


def posts_seen(viewer: Viewer, limits: Limits, rows: QuerySet[Post] | None = None) -> QuerySet[Post]:
    """Of `rows`, or of all posts, those this viewer may see now.

    A post is seen where its audience admits the viewer toward its owner, and neither owner nor author is gone or
    blocked either way; a repost where its original is seen too. Visitors see none where pages are for members only.
    """
    found = Post.objects.all() if rows is None else rows
    if viewer.is_visitor and not limits.public_pages:
        return found.none()
    original = _admitted(viewer, Post.objects.filter(pk=OuterRef("original_id")))
    return _admitted(viewer, found).filter(Q(original__isnull=True) | Q(Exists(original)))


def _admitted(viewer: Viewer, rows: QuerySet[Post]) -> QuerySet[Post]:
    # no post is for the 2nd degree
    seen = visibility.seen_by(rows, viewer, frontier=_NO_FRONTIER)
    return seen.exclude(unseen_by(viewer.actor_id, "author_id"))


_COLUMNS: tuple[tuple[str, type], ...] = (
    ("pk", int), ("author_id", int), ("owner_id", int), ("writer_id", int), ("audience", str), ("form", str),
    ("original_id", int), ("original__author_id", int),
    ("title", str), ("text", str), ("html", str), ("version", int), ("published_at", datetime),
    ("edited_at", datetime), ("author__kind", str), ("author__handle", str), ("author__name", str),
    ("author__headline", str), ("author__picture", str), ("author__picture_audience", str), ("owner__handle", str),
    ("owner__name", str),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SeenPost:
    """A post that the viewer sees, with its author's face."""

    id: int
    author_id: int
    owner_id: int
    writer_id: int
    audience: str
    form: str
    original_id: int | None
    original_author_id: int | None
    title: str
    text: str
    html: str
    version: int
    published_at: datetime
    edited_at: datetime | None
    author_kind: str
    author_handle: str
    author_name: str
    author_headline: str
    author_picture: str
    author_picture_audience: str
    owner_handle: str
    owner_name: str


def seen_posts(viewer: Viewer, ids: Collection[int], limits: Limits) -> dict[int, SeenPost]:
    """Those of the posts `ids` that this viewer may see, by id; one statement for some hundred."""
    if viewer.is_visitor and not limits.public_pages:
        return {}
    return {row[0]: SeenPost(*row) for part in _parts(list(ids)) for row in _read(viewer, part)}


def seen_post(viewer: Viewer, post_id: int, limits: Limits) -> SeenPost:
    """The post of this id. Raises: Absent, where there is none and where it is not for this viewer: both alike."""
    found = seen_posts(viewer, [post_id], limits).get(post_id)
    if found is None:
        raise Absent
    return found


_SIZES = (1, 4, 10, 25, 60, 150, 400)
_VIEWER, _NO_POST, _FIRST = -1, -2, -1_000
"""Stand in a composed statement where the ids will; no actor and no post has them."""
_KINDS = tuple(kind for _, kind in _COLUMNS)


def _parts(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), _SIZES[-1]):
        yield ids[start : start + _SIZES[-1]]


def _read(viewer: Viewer, ids: list[int]) -> list[tuple[Any, ...]]:
    size = next(one for one in _SIZES if one >= len(ids))
    statement = _statement(size, viewer.is_visitor, tuple(ADMITS.items()))
    if statement is None:
        return []
    filled = ids + [_NO_POST] * (size - len(ids))
    given: dict[int, int | None] = {_FIRST - place: one for place, one in enumerate(filled)}
    return statement.rows(given | {_VIEWER: viewer.actor_id}, _KINDS)


@cache
def _statement(
    size: int, visitor: bool, table: tuple[tuple[Audience, frozenset[Standing]], ...]
) -> Composed | None:
    """The statement for so many ids, composed from the rule once: composing takes longer than all the rest.

    Should the `table` of audiences change, so does the statement.
    """
    assert dict(table) == ADMITS
    marks = [_FIRST - place for place in range(size)]
    rows = Post.objects.filter(pk__in=marks)
    viewer = Viewer() if visitor else Viewer(_VIEWER)
    seen = posts_seen(viewer, Limits(), rows).values_list(*(name for name, _ in _COLUMNS))
    return composed(seen.order_by(), [_VIEWER, *marks])

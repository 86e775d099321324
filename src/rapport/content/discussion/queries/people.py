"""Who reacted, by name (FEED-2, NET-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from rapport.content.discussion.models import CommentReaction, PostReaction
from rapport.content.discussion.queries.seeing import seen_comment
from rapport.content.discussion.rules.reacting import Reaction, check_reaction
from rapport.content.posts.queries.seeing import seen_post
from rapport.kernel import paging
from rapport.kernel.limits.rules import Limits
from rapport.kernel.paging import Page
from rapport.people.audience import Viewer
from rapport.people.relationships.queries.lists import in_order
from rapport.people.relationships.queries.people import Person
from rapport.people.ties.terms import unseen_by


@dataclass(frozen=True)
class ReactorView:
    """Somebody who reacted."""

    person: Person
    kind: Reaction
    at: datetime


def to_post(
    viewer: Viewer,
    post_id: int,
    *,
    kind: str = "",
    cursor: str | None = None,
    size: int = 20,
    now: datetime,
    limits: Limits,
) -> Page[ReactorView]:
    """Who reacted to a post, the latest first; with a `kind` those who said that.

    Raises: Absent, where the post is not for this viewer; Invalid (`kind`, `cursor`).
    """
    seen_post(viewer, post_id, limits)
    return _page(viewer, PostReaction.objects.filter(post_id=post_id), kind, cursor, size, now)


def to_comment(
    viewer: Viewer,
    comment_id: int,
    *,
    kind: str = "",
    cursor: str | None = None,
    size: int = 20,
    now: datetime,
    limits: Limits,
) -> Page[ReactorView]:
    """The same of a comment. Raises: Absent; Invalid (`kind`, `cursor`)."""
    seen_comment(viewer, comment_id, limits)
    return _page(viewer, CommentReaction.objects.filter(comment_id=comment_id), kind, cursor, size, now)


def _page(
    viewer: Viewer, rows: QuerySet[Any], kind: str, cursor: str | None, size: int, now: datetime
) -> Page[ReactorView]:
    rows = rows.exclude(unseen_by(viewer.actor_id, "actor_id"))
    if kind:
        rows = rows.filter(kind=check_reaction(kind).value)
    if cursor:
        at, last = paging.decode(cursor, datetime, int)
        rows = rows.filter(Q(at__lt=at) | Q(at=at, actor_id__lt=last))
    found = rows.order_by("-at", "-actor_id").values_list("actor_id", "kind", "at")[: size + 1]
    page = paging.cut(list(found), size, key=lambda row: (row[2], row[0]))
    people = in_order(viewer, [row[0] for row in page.items], now)
    return Page(
        [ReactorView(one, Reaction(said), at) for one, (_, said, at) in zip(people, page.items, strict=True)],
        page.next,
    )

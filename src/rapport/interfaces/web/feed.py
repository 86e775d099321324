"""Both feeds on Home, why each post is there, and catching up after some days away (FEED-3, FEED-4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from rapport.content.posts.queries.polls import polls
from rapport.content.posts.queries.seeing import SeenPost
from rapport.content.posts.queries.views import views
from rapport.interfaces.web import discussion_parts, feed_formula, feed_words, feed_worked, posts_parts
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.parts import Chip
from rapport.interfaces.web.posts_lists import composer
from rapport.interfaces.web.posts_parts import PostCard
from rapport.interfaces.web.requests import (
    back,
    cursor_of,
    limits_of,
    me,
    member_required,
    more_url,
    now_of,
    viewer_of,
)
from rapport.kernel import ids
from rapport.people.accounts.sessions import SessionStore
from rapport.people.relationships.queries.faces import Face, faces_of
from rapport.projections.feed.actions import preferring
from rapport.projections.feed.queries import following, preferences, top
from rapport.projections.feed.rules.kinds import FeedKind
from rapport.projections.feed.rules.reasons import Reason
from rapport.projections.feed.rules.top import CATCH_UP_DAYS, DAYS, Worked, catch_up_length

SHOWN = 20
NAMED = 3
"""So many of those who talk under a post are named where it is told what it weighs."""


@dataclass(frozen=True)
class _Row:
    """A post of either feed."""

    post: SeenPost
    reasons: tuple[Reason, ...]
    worked: Worked | None = None
    talkers: Sequence[int] = field(default=())

    @property
    def people(self) -> set[int]:
        """Whom its reasons name, besides its author and group."""
        known = {self.post.author_id, self.post.owner_id}
        return {*self.talkers[:NAMED], *(one.actor_id for one in self.reasons)} - known - {0}


def kind_of(request: HttpRequest) -> FeedKind:
    """Which feed is asked for: by the address of a later page, else the one that was chosen (FEED-3)."""
    asked = request.GET.get("feed")
    return FeedKind(asked) if asked in list(FeedKind) else preferences.preferences(me(request)).kind


def column(request: HttpRequest) -> dict[str, Any]:
    """A page of the feed, and the place to write."""
    kind, cursor = kind_of(request), cursor_of(request)
    if kind is FeedKind.TOP:
        best = top.page(
            viewer_of(request), cursor=cursor, size=SHOWN, now=now_of(request), limits=limits_of(request)
        )
        rows, following_on = (
            [_Row(one.post, one.reasons, one.worked, one.talkers) for one in best.items],
            best.next,
        )
    else:
        found = following.page(
            viewer_of(request), cursor=cursor, size=SHOWN, now=now_of(request), limits=limits_of(request)
        )
        rows, following_on = [_Row(one.post, one.reasons) for one in found.items], found.next
    more = more_url(request, following_on)
    return {
        "feed_kind": kind,
        "posts": _cards(request, rows),
        "more_posts": f"{more}&feed={kind}" if more and "feed" not in request.GET else more,
        "newest": ""
        if cursor or not rows
        else str(rows[0].post.id if kind is FeedKind.FOLLOWING else ids.moment(now_of(request))),
        "away": _away(request),
        **composer(request),
    }


def _cards(request: HttpRequest, rows: Sequence[_Row]) -> list[PostCard]:
    viewer, limits = viewer_of(request), limits_of(request)
    shown = views(viewer, {row.post.id: row.post for row in rows}, limits)
    below = discussion_parts.below(viewer, shown, limits)
    asked = polls(viewer, shown.values(), now_of(request))
    faces = faces_of(viewer, {one for row in rows for one in row.people})
    return [
        posts_parts.card(
            shown[row.post.id],
            viewer,
            why=feed_words.why(shown[row.post.id], row.reasons, faces=faces, worked=_worked(row, faces)),
            below=below.get(row.post.id),
            asked=asked,
        )
        for row in rows
        if row.post.id in shown
    ]


def _worked(row: _Row, faces: Mapping[int, Face]) -> feed_worked.Sum | None:
    if row.worked is None:
        return None
    return feed_worked.reckoned(row.worked, [faces[one] for one in row.talkers[:NAMED] if one in faces])


def _away(request: HttpRequest) -> int:
    """How many days the member was away who came back within the last day; 0 where they were not."""
    session = request.session
    since = session.away(now_of(request)) if isinstance(session, SessionStore) else None
    return 0 if since is None else (now_of(request) - since).days


@require_safe
@member_required
def fresh(request: HttpRequest) -> HttpResponse:
    """How many posts came since the newest one shown: a bar above the feed, which never jumps by itself (FEED-3)."""
    after = request.GET.get("after", "")
    count = following.newer_than(
        viewer_of(request), ids.read_moment(after), now=now_of(request), limits=limits_of(request)
    )
    return render(request, "home/fresh.html", {"count": count, "newest": after})


@require_POST
@member_required
def choose(request: HttpRequest) -> HttpResponse:
    """Read this feed from now on, until the other is chosen (FEED-3)."""
    chosen = request.POST.get("kind")
    if chosen in list(FeedKind):
        preferring.prefer(owner=me(request), kind=FeedKind(chosen))
    return back(request, reverse("home"))


@require_safe
@member_required
def catch_up(request: HttpRequest) -> HttpResponse:
    """The posts that matter most since one was here, or of some days: one page, with an end (FEED-4)."""
    now = now_of(request)
    asked = request.GET.get("days", "")
    usual = 0 if _away(request) else CATCH_UP_DAYS[0]
    days = int(asked) if asked in {str(one) for one in CATCH_UP_DAYS} else usual
    since = now - timedelta(days=days) if days else _since(request)
    found = top.since(
        viewer_of(request), since, size=catch_up_length(now - since), now=now, limits=limits_of(request)
    )
    rows = [_Row(one.post, one.reasons, one.worked, one.talkers) for one in found]
    context = {
        "posts": _cards(request, rows),
        "away": (now - since).days,
        "days": days,
        "choices": [
            Chip(
                words.translate_plural("{count} day", "{count} days", one),
                f"{reverse('feed_catch_up')}?days={one}",
                current=one == days,
            )
            for one in CATCH_UP_DAYS
        ],
        "was_away": bool(_away(request)),
    }
    return render(request, "home/catch_up.html", context)


def _since(request: HttpRequest) -> datetime:
    """Since when the member was away; where they were not, a day ago; at most as far back as Top looks."""
    now, session = now_of(request), request.session
    since = session.away(now) if isinstance(session, SessionStore) else None
    return max(since or now - timedelta(days=CATCH_UP_DAYS[0]), now - timedelta(days=DAYS))


@require_POST
@member_required
def caught_up(request: HttpRequest) -> HttpResponse:
    """Offer it no more until the next time away."""
    if isinstance(request.session, SessionStore):
        request.session.forget_away()
    return back(request, reverse("home"))


@require_safe
@member_required
def how(request: HttpRequest) -> HttpResponse:
    """The formula of Top, made from the tables it is reckoned with (FEED-4)."""
    return render(request, "home/how.html", feed_formula.formula())


urlpatterns = [
    path("feed/fresh", fresh, name="feed_fresh"),
    path("feed/kind", choose, name="feed_kind"),
    path("feed/catch-up", catch_up, name="feed_catch_up"),
    path("feed/caught-up", caught_up, name="feed_caught_up"),
    path("feed/how", how, name="feed_how"),
]

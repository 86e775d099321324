"""The feed on Home: what one follows, newest first, complete, and why each post is there (FEED-3, FEED-4)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from rapport.content.posts.queries.polls import polls
from rapport.content.posts.queries.views import views
from rapport.interfaces.web import discussion_parts, feed_words, posts_parts
from rapport.interfaces.web.posts_lists import composer
from rapport.interfaces.web.requests import cursor_of, limits_of, member_required, more_url, now_of, viewer_of
from rapport.kernel import ids
from rapport.projections.feed.queries import following

SHOWN = 20


def column(request: HttpRequest) -> dict[str, Any]:
    """A page of the feed, and the place to write."""
    viewer, limits = viewer_of(request), limits_of(request)
    cursor = cursor_of(request)
    found = following.page(viewer, cursor=cursor, size=SHOWN, now=now_of(request), limits=limits)
    shown = views(viewer, {item.id: item.post for item in found.items}, limits)
    below = discussion_parts.below(viewer, shown, limits)
    asked = polls(viewer, shown.values(), now_of(request))
    posts = [
        posts_parts.card(
            shown[item.id],
            viewer,
            why=feed_words.why(shown[item.id], item.reasons),
            below=below.get(item.id),
            asked=asked,
        )
        for item in found.items
    ]
    return {
        "posts": posts,
        "more_posts": more_url(request, found.next),
        "newest": "" if cursor or not found.items else str(found.items[0].id),
        **composer(request),
    }


@require_safe
@member_required
def fresh(request: HttpRequest) -> HttpResponse:
    """How many posts came since the newest one shown: a bar above the feed, which never jumps by itself (FEED-3)."""
    after = request.GET.get("after", "")
    count = following.newer_than(
        viewer_of(request), ids.read_moment(after), now=now_of(request), limits=limits_of(request)
    )
    return render(request, "home/fresh.html", {"count": count, "newest": after})


urlpatterns = [path("feed/fresh", fresh, name="feed_fresh")]

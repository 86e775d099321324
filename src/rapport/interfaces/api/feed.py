"""The feed, newest first, complete, and why each post is in it (FEED-3, FEED-4)."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from rapport.content.posts.queries.views import views
from rapport.interfaces.api import scopes, shapes_posts
from rapport.interfaces.api.answers import answer
from rapport.interfaces.api.call import call_of
from rapport.interfaces.api.schemas.common import Paging, choice, told
from rapport.interfaces.api.schemas.feed import Feed, FeedKind
from rapport.projections.feed.queries import following

router = Router(tags=["feed"])


class Which(Paging):
    """Which feed, and which page of it."""

    kind: Annotated[FeedKind, choice(FeedKind, "Which feed.")] = FeedKind.FOLLOWING


@router.get("/feed", auth=scopes.READ_POSTS, response=told(200, Feed, 422))
def feed(request: HttpRequest, asked: Query[Which]) -> HttpResponse:
    """Your own posts and everything from people, companies, hashtags and groups you follow or belong to."""
    call = call_of(request)
    found = following.page(
        call.viewer, cursor=asked.cursor, size=call.size(asked.limit), now=call.now, limits=call.limits
    )
    shown = views(call.viewer, {item.id: item.post for item in found.items}, call.limits)
    shape = shapes_posts.shaping(call, shown.values())
    items = [
        {"post": shape(shown[item.id]), "why": shapes_posts.why(shown[item.id], item.reasons)}
        for item in found.items
    ]
    return answer({"items": items, "next": found.next})

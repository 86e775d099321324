"""Hashtags and following them (REL-5)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from rapport.content.posts.actions import tagging
from rapport.content.posts.queries import hashtags as queries
from rapport.content.posts.queries import lists
from rapport.content.posts.queries.hashtags import HashtagView
from rapport.interfaces.api import scopes, shapes, shapes_posts
from rapport.interfaces.api.answers import answer, nothing
from rapport.interfaces.api.call import call_of
from rapport.interfaces.api.schemas.common import Paging, told
from rapport.interfaces.api.schemas.hashtags import Hashtag, HashtagList, HashtagPosts
from rapport.interfaces.api.schemas.invitations import NoWords

router = Router(tags=["posts"])


def _hashtag(one: HashtagView) -> dict[str, Any]:
    return {
        "name": one.name,
        "follower_count": one.followers,
        "following": one.following,
        "since": one.since,
    }


@router.get("/hashtags/{name}", auth=scopes.READ_POSTS, response=told(200, HashtagPosts, 404, 422))
def hashtag(request: HttpRequest, name: str, asked: Query[Paging]) -> HttpResponse:
    """A hashtag, how many follow it, and the posts under it that are for you; also where nobody used it yet."""
    call = call_of(request)
    one = queries.hashtag(call.viewer, name)
    found = lists.under_hashtag(
        call.viewer, name, cursor=asked.cursor, size=call.size(asked.limit), limits=call.limits
    ).posts
    return answer(
        {
            "hashtag": _hashtag(one),
            **shapes.page(found.items, found.next, shapes_posts.shaping(call, found.items)),
        }
    )


@router.get("/me/hashtags", auth=scopes.READ_RELATIONSHIPS, response=told(200, HashtagList, 422))
def my_hashtags(request: HttpRequest, asked: Query[Paging]) -> HttpResponse:
    """The hashtags you follow, latest first; nobody else sees this list."""
    call = call_of(request)
    found = queries.followed(call.viewer, cursor=asked.cursor, size=call.size(asked.limit))
    return answer(shapes.page(found.items, found.next, _hashtag))


@router.put(
    "/me/hashtags/{name}", auth=scopes.WRITE_RELATIONSHIPS, response=told(200, Hashtag, 404, 409, 422)
)
def follow_hashtag(request: HttpRequest, name: str, body: NoWords | None = None) -> HttpResponse:
    """Follow a hashtag; nobody is told, and doing it twice is doing it once."""
    del body  # read for its shape alone
    call = call_of(request)
    tagging.follow_hashtag(by=call.viewer, name=name, now=call.now)
    return answer(_hashtag(queries.hashtag(call.viewer, name)))


@router.delete("/me/hashtags/{name}", auth=scopes.WRITE_RELATIONSHIPS, response=told(204, None, 404))
def unfollow_hashtag(request: HttpRequest, name: str) -> HttpResponse:
    """Follow a hashtag no longer; nobody is told."""
    tagging.unfollow_hashtag(by=call_of(request).viewer, name=name)
    return nothing()

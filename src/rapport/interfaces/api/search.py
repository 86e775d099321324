"""Finding people, posts, hashtags, companies and groups by words (NET-4)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from rapport.interfaces.api import groups, scopes, shapes, shapes_posts
from rapport.interfaces.api.answers import answer
from rapport.interfaces.api.call import Call, call_of
from rapport.interfaces.api.schemas.common import Named, told
from rapport.interfaces.api.schemas.search import (
    FoundCompanies,
    FoundGroups,
    FoundHashtags,
    FoundPeople,
    FoundPosts,
    WantedPeople,
)
from rapport.people.relationships.queries import lists
from rapport.projections.search.queries import hashtags, people, places, posts
from rapport.projections.search.queries.hashtags import FoundHashtag, HashtagHits
from rapport.projections.search.queries.people import Hit
from rapport.projections.search.queries.places import Places
from rapport.projections.search.queries.posts import PostHits

router = Router(tags=["search"])


@router.get("/search/people", auth=scopes.READ_PROFILE, response=told(200, FoundPeople, 422))
def search_people(request: HttpRequest, asked: Query[WantedPeople]) -> HttpResponse:
    """People by words and filters, by what they show to you: names first, and the nearest first.

    Where nobody has the words as typed, people with similar ones (`similar`). Without words and filters
    everybody by name; such a page may be short of its size and still have a `next`.
    """
    call = call_of(request)
    wanted = asked.wanted
    if not wanted.asks:
        return _everybody(call, asked)
    found = people.find(
        call.viewer,
        wanted,
        cursor=asked.cursor,
        size=call.size(asked.limit),
        limits=call.limits,
        now=call.now,
    )
    return answer(
        {
            **shapes.page(found.items, found.next, _person),
            "count": None if found.more else found.count,
            "similar": found.similar,
        }
    )


def _person(hit: Hit) -> shapes.Shape:
    matched = [{"field": reason.field.name.lower(), "text": reason.text} for reason in hit.reasons]
    return {**shapes.person(hit.person), "matched": matched}


def _everybody(call: Call, asked: WantedPeople) -> HttpResponse:
    found = lists.directory(
        call.viewer,
        degree=asked.degree,
        cursor=asked.cursor,
        size=call.size(asked.limit),
        limits=call.limits,
        now=call.now,
    )
    listed = shapes.page(found.items, found.next, lambda one: {**shapes.person(one), "matched": []})
    return answer({**listed, "count": None, "similar": False})


@router.get("/search/companies", auth=scopes.READ_COMPANIES, response=told(200, FoundCompanies, 422))
def search_companies(request: HttpRequest, asked: Query[Named]) -> HttpResponse:
    """Company pages by words of name, headline, industry and place; names first. Without words, none."""
    call = call_of(request)
    found = places.companies(
        call.viewer, asked.words, cursor=asked.cursor, size=call.size(asked.limit), limits=call.limits
    )
    return answer({**shapes.page(found.items, found.next, shapes.company), **_said(found)})


@router.get("/search/groups", auth=scopes.READ_GROUPS, response=told(200, FoundGroups, 422))
def search_groups(request: HttpRequest, asked: Query[Named]) -> HttpResponse:
    """Groups you may know of by words of name and headline; names first. Without words, none."""
    call = call_of(request)
    found = places.groups(
        call.viewer, asked.words, cursor=asked.cursor, size=call.size(asked.limit), limits=call.limits
    )
    return answer({**shapes.page(found.items, found.next, groups.row), **_said(found)})


@router.get("/search/posts", auth=scopes.READ_POSTS, response=told(200, FoundPosts, 422))
def search_posts(request: HttpRequest, asked: Query[Named]) -> HttpResponse:
    """Posts for you by words of title, text, hashtags and pictures: those near to you and recent ones first.

    What you may not see is neither found nor counted; mutes hide nothing here. Without words, none.
    """
    call = call_of(request)
    found = posts.posts(
        call.viewer,
        asked.words,
        cursor=asked.cursor,
        size=call.size(asked.limit),
        limits=call.limits,
        now=call.now,
    )
    shape = shapes_posts.shaping(call, [one.post for one in found.items])
    items = shapes.page(
        found.items,
        found.next,
        lambda one: {**shape(one.post), "snippet": [vars(part) for part in one.snippet]},
    )
    return answer({**items, **_said(found)})


@router.get("/search/hashtags", auth=scopes.READ_POSTS, response=told(200, FoundHashtags, 422))
def search_hashtags(request: HttpRequest, asked: Query[Named]) -> HttpResponse:
    """Hashtags of posts that are for you, and those you follow, by how they begin. Without words, none."""
    call = call_of(request)
    found = hashtags.hashtags(
        call.viewer, asked.words, cursor=asked.cursor, size=call.size(asked.limit), limits=call.limits
    )
    return answer({**shapes.page(found.items, found.next, _hashtag), **_said(found)})


def _hashtag(one: FoundHashtag) -> shapes.Shape:
    return {
        "name": one.name,
        "post_count": one.posts,
        "follower_count": one.followers,
        "following": one.following,
    }


def _said(found: Places[Any] | PostHits | HashtagHits) -> shapes.Shape:
    return {"count": None if found.more else found.count, "similar": found.similar}

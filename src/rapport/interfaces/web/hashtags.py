"""Hashtags: what stands under one, following it, and completing names and topics while one writes (REL-5, FEED-1)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from rapport.content.posts.actions import tagging
from rapport.content.posts.queries import hashtags as queries
from rapport.content.posts.queries import lists
from rapport.interfaces.web import discussion_parts, posts_parts
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.network import kinds_of, network_page
from rapport.interfaces.web.requests import (
    SeeOther,
    back,
    cursor_of,
    door,
    limits_of,
    me,
    member_required,
    more_url,
    now_of,
    typed_of,
    viewer_of,
)
from rapport.interfaces.web.toasts import say
from rapport.kernel.errors import Unauthenticated
from rapport.people.relationships.queries import lists as people_lists
from rapport.people.relationships.queries.people import Person
from rapport.projections.search.queries import people as search
from rapport.projections.search.queries.people import Wanted

_ = words.translate
OFFERED = 8


@require_safe
def hashtag(request: HttpRequest, name: str) -> HttpResponse:
    """The posts under a hashtag that are for this reader, newest first, and the follow."""
    viewer, limits = viewer_of(request), limits_of(request)
    if viewer.is_visitor and not limits.public_pages:
        raise Unauthenticated
    one = queries.hashtag(viewer, name)
    if one.name != name:
        return SeeOther(reverse("hashtag", args=[one.name]))
    page = lists.under_hashtag(
        viewer, name, cursor=cursor_of(request), size=limits.page_size, limits=limits
    ).posts
    below = discussion_parts.below(viewer, [row.id for row in page.items], limits)
    context = {
        "hashtag": one,
        "posts": posts_parts.cards(page.items, viewer, now_of(request), below),
        "more": more_url(request, page.next),
        "door": door(request) if viewer.is_visitor else "",
    }
    return render(request, "hashtags/page.html", context)


@require_POST
@member_required
def follow(request: HttpRequest, name: str) -> HttpResponse:
    """Follow a hashtag; nobody is told."""
    tagging.follow_hashtag(by=viewer_of(request), name=name, now=now_of(request))
    say(request, _("You follow #{name}. Nobody is told.", name=name))
    return back(request, reverse("hashtag", args=[name]))


@require_POST
@member_required
def unfollow(request: HttpRequest, name: str) -> HttpResponse:
    """Follow a hashtag no longer; nobody is told."""
    tagging.unfollow_hashtag(by=viewer_of(request), name=name)
    say(request, _("You follow #{name} no longer. Nobody is told.", name=name))
    return back(request, reverse("hashtag", args=[name]))


@require_safe
@member_required
def followed(request: HttpRequest) -> HttpResponse:
    """The hashtags one follows, latest first; seen by oneself alone (REL-5)."""
    viewer, size = viewer_of(request), limits_of(request).page_size
    found = queries.followed(viewer, cursor=cursor_of(request), size=size)
    return network_page(
        request,
        "network_following",
        "hashtags",
        rows=found.items,
        kinds=kinds_of("network_hashtags"),
        more=more_url(request, found.next),
    )


@require_safe
@member_required
def complete_mentions(request: HttpRequest) -> JsonResponse:
    """People whom the writer sees and whom this names: whose handle or name begins so first, then connections."""
    viewer, limits, now, q = viewer_of(request), limits_of(request), now_of(request), typed_of(request, "q")
    near = people_lists.connections(viewer, me(request), q=q, size=3 * OFFERED, now=now).items
    found: list[Person] = list(near)
    if len(found) < OFFERED and len(q) > 1:
        known = {one.handle for one in found}
        hits = search.find(viewer, Wanted(q), size=OFFERED, limits=limits, now=now).items
        found += [hit.person for hit in hits if hit.person.handle not in known]
    found.sort(key=lambda one: not _begins(one, q))
    items = [
        {"written": f"@{one.handle}", "name": one.name, "more": f"@{one.handle}"} for one in found[:OFFERED]
    ]
    return _offered(items, _("People to name"))


def _begins(one: Person, q: str) -> bool:
    return any(said.casefold().startswith(q.casefold()) for said in (one.handle, one.name))


@require_safe
@member_required
def complete_hashtags(request: HttpRequest) -> JsonResponse:
    """Hashtags that begin so, those most used lately first, as far as the writer reads posts under them."""
    found = queries.completions(
        viewer_of(request), typed_of(request, "q"), now=now_of(request), limits=limits_of(request)
    )
    items = [
        {
            "written": f"#{one.name}",
            "name": f"#{one.name}",
            "more": words.translate_plural("{count} post lately", "{count} posts lately", one.uses)
            if one.uses
            else "",
        }
        for one in found
    ]
    return _offered(items, _("Topics"))


def _offered(items: list[dict[str, Any]], label: str) -> JsonResponse:
    return JsonResponse({"items": items, "label": label})


urlpatterns = [
    path("hashtags/<str:name>", hashtag, name="hashtag"),
    path("hashtags/<str:name>/follow", follow, name="hashtag_follow"),
    path("hashtags/<str:name>/unfollow", unfollow, name="hashtag_unfollow"),
    path("network/hashtags", followed, name="network_hashtags"),
    path("complete/mentions", complete_mentions, name="complete_mentions"),
    path("complete/hashtags", complete_hashtags, name="complete_hashtags"),
]

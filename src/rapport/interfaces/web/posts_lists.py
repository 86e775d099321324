"""Posts of one member, one company, one group, page by page (FEED-1, PRO-6, PRO-7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from rapport.content.posts.queries import lists
from rapport.content.posts.queries.views import PostView
from rapport.content.posts.rules.audiences import CHOICES
from rapport.interfaces.web import discussion_parts, posts_parts
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.parts import CompanyCard, PersonCard, picture_address
from rapport.interfaces.web.requests import cursor_of, limits_of, more_url, now_of, viewer_of
from rapport.kernel import text
from rapport.kernel.errors import Absent
from rapport.kernel.paging import Page
from rapport.people import visibility
from rapport.people.actors.rules import Kind
from rapport.people.groups.queries import places
from rapport.people.organizations.queries import standing
from rapport.people.organizations.rules import Verb
from rapport.people.ties import queries as ties

_ = words.translate


def writer(request: HttpRequest) -> PersonCard | None:
    """The reader's own face, beside the place to write; None for visitors."""
    actor = request.user.actor if request.user.is_authenticated else None
    return PersonCard(actor.handle, actor.name, picture=picture_address(actor.picture)) if actor else None


def composer(request: HttpRequest, kind: Kind = Kind.PERSON) -> dict[str, Any]:
    """What the place to write needs."""
    return {
        "writer": writer(request),
        "audiences": posts_parts.choices(CHOICES[kind]),
        "limit": limits_of(request).post_length,
    }


_NEITHER: dict[str, Any] = {"own": False, "group": "", "company": "", "outside": False}


def _list(
    request: HttpRequest, read: Callable[..., Page[PostView]], about_id: int, context: dict[str, Any]
) -> HttpResponse:
    viewer, limits = viewer_of(request), limits_of(request)
    found = read(viewer, about_id, cursor=cursor_of(request), size=limits.page_size, limits=limits)
    under = discussion_parts.below(viewer, [one.id for one in found.items], limits)
    shown = posts_parts.cards(found.items, viewer, now_of(request), under)
    return render(
        request,
        "posts/list.html",
        {**_NEITHER, **context, "posts": shown, "more": more_url(request, found.next)},
    )


@require_safe
def of_member(request: HttpRequest, handle: str) -> HttpResponse:
    """What a member has published, as far as it is for this reader."""
    if not text.is_handle(handle):
        raise Absent
    actor = visibility.member(viewer_of(request), handle, limits_of(request))
    own = actor.pk == viewer_of(request).actor_id
    context = {
        "name": actor.name,
        "home": f"/@{actor.handle}",
        "own": own,
        "may_write": own,
        **composer(request),
    }
    return _list(request, lists.of_author, actor.pk, context)


@require_safe
def of_company(request: HttpRequest, company: str) -> HttpResponse:
    """What a company has published."""
    if not text.is_handle(company):
        raise Absent
    viewer = viewer_of(request)
    actor = visibility.company(viewer, company, limits_of(request))
    context = {
        "name": actor.name,
        "home": f"/companies/{actor.handle}",
        "may_write": Verb.EDIT in standing.may(viewer, actor.pk),
        "company": actor.handle,
        **composer(request, Kind.COMPANY),
        "writer": CompanyCard(actor.handle, actor.name, picture=picture_address(actor.picture)),
    }
    return _list(request, lists.of_author, actor.pk, context)


@require_safe
def of_group(request: HttpRequest, group: str) -> HttpResponse:
    """What was written to a group, for who is in it (PRO-7)."""
    viewer = viewer_of(request)
    known = places.known(viewer, group, limits_of(request))
    inside = viewer.actor_id is not None and ties.role_in(viewer.actor_id, known.pk) is not None
    context = {
        "name": known.actor.name,
        "home": f"/groups/{known.actor.handle}",
        "may_write": inside,
        "outside": not inside,
        "group": known.actor.handle,
        **composer(request, Kind.GROUP),
    }
    return _list(request, lists.of_group, known.pk, context)


urlpatterns = [
    path("@<slug:handle>/posts", of_member, name="member_posts"),
    path("companies/<slug:company>/posts", of_company, name="company_posts"),
    path("groups/<slug:group>/posts", of_group, name="group_posts"),
]

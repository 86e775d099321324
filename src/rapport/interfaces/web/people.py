"""The directory: everyone here by name, with how near they are (NET-1)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from rapport.interfaces.web import pairs
from rapport.interfaces.web.cards import cards
from rapport.interfaces.web.requests import cursor_of, limits_of, more_url, now_of, typed_of, viewer_of
from rapport.kernel.errors import Unauthenticated
from rapport.people.relationships.queries import lists
from rapport.people.relationships.queries.people import relationships


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everyone this reader may come across, by name, or those whose name or handle fits `q`."""
    viewer, limits = viewer_of(request), limits_of(request)
    words = typed_of(request, "q")
    found = lists.directory(
        viewer, q=words, cursor=cursor_of(request), size=limits.page_size, limits=limits, now=now_of(request)
    )
    if found.hidden:
        raise Unauthenticated
    tied = relationships(viewer, found.items, limits, now_of(request))
    context = {
        "people": [
            (one, pairs.in_list(one, tied[person.id], limits) if person.id in tied else None)
            for person, one in zip(found.items, cards(found.items, viewer), strict=True)
        ],
        "q": words,
        "more": more_url(request, found.next),
    }
    return render(request, "people/index.html", context)


urlpatterns = [path("people", people, name="people")]

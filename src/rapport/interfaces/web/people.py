"""The directory: everyone here by name, with how near they are (NET-1)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from rapport.interfaces.web.cards import cards
from rapport.interfaces.web.requests import cursor_of, limits_of, more_url, now_of, viewer_of
from rapport.kernel.errors import Unauthenticated
from rapport.people.relationships.queries import lists

LONGEST = 100
"""Characters of a search that are read; what is longer is no name."""


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everyone this reader may come across, by name, or those whose name or handle fits `q`."""
    viewer, limits = viewer_of(request), limits_of(request)
    words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    found = lists.directory(
        viewer, q=words, cursor=cursor_of(request), size=limits.page_size, limits=limits, now=now_of(request)
    )
    if found.hidden:
        raise Unauthenticated
    context = {
        "people": cards(found.items, viewer),
        "q": words,
        "more": more_url(request, found.next),
        "first": cursor_of(request) is None,
    }
    return render(request, "people/index.html", context)


urlpatterns = [path("people", people, name="people")]

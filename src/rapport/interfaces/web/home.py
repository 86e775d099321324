"""Home of a member: what waits for an answer, and where to begin; visitors are welcomed instead."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from rapport.content.profiles.queries import milestones
from rapport.interfaces.web import feed, home_waiting, suggestions
from rapport.interfaces.web.accounts_joining import welcome
from rapport.interfaces.web.milestones import milestone_part
from rapport.interfaces.web.requests import SeeOther, by_htmx, cursor_of, door, now_of, viewer_of

KNOW_SHOWN, FOLLOW_SHOWN = 3, 2
"""How many suggestions stand in the rail."""
MILESTONES_SHOWN = 5


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the member who looks; visitors are welcomed."""
    if viewer_of(request).is_visitor:
        return SeeOther(door(request)) if request.user.is_authenticated else welcome(request)
    if by_htmx(request) and cursor_of(request):
        return render(request, "home/more.html", feed.column(request))
    shown = home_waiting.standing(request)
    shown |= suggestions.beside(request, KNOW_SHOWN, FOLLOW_SHOWN)
    found = milestones.milestones(viewer_of(request), now_of(request), MILESTONES_SHOWN)
    shown["milestones"] = [milestone_part(one, viewer_of(request)) for one in found]
    return render(request, "home/index.html", shown | feed.column(request))


urlpatterns = [path("", home, name="home")]

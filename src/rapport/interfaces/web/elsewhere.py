"""Where an address `/@HANDLE` leads that is no person's: to the page of the group that has the handle."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from rapport.interfaces.web.requests import limits_of, viewer_of
from rapport.kernel.errors import Absent
from rapport.people.groups.queries.places import known

View = Callable[[HttpRequest, str], HttpResponse]


def or_elsewhere(view: View) -> View:
    """The view, which leads on where nobody has the handle; what the reader may not know of stays absent."""

    @wraps(view)
    def led(request: HttpRequest, handle: str) -> HttpResponse:
        try:
            return view(request, handle)
        except Absent:
            group = known(viewer_of(request), handle, limits_of(request))
            return HttpResponseRedirect(reverse("group", args=[group.actor.handle]))

    return led

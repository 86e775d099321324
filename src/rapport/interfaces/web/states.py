"""`/design/states`: every part in every state, from the same macros and stylesheets as the pages.

For those who build the look, not for members: the route is installed only where `DEBUG` is on,
and the views say "nothing here" elsewhere. Its people are made up; nothing is read or written.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from rapport.interfaces.web import states_samples as samples
from rapport.interfaces.web.parts import Masthead
from rapport.kernel import clock
from rapport.kernel.errors import Absent


def _masthead(request: HttpRequest) -> Masthead:
    return Masthead(
        "Lindenhof Alumni",
        samples.MARA,
        invitations=3,
        notices=5,
        theme=request.GET.get("theme", ""),
        dir=request.GET.get("dir", "ltr"),
    )


def states(request: HttpRequest) -> HttpResponse:
    """Show every part in every state. Raises: `Absent` where `DEBUG` is off."""
    if not settings.DEBUG:
        raise Absent
    context = {"masthead": _masthead(request), **samples.everything(clock.now())}
    return render(request, "design/states.html", context)


def dialog(request: HttpRequest) -> HttpResponse:
    """Show a dialog on its own address. Raises: `Absent` where `DEBUG` is off."""
    if not settings.DEBUG:
        raise Absent
    context = {
        "masthead": _masthead(request),
        "person": samples.JONAS,
        "form": samples.sample_form("dialog_%s"),  # it may open over a page with the same form
        "budget": samples.budget(clock.now()),
    }
    return render(request, "design/dialog.html", context)


def error(request: HttpRequest, status: int) -> HttpResponse:
    """Show the page of that status. Raises: `Absent` where `DEBUG` is off, or for another status."""
    if not settings.DEBUG or status not in (400, 403, 404, 405, 413, 429, 500):
        raise Absent
    return render(request, f"errors/{status}.html", {"masthead": _masthead(request)}, status=status)


urlpatterns = [
    path("design/states", states, name="design_states"),
    path("design/dialog", dialog, name="design_dialog"),
    path("design/errors/<int:status>", error, name="design_error"),
]

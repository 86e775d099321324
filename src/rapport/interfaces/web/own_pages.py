"""Where `/@HANDLE` leads for whoever has a page elsewhere: companies have theirs below /companies."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import reverse

from rapport.interfaces.web.requests import limits_of, viewer_of
from rapport.people import visibility
from rapport.people.actors.rules import Kind
from rapport.people.groups.queries.places import is_known

OWN_PAGES: Mapping[Kind, str] = {Kind.COMPANY: "company"}
"""The route of each kind that has one."""


def own_page(request: HttpRequest) -> str:
    """The address of the own page of the one whom the address of a member names; "" where it is nobody shown.

    It is asked only where no member was found, so that members' pages cost nothing more.
    """
    asked = request.resolver_match
    if asked is None or asked.url_name != "member" or request.method not in ("GET", "HEAD"):
        return ""
    handle = asked.kwargs["handle"]
    found = visibility.seen_face(viewer_of(request), handle, limits_of(request), *OWN_PAGES)
    if found is not None:
        return reverse(OWN_PAGES[Kind(found.kind)], args=[handle])
    # a group is found by those alone who may know of it (PRO-7)
    known = is_known(viewer_of(request), handle, limits_of(request))
    return reverse("group", args=[handle]) if known else ""

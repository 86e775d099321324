"""How two people are connected."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from rapport.interfaces.api import scopes
from rapport.interfaces.api.answers import answer
from rapport.interfaces.api.call import call_of
from rapport.interfaces.api.schemas.common import told
from rapport.interfaces.api.schemas.people import PathList
from rapport.projections.graph.paths import paths_between

router = Router(tags=["network"])


@router.get("/members/{handle}/path", auth=scopes.READ_RELATIONSHIPS, response=told(200, PathList, 404))
def member_path(request: HttpRequest, handle: str) -> HttpResponse:
    """The shortest paths from you to a member; null stands for a name that is withheld (NET-2)."""
    call = call_of(request)
    found = paths_between(call.viewer, handle, call.limits, call.now)
    paths = [[None if one is None else one.handle for one in path] for path in found.paths]
    return answer({"degree": found.degree, "paths": paths})

"""Members as the caller may see them, and their lists."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from rapport.interfaces.api import scopes, shapes
from rapport.interfaces.api.answers import answer
from rapport.interfaces.api.call import call_of
from rapport.interfaces.api.schemas.common import Named, Paging, told
from rapport.interfaces.api.schemas.people import HidablePersonList, Member
from rapport.kernel import text
from rapport.kernel.errors import Absent
from rapport.people.relationships.queries import lists
from rapport.people.relationships.queries.people import member_page

router = Router(tags=["members"])


@router.get("/members/{handle}", auth=scopes.READ_PROFILE, response=told(200, Member, 404))
def member(request: HttpRequest, handle: str) -> HttpResponse:
    """What you may see of a member, what stands between you, and what you may do (REL-14, REL-15)."""
    call = call_of(request)
    if not text.is_handle(handle):
        raise Absent
    return answer(shapes.member(member_page(call.viewer, handle, call.limits, call.now)))


@router.get(
    "/members/{handle}/connections",
    auth=scopes.READ_RELATIONSHIPS,
    response=told(200, HidablePersonList, 404, 422),
)
def connections(request: HttpRequest, handle: str, asked: Query[Named]) -> HttpResponse:
    """A member's connections, as far as they show them to you; else `hidden` (REL-16)."""
    call = call_of(request)
    found = lists.connections(
        call.viewer,
        call.member(handle),
        q=asked.words,
        cursor=asked.cursor,
        size=call.size(asked.limit),
        now=call.now,
    )
    return answer(shapes.hidable(found))


@router.get(
    "/members/{handle}/followers",
    auth=scopes.READ_RELATIONSHIPS,
    response=told(200, HidablePersonList, 404, 422),
)
def followers(request: HttpRequest, handle: str, asked: Query[Named]) -> HttpResponse:
    """A member's followers who may be named, as far as they show them to you; else `hidden` (REL-2, REL-16)."""
    call = call_of(request)
    found = lists.followers(
        call.viewer,
        call.member(handle),
        q=asked.words,
        cursor=asked.cursor,
        size=call.size(asked.limit),
        now=call.now,
    )
    return answer(shapes.hidable(found))


@router.get(
    "/members/{handle}/mutual-connections",
    auth=scopes.READ_RELATIONSHIPS,
    response=told(200, HidablePersonList, 404, 422),
)
def mutual_connections(request: HttpRequest, handle: str, asked: Query[Paging]) -> HttpResponse:
    """Whom you both are connected to; always shown to the two of you (REL-16)."""
    call = call_of(request)
    found = lists.mutuals(
        call.viewer, call.member(handle), cursor=asked.cursor, size=call.size(asked.limit), now=call.now
    )
    return answer(shapes.hidable(found))

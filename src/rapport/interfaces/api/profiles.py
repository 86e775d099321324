"""Members as the caller may see them, and their lists."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from rapport.content.profiles.queries.page import profile, standings_as
from rapport.content.profiles.queries.people import shared_facts
from rapport.content.profiles.rules.looks import Look
from rapport.interfaces.api import scopes, shapes, shapes_profiles
from rapport.interfaces.api.answers import answer
from rapport.interfaces.api.call import call_of
from rapport.interfaces.api.schemas.common import Named, Paging, choice, told
from rapport.interfaces.api.schemas.people import HidablePersonList, Member
from rapport.interfaces.api.schemas.profiles import Profile
from rapport.kernel import text
from rapport.kernel.errors import Absent, Invalid
from rapport.people.relationships.queries import lists
from rapport.people.relationships.queries.pages import member_page, standings_toward

router = Router(tags=["members"])


@router.get("/members/{handle}", auth=scopes.READ_PROFILE, response=told(200, Member, 404))
def member(request: HttpRequest, handle: str) -> HttpResponse:
    """What you may see of a member, what stands between you, and what you may do (REL-14, REL-15)."""
    call = call_of(request)
    if not text.is_handle(handle):
        raise Absent
    return answer(shapes.member(member_page(call.viewer, handle, call.limits, call.now)))


class As(BaseModel):
    """Through whose eyes to look; for one's own profile alone."""

    as_: Annotated[Look | None, choice(Look, "Show your own profile as it is for such a viewer.")] = Field(
        default=None, alias="as"
    )


@router.get("/members/{handle}/profile", auth=scopes.READ_PROFILE, response=told(200, Profile, 404, 422))
def member_profile(request: HttpRequest, handle: str, asked: Query[As]) -> HttpResponse:
    """A member's profile as it is for you, with the contact details that are for you (PRO-1, PRO-2)."""
    call = call_of(request)
    owner = call.member(handle)
    held = standings_toward(call.viewer, owner)
    if asked.as_ is not None:
        if owner != call.me:
            raise Invalid(
                "Only your own profile can be looked at through other eyes.", code="not_yours", field="as"
            )
        held = standings_as(asked.as_)
    view = profile(call.viewer, owner, held, call.now)
    return answer(shapes_profiles.profile(view, shared_facts(call.viewer, owner, held, call.now)))


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

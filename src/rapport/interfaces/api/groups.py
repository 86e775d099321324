"""Groups: finding, making and describing them, and one's own coming and going (PRO-7)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from rapport.interfaces.api import scopes, shapes
from rapport.interfaces.api.answers import answer, nothing
from rapport.interfaces.api.call import Call, call_of
from rapport.interfaces.api.schemas.common import Named, Paging, told
from rapport.interfaces.api.schemas.groups import (
    Group,
    GroupChange,
    GroupList,
    NewGroup,
    ReceivedInvitationList,
    SharedGroups,
    Standing,
    Wish,
)
from rapport.interfaces.api.schemas.invitations import NoWords
from rapport.people.groups.actions import founding, joining
from rapport.people.groups.actions.founding import Words
from rapport.people.groups.queries import groups as queries
from rapport.people.groups.queries import waiting
from rapport.people.groups.queries.groups import GroupCard, GroupPage
from rapport.people.groups.queries.places import GroupFace, known, place_of
from rapport.people.groups.queries.shared import shared
from rapport.people.groups.queries.waiting import Received
from rapport.people.groups.rules.process import Place

router = Router(tags=["groups"])


def group_of(call: Call, handle: str) -> int:
    """The id of the group, as far as the caller may know of it.

    Raises: Absent.
    """
    found: int = known(call.viewer, handle, call.limits).pk
    return found


def face(one: GroupFace) -> dict[str, Any]:
    """The least one shows of a group."""
    return {"handle": one.handle, "name": one.name}


def row(one: GroupCard) -> dict[str, Any]:
    """A group in a list."""
    return {
        "handle": one.handle,
        "name": one.name,
        "headline": one.headline,
        "joining": one.joining,
        "listed": one.listed,
        "member_count": one.member_count,
        "place": one.place,
        "picture": shapes.picture(one.picture),
    }


def _page(one: GroupPage) -> dict[str, Any]:
    return {
        **row(one.card),
        "about": one.about,
        "rules": one.rules,
        "member_list": one.member_list,
        "members_shown": one.members_shown,
        "connections": [shapes.person(person) for person in one.known_members],
        "connection_count": one.known_count,
        "invited_by": None if one.invited_by is None else shapes.person(one.invited_by),
        "asked_at": one.asked_at,
        "requests": one.requests,
        "refusal": None if one.refusal is None else shapes.reason(one.refusal),
        "created_at": one.founded_at,
        "allowed_actions": one.allowed_actions,
    }


def _received(one: Received) -> dict[str, Any]:
    return {
        "id": one.id,
        "group": face(one.group),
        "headline": one.headline,
        "member_count": one.member_count,
        "invited_by": shapes.person(one.sender),
        "at": one.at,
    }


def _shown(call: Call, handle: str, status: int = 200) -> HttpResponse:
    return answer(_page(queries.group_page(call.viewer, handle, call.limits, call.now)), status)


@router.get("/groups", auth=scopes.READ_GROUPS, response=told(200, GroupList, 422))
def groups(request: HttpRequest, asked: Query[Named]) -> HttpResponse:
    """The groups you may come across, by name; private ones only where you are in them or invited."""
    call = call_of(request)
    found = queries.directory(
        call.viewer, q=asked.words, cursor=asked.cursor, size=call.size(asked.limit), limits=call.limits
    )
    return answer(shapes.page(found.items, found.next, row))


@router.post("/groups", auth=scopes.WRITE_GROUPS, response=told(201, Group, 409, 422))
def found_group(request: HttpRequest, body: NewGroup) -> HttpResponse:
    """Make a group; you own it."""
    call = call_of(request)
    words = Words(**body.model_dump(exclude={"handle", "name", "headline"}))
    founding.found(
        actor_id=call.me,
        is_organiser=call.viewer.is_organiser,
        handle=body.handle,
        name=body.name,
        headline=body.headline,
        words=words,
        now=call.now,
        limits=call.limits,
    )
    return _shown(call, body.handle, 201)


@router.get("/groups/{group}", auth=scopes.READ_GROUPS, response=told(200, Group, 404))
def group(request: HttpRequest, group: str) -> HttpResponse:
    """A group as far as you may know of it, and what you may do (PRO-7)."""
    return _shown(call_of(request), group)


@router.patch("/groups/{group}", auth=scopes.WRITE_GROUPS, response=told(200, Group, 404, 409, 422))
def describe_group(request: HttpRequest, group: str, body: GroupChange) -> HttpResponse:
    """Change what a group says of itself and how it is entered; for its owners."""
    call = call_of(request)
    founding.describe(
        group_id=group_of(call, group),
        actor_id=call.me,
        changes=body.model_dump(exclude_unset=True),
        now=call.now,
        limits=call.limits,
    )
    return _shown(call, group)


@router.delete("/groups/{group}", auth=scopes.WRITE_GROUPS, response=told(204, None, 404, 409))
def close_group(request: HttpRequest, group: str) -> HttpResponse:
    """Close a group for good; for its owners."""
    call = call_of(request)
    founding.close(group_id=group_of(call, group), actor_id=call.me, now=call.now)
    return nothing()


@router.get("/me/groups", auth=scopes.READ_GROUPS, response=told(200, GroupList, 422))
def my_groups(request: HttpRequest, asked: Query[Paging]) -> HttpResponse:
    """The groups you are in, by name."""
    call = call_of(request)
    found = queries.mine(call.viewer, cursor=asked.cursor, size=call.size(asked.limit))
    return answer(shapes.page(found.items, found.next, row))


@router.put("/me/groups/{group}", auth=scopes.WRITE_GROUPS, response=told(200, Standing, 404, 409, 422))
def enter_group(request: HttpRequest, group: str, body: Wish | None = None) -> HttpResponse:
    """Join, accept your invitation, or ask where those who run the group let people in."""
    call = call_of(request)
    note = "" if body is None else body.note
    place = joining.enter(
        group_id=group_of(call, group), actor_id=call.me, note=note, now=call.now, limits=call.limits
    )
    return answer({"place": place})


@router.delete("/me/groups/{group}", auth=scopes.WRITE_GROUPS, response=told(204, None, 404, 409))
def leave_group(request: HttpRequest, group: str) -> HttpResponse:
    """Leave, or take your request back; nobody is told, and doing it twice is doing it once."""
    call = call_of(request)
    found = group_of(call, group)
    asked = place_of(call.me, found)[0] is Place.ASKED
    leaving = joining.withdraw if asked else joining.leave
    leaving(group_id=found, actor_id=call.me, now=call.now, limits=call.limits)
    return nothing()


@router.post("/groups/{group}/step-down", auth=scopes.WRITE_GROUPS, response=told(200, Group, 404, 409, 422))
def step_down(request: HttpRequest, group: str, body: NoWords | None = None) -> HttpResponse:
    """Be a moderator from now on, no longer an owner; not for the last one."""
    del body  # read for its shape alone
    call = call_of(request)
    joining.step_down(group_id=group_of(call, group), actor_id=call.me, now=call.now, limits=call.limits)
    return _shown(call, group)


@router.get("/me/group-invitations", auth=scopes.READ_GROUPS, response=told(200, ReceivedInvitationList, 422))
def my_group_invitations(request: HttpRequest, asked: Query[Paging]) -> HttpResponse:
    """Invitations to groups that wait for your answer, latest first; joining the group accepts one."""
    call = call_of(request)
    found = waiting.received(call.viewer, cursor=asked.cursor, size=call.size(asked.limit), now=call.now)
    return answer(shapes.page(found.items, found.next, _received))


@router.delete("/me/group-invitations/{group}", auth=scopes.WRITE_GROUPS, response=told(204, None, 404, 409))
def decline_group(request: HttpRequest, group: str) -> HttpResponse:
    """Decline an invitation to a group; nobody is told."""
    call = call_of(request)
    joining.decline(group_id=group_of(call, group), actor_id=call.me, now=call.now, limits=call.limits)
    return nothing()


@router.get("/members/{handle}/shared-groups", auth=scopes.READ_GROUPS, response=told(200, SharedGroups, 404))
def shared_groups(request: HttpRequest, handle: str) -> HttpResponse:
    """The groups both of you are in; sharing one gives no right to write (PRO-7)."""
    call = call_of(request)
    return answer({"items": [face(one) for one in shared(call.viewer, call.member(handle))]})

"""The people of a group: who is in it, who asks, who is invited, who is kept out (PRO-7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from rapport.interfaces.api import scopes, shapes
from rapport.interfaces.api.answers import answer, nothing
from rapport.interfaces.api.call import Call, call_of
from rapport.interfaces.api.groups import group_of
from rapport.interfaces.api.schemas.common import Named, Paging, told
from rapport.interfaces.api.schemas.groups import (
    Bring,
    GroupInvitationList,
    GroupMember,
    GroupMemberList,
    GroupRequestList,
    KeptOutList,
    RoleStep,
    Standing,
)
from rapport.interfaces.api.schemas.invitations import NoWords
from rapport.kernel.errors import Invalid
from rapport.people.groups.actions import running
from rapport.people.groups.queries import people, waiting
from rapport.people.groups.queries.people import GroupMember as MemberView
from rapport.people.groups.queries.waiting import Waiting
from rapport.people.groups.rules.process import Verb

router = Router(tags=["groups"])
DONE = told(204, None, 404, 409, 422)


class Members(Named):
    """Which page of a group's members."""

    running: Annotated[bool, Field(description="Only owners and moderators.")] = False


def _member(one: MemberView) -> dict[str, Any]:
    return {
        "person": shapes.person(one.person),
        "role": one.place,
        "since": one.since,
        "allowed_actions": one.allowed_actions,
    }


def _kept_out(one: MemberView) -> dict[str, Any]:
    return {
        "person": shapes.person(one.person),
        "since": one.since,
        "allowed_actions": one.allowed_actions,
    }


def _request(one: Waiting) -> dict[str, Any]:
    return {
        "id": one.id,
        "person": shapes.person(one.person),
        "note": one.note,
        "at": one.at,
        "allowed_actions": one.allowed_actions,
    }


def _invitation(one: Waiting) -> dict[str, Any]:
    return {
        "id": one.id,
        "person": shapes.person(one.person),
        "invited_by": None if one.sender is None else shapes.person(one.sender),
        "at": one.at,
        "allowed_actions": one.allowed_actions,
    }


def _take(call: Call, verb: Verb, group: str, handle: str) -> HttpResponse:
    running.take(
        verb=verb,
        group_id=group_of(call, group),
        actor_id=call.me,
        person_id=call.member(handle),
        now=call.now,
        limits=call.limits,
    )
    return nothing()


@router.get("/groups/{group}/members", auth=scopes.READ_GROUPS, response=told(200, GroupMemberList, 404, 422))
def group_members(request: HttpRequest, group: str, asked: Query[Members]) -> HttpResponse:
    """Who is in a group, latest first, as far as its owners show it; else `hidden`."""
    call = call_of(request)
    found = people.members(
        call.viewer,
        group,
        q=asked.words,
        running=asked.running,
        cursor=asked.cursor,
        size=call.size(asked.limit),
        limits=call.limits,
        now=call.now,
    )
    return answer({"hidden": found.hidden, **shapes.page(found.items, found.next, _member)})


@router.patch(
    "/groups/{group}/members/{handle}",
    auth=scopes.WRITE_GROUPS,
    response=told(200, GroupMember, 404, 409, 422),
)
def change_role(request: HttpRequest, group: str, handle: str, body: RoleStep) -> HttpResponse:
    """Make a member a moderator or an owner, or a moderator a member; handing over makes you a moderator."""
    call = call_of(request)
    verb = _role_step(body.step)
    _take(call, verb, group, handle)
    shown = people.member(call.viewer, group, call.member(handle), call.limits, call.now)
    return answer(_member(shown))


def _role_step(written: str) -> Verb:
    lawful = (Verb.PROMOTE, Verb.DEMOTE, Verb.SHARE, Verb.HAND_OVER)
    if written not in lawful:
        raise Invalid("Choose one of: {choices}.", code="choice", field="step", choices=", ".join(lawful))
    return Verb(written)


@router.delete("/groups/{group}/members/{handle}", auth=scopes.WRITE_GROUPS, response=DONE)
def remove_member(request: HttpRequest, group: str, handle: str) -> HttpResponse:
    """Take somebody out of a group; they are not told, and may come again."""
    return _take(call_of(request), Verb.REMOVE, group, handle)


@router.get(
    "/groups/{group}/requests", auth=scopes.READ_GROUPS, response=told(200, GroupRequestList, 404, 422)
)
def group_requests(request: HttpRequest, group: str, asked: Query[Paging]) -> HttpResponse:
    """Who asks to join, oldest first; for those who run the group."""
    call = call_of(request)
    found = waiting.requests(
        call.viewer,
        group,
        cursor=asked.cursor,
        size=call.size(asked.limit),
        limits=call.limits,
        now=call.now,
    )
    return answer(shapes.page(found.items, found.next, _request))


@router.get(
    "/groups/{group}/invitations",
    auth=scopes.READ_GROUPS,
    response=told(200, GroupInvitationList, 404, 422),
)
def group_invitations(request: HttpRequest, group: str, asked: Query[Paging]) -> HttpResponse:
    """Who is invited and has not answered, latest first: all for those who run the group, else yours."""
    call = call_of(request)
    found = waiting.invited(
        call.viewer,
        group,
        cursor=asked.cursor,
        size=call.size(asked.limit),
        limits=call.limits,
        now=call.now,
    )
    return answer(shapes.page(found.items, found.next, _invitation))


@router.post(
    "/groups/{group}/invitations", auth=scopes.WRITE_GROUPS, response=told(200, Standing, 404, 409, 422)
)
def bring(request: HttpRequest, group: str, body: Bring) -> HttpResponse:
    """Invite one of your connections; somebody who has asked to join is let in by it."""
    call = call_of(request)
    place = running.invite(
        group_id=group_of(call, group),
        actor_id=call.me,
        person_id=call.member(body.to),
        now=call.now,
        limits=call.limits,
    )
    return answer({"place": place})


@router.delete("/groups/{group}/invitations/{handle}", auth=scopes.WRITE_GROUPS, response=DONE)
def take_back_invitation(request: HttpRequest, group: str, handle: str) -> HttpResponse:
    """Take an invitation back: your own, or any where you run the group; they are not told."""
    return _take(call_of(request), Verb.TAKE_BACK, group, handle)


@router.get("/groups/{group}/bans", auth=scopes.READ_GROUPS, response=told(200, KeptOutList, 404, 422))
def group_bans(request: HttpRequest, group: str, asked: Query[Paging]) -> HttpResponse:
    """Who is kept out of a group, latest first; for those who run it."""
    call = call_of(request)
    found = people.banned(
        call.viewer,
        group,
        cursor=asked.cursor,
        size=call.size(asked.limit),
        limits=call.limits,
        now=call.now,
    )
    return answer(shapes.page(found.items, found.next, _kept_out))


@router.put("/groups/{group}/bans/{handle}", auth=scopes.WRITE_GROUPS, response=DONE)
def keep_out(request: HttpRequest, group: str, handle: str) -> HttpResponse:
    """Keep somebody out: they leave at once and cannot come again until you let them."""
    return _take(call_of(request), Verb.BAN, group, handle)


@router.delete("/groups/{group}/bans/{handle}", auth=scopes.WRITE_GROUPS, response=DONE)
def let_again(request: HttpRequest, group: str, handle: str) -> HttpResponse:
    """Let somebody come again who was kept out; they are outside until they join."""
    return _take(call_of(request), Verb.UNBAN, group, handle)


ANSWERS: Mapping[Verb, str] = {
    Verb.ADMIT: "Let somebody in who asks to join; they are told.",
    Verb.REFUSE: "Turn a request down; they are not told, but see that they have to wait.",
}


def _add(verb: Verb, meaning: str) -> None:
    def operation(request: HttpRequest, group: str, handle: str, body: NoWords | None = None) -> HttpResponse:
        del body  # read for its shape alone
        return _take(call_of(request), verb, group, handle)

    operation.__name__ = f"{verb.value}_to_group"
    register = router.post(
        f"/groups/{{group}}/requests/{{handle}}/{verb.value}",
        auth=scopes.WRITE_GROUPS,
        response=DONE,
        description=meaning,
    )
    register(operation)


for _verb, _meaning in ANSWERS.items():
    _add(_verb, _meaning)

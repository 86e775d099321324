"""Following and its requests, connections, blocks and private notes."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from rapport.interfaces.api import scopes, shapes
from rapport.interfaces.api.answers import answer, nothing
from rapport.interfaces.api.call import call_of
from rapport.interfaces.api.schemas.common import Named, Paging, choice, told
from rapport.interfaces.api.schemas.people import (
    FollowChange,
    PersonList,
    Relationship,
    TieNote,
    TieNoteIn,
)
from rapport.people.actors.rules import Kind
from rapport.people.organizations.queries.pages import company_page
from rapport.people.relationships.actions import choosing, following, removing
from rapport.people.relationships.queries import lists
from rapport.people.relationships.queries.lists import Sort
from rapport.people.relationships.queries.notes import note_about
from rapport.people.relationships.queries.pages import member_page

router = Router(tags=["network"])


class Sorted(Named):
    """Which page of one's connections, in which order."""

    sort: Annotated[Sort, choice(Sort)] = Sort.RECENT


@router.get("/me/following", auth=scopes.READ_RELATIONSHIPS, response=told(200, PersonList, 422))
def my_following(request: HttpRequest, asked: Query[Named]) -> HttpResponse:
    """The people you follow, latest first; also whom a closed door keeps you from following for now (REL-1)."""
    call = call_of(request)
    found = lists.following(
        call.viewer, q=asked.words, cursor=asked.cursor, size=call.size(asked.limit), now=call.now
    )
    return answer(shapes.people(found))


@router.get("/me/followers", auth=scopes.READ_RELATIONSHIPS, response=told(200, PersonList, 422))
def my_followers(request: HttpRequest, asked: Query[Named]) -> HttpResponse:
    """Who follows you and may be named, latest first (REL-2)."""
    call = call_of(request)
    found = lists.followers(
        call.viewer, call.me, q=asked.words, cursor=asked.cursor, size=call.size(asked.limit), now=call.now
    )
    return answer(shapes.people(found))


@router.get("/me/connections", auth=scopes.READ_RELATIONSHIPS, response=told(200, PersonList, 422))
def my_connections(request: HttpRequest, asked: Query[Sorted]) -> HttpResponse:
    """Your connections, latest first or by name."""
    call = call_of(request)
    found = lists.connections(
        call.viewer,
        call.me,
        sort=asked.sort,
        q=asked.words,
        cursor=asked.cursor,
        size=call.size(asked.limit),
        now=call.now,
    )
    return answer(shapes.people(found))


@router.delete(
    "/me/connections/{handle}", auth=scopes.WRITE_RELATIONSHIPS, response=told(204, None, 404, 422)
)
def unconnect(request: HttpRequest, handle: str) -> HttpResponse:
    """Unconnect; the other is not told, and doing it twice is doing it once (REL-10)."""
    call = call_of(request)
    removing.unconnect(actor_id=call.me, other=call.member(handle), now=call.now)
    return nothing()


@router.put(
    "/me/following/{handle}", auth=scopes.WRITE_RELATIONSHIPS, response=told(200, Relationship, 404, 409, 422)
)
def follow(request: HttpRequest, handle: str, body: FollowChange | None = None) -> HttpResponse:
    """Follow a member or a company, or ask to where a member wants that; nobody is told (REL-1, REL-2, REL-5)."""
    call = call_of(request)
    private = body.private if body is not None and "private" in body.model_fields_set else None
    found, kind = call.followable(handle)
    following.follow(follower=call.me, followee=found, private=private, now=call.now)
    if kind is Kind.COMPANY:
        return answer(shapes.company_tie(company_page(call.viewer, handle, call.limits).company))
    shown = member_page(call.viewer, handle, call.limits, call.now)
    assert shown.relationship is not None
    return answer(shapes.relationship(shown.relationship))


@router.delete("/me/following/{handle}", auth=scopes.WRITE_RELATIONSHIPS, response=told(204, None, 404))
def unfollow(request: HttpRequest, handle: str) -> HttpResponse:
    """Stop following, or take the request back; nobody is told, and a connection stays (REL-3)."""
    call = call_of(request)
    following.unfollow(follower=call.me, followee=call.followable(handle)[0])
    return nothing()


@router.get("/me/follow-requests", auth=scopes.READ_RELATIONSHIPS, response=told(200, PersonList, 422))
def my_follow_requests(request: HttpRequest, asked: Query[Paging]) -> HttpResponse:
    """Who asks to follow you, latest first (REL-1)."""
    call = call_of(request)
    found = lists.follow_requests(call.viewer, cursor=asked.cursor, size=call.size(asked.limit), now=call.now)
    return answer(shapes.people(found))


@router.post(
    "/me/follow-requests/{handle}/accept",
    auth=scopes.WRITE_RELATIONSHIPS,
    response=told(204, None, 404, 409, 422),
)
def accept_follow_request(request: HttpRequest, handle: str) -> HttpResponse:
    """Let someone follow who asked to; nobody is told (REL-1)."""
    call = call_of(request)
    following.accept_request(owner=call.me, requester=call.member(handle), now=call.now)
    return nothing()


@router.post(
    "/me/follow-requests/{handle}/refuse", auth=scopes.WRITE_RELATIONSHIPS, response=told(204, None, 404, 422)
)
def refuse_follow_request(request: HttpRequest, handle: str) -> HttpResponse:
    """Refuse; to the one who asked, it goes on looking asked (REL-1)."""
    call = call_of(request)
    following.refuse_request(owner=call.me, requester=call.member(handle))
    return nothing()


@router.get("/me/blocks", auth=scopes.READ_RELATIONSHIPS, response=told(200, PersonList, 422))
def my_blocks(request: HttpRequest, asked: Query[Paging]) -> HttpResponse:
    """Whom you have blocked, latest first (REL-17)."""
    call = call_of(request)
    found = lists.blocked(call.viewer, cursor=asked.cursor, size=call.size(asked.limit), now=call.now)
    return answer(shapes.people(found))


@router.put("/me/blocks/{handle}", auth=scopes.WRITE_RELATIONSHIPS, response=told(204, None, 404, 422))
def block(request: HttpRequest, handle: str) -> HttpResponse:
    """Block: every edge between you ends, and each is hidden from the other (REL-17)."""
    call = call_of(request)
    if call.blocked(handle) is None:
        removing.block(owner=call.me, other=call.member(handle), now=call.now)
    return nothing()


@router.delete("/me/blocks/{handle}", auth=scopes.WRITE_RELATIONSHIPS, response=told(204, None, 404))
def unblock(request: HttpRequest, handle: str) -> HttpResponse:
    """Take a block back; nothing returns by itself (REL-17)."""
    call = call_of(request)
    blocked = call.blocked(handle)
    removing.unblock(owner=call.me, other=call.member(handle) if blocked is None else blocked)
    return nothing()


@router.get("/me/ties/{handle}", auth=scopes.READ_NOTES, response=told(200, TieNote, 404))
def my_note(request: HttpRequest, handle: str) -> HttpResponse:
    """What you keep about someone, for yourself alone; empty where you keep nothing (REL-18)."""
    call = call_of(request)
    return answer({"handle": handle, **note_about(call.viewer, call.member(handle)).__dict__})


@router.put("/me/ties/{handle}", auth=scopes.WRITE_NOTES, response=told(200, TieNote, 404, 422))
def keep_note(request: HttpRequest, handle: str, body: TieNoteIn) -> HttpResponse:
    """Keep a note, tags, how you met and a rhythm; what is left out is empty, and nobody else sees it (REL-18)."""
    call = call_of(request)
    other = call.member(handle)
    choosing.keep_note(
        owner=call.me,
        other=other,
        note=body.note,
        how_met=body.how_met,
        tags=body.tags,
        rhythm_weeks=body.rhythm_weeks,
        now=call.now,
    )
    return answer({"handle": handle, **note_about(call.viewer, other).__dict__})

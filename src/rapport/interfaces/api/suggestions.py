"""People you may know, who to follow, and putting suggestions aside (NET-3)."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from rapport.interfaces.api import scopes, shapes
from rapport.interfaces.api.answers import answer, nothing
from rapport.interfaces.api.call import call_of
from rapport.interfaces.api.schemas.common import Paging, told
from rapport.interfaces.api.schemas.suggestions import FollowableList, SuggestedList
from rapport.people.actors.rules import Kind
from rapport.people.organizations.queries.pages import CompanyView
from rapport.projections.suggestions import actions
from rapport.projections.suggestions.queries import follow, people
from rapport.projections.suggestions.queries.follow import FollowSuggestion
from rapport.projections.suggestions.queries.people import Suggestion
from rapport.projections.suggestions.rules.lists import List
from rapport.projections.suggestions.rules.reasons import Reason

router = Router(tags=["suggestions"])


@router.get("/suggestions/people", auth=scopes.READ_RELATIONSHIPS, response=told(200, SuggestedList, 422))
def suggested_people(request: HttpRequest, asked: Query[Paging]) -> HttpResponse:
    """People you may know and are not connected to, the likeliest first, with the reasons (NET-3)."""
    call = call_of(request)
    found = people.suggested(
        call.viewer, cursor=asked.cursor, size=call.size(asked.limit), limits=call.limits, now=call.now
    )
    return answer(shapes.page(found.items, found.next, _person))


@router.get("/suggestions/follow", auth=scopes.READ_RELATIONSHIPS, response=told(200, FollowableList, 422))
def suggested_to_follow(request: HttpRequest, asked: Query[Paging]) -> HttpResponse:
    """Members and companies worth following, with the reasons (NET-3, REL-5)."""
    call = call_of(request)
    found = follow.suggested(
        call.viewer, cursor=asked.cursor, size=call.size(asked.limit), limits=call.limits, now=call.now
    )
    return answer(shapes.page(found.items, found.next, _followable))


@router.delete(
    "/suggestions/people/{handle}", auth=scopes.WRITE_RELATIONSHIPS, response=told(204, None, 404, 422)
)
def dismiss_person(request: HttpRequest, handle: str) -> HttpResponse:
    """Have somebody suggested to you no more as a person to know; twice is once, and nobody is told."""
    call = call_of(request)
    actions.dismiss(owner=call.me, other=call.member(handle), which=List.PEOPLE, now=call.now)
    return nothing()


@router.put("/suggestions/people/{handle}", auth=scopes.WRITE_RELATIONSHIPS, response=told(204, None, 404))
def restore_person(request: HttpRequest, handle: str) -> HttpResponse:
    """Take that back: they are suggested again where something speaks for it."""
    call = call_of(request)
    actions.restore(owner=call.me, other=call.member(handle), which=List.PEOPLE)
    return nothing()


@router.delete(
    "/suggestions/follow/{handle}", auth=scopes.WRITE_RELATIONSHIPS, response=told(204, None, 404, 422)
)
def dismiss_follow(request: HttpRequest, handle: str) -> HttpResponse:
    """Have a member or company suggested to you no more to follow; twice is once, and nobody is told."""
    call = call_of(request)
    actions.dismiss(owner=call.me, other=call.followable(handle)[0], which=List.FOLLOW, now=call.now)
    return nothing()


@router.put("/suggestions/follow/{handle}", auth=scopes.WRITE_RELATIONSHIPS, response=told(204, None, 404))
def restore_follow(request: HttpRequest, handle: str) -> HttpResponse:
    """Take that back: they are suggested again where something speaks for it."""
    call = call_of(request)
    actions.restore(owner=call.me, other=call.followable(handle)[0], which=List.FOLLOW)
    return nothing()


def _person(one: Suggestion) -> shapes.Shape:
    return {**shapes.person(one.person), **_reasons(one.reasons)}


def _followable(one: FollowSuggestion) -> shapes.Shape:
    if one.person is not None:
        return {**shapes.person(one.person), **_reasons(one.reasons), "kind": Kind.PERSON.value}
    assert one.company is not None
    return {**_company(one.company), **_reasons(one.reasons), "kind": Kind.COMPANY.value}


def _company(one: CompanyView) -> shapes.Shape:
    """A company as the person it stands beside in this list."""
    return {
        "handle": one.handle,
        "name": one.name,
        "headline": one.headline,
        "picture": shapes.picture(one.picture),
        "degree": None,
        "mutual_count": 0,
        "following": one.following,
        "followed_by": False,
        "connected_since": None,
    }


def _reasons(said: Sequence[Reason]) -> shapes.Shape:
    return {
        "reasons": [one.sentence() for one in said],
        "evidence": [
            {"kind": one.kind, "count": one.count, "name": str(one.values.get("name", ""))} for one in said
        ],
    }

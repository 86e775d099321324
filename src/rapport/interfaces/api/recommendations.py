"""Recommendations: on members' pages, one's own four lists, and every step of the process (PRO-4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from rapport.content.recommendations.actions import answering, writing
from rapport.content.recommendations.queries import own, positions, shown
from rapport.content.recommendations.queries.own import Box, RecommendationView
from rapport.content.recommendations.queries.shown import Reference
from rapport.content.recommendations.rules.asking import Position
from rapport.content.recommendations.rules.process import Verb
from rapport.interfaces.api import scopes, shapes
from rapport.interfaces.api.answers import answer
from rapport.interfaces.api.call import Call, call_of
from rapport.interfaces.api.schemas.common import Paging, choice, told
from rapport.interfaces.api.schemas.invitations import NoWords
from rapport.interfaces.api.schemas.vouching import (
    AcceptText,
    Ask,
    AskChange,
    Give,
    PositionList,
    Recommendation,
    RecommendationList,
    ReferenceList,
    Revise,
    WriteAsked,
)
from rapport.kernel import ids
from rapport.kernel.errors import Absent

router = Router(tags=["recommendations"])

ANSWERED = told(200, Recommendation, 404, 409, 422)
MADE = {**told(201, Recommendation, 404, 409, 422), 200: Recommendation}
READ, WRITE = scopes.READ_RECOMMENDATIONS, scopes.WRITE_RECOMMENDATIONS


class OfMember(Paging):
    """Which recommendations of a member, and which page of them."""

    direction: Annotated[Box, choice([Box.RECEIVED, Box.GIVEN])] = Box.RECEIVED


class OfMine(Paging):
    """Which of your lists, and which page of it."""

    box: Annotated[Box, choice(Box)] = Box.RECEIVED


def _id(written: str) -> UUID:
    found = ids.parse(written)
    if found is None:
        raise Absent
    return found


def _position(one: Position | None) -> shapes.Shape | None:
    return None if one is None else {"title": one.title, "company": one.company}


def _reference(one: Reference) -> shapes.Shape:
    return {
        "id": one.id,
        "person": shapes.person(one.person),
        "relation": one.relation,
        "position": _position(one.position),
        "text": one.text,
        "at": one.at,
    }


def _recommendation(one: RecommendationView) -> shapes.Shape:
    return {
        "id": one.id,
        "state": one.state,
        "side": one.side,
        "other": shapes.person(one.other),
        "relation": one.relation,
        "position": _position(one.position),
        "request_note": one.request_note,
        "text": one.text,
        "draft": one.draft,
        "change_words": one.change_words,
        "version": one.version,
        "set_aside": one.aside,
        "created_at": one.created_at,
        "changed_at": one.changed_at,
        "accepted_at": one.accepted_at,
        "allowed_actions": one.allowed_actions,
    }


def _shown(call: Call, one: UUID, status: int = 200) -> HttpResponse:
    return answer(_recommendation(own.recommendation(call.viewer, one, call.now)), status)


@router.get(
    "/members/{handle}/recommendations",
    auth=scopes.READ_PROFILE,
    response=told(200, ReferenceList, 404, 422),
)
def of_member(request: HttpRequest, handle: str, asked: Query[OfMember]) -> HttpResponse:
    """A member's recommendations, received or given, as far as they are shown to you; else `hidden`.

    A given one is listed where its recipient shows it to you; a page of these may be short.
    """
    call = call_of(request)
    reading = shown.given if asked.direction is Box.GIVEN else shown.received
    found = reading(
        call.viewer, call.member(handle), cursor=asked.cursor, size=call.size(asked.limit), now=call.now
    )
    return answer({"hidden": found.hidden, **shapes.page(found.items, found.next, _reference)})


@router.get("/members/{handle}/positions", auth=scopes.READ_PROFILE, response=told(200, PositionList, 404))
def positions_of(request: HttpRequest, handle: str) -> HttpResponse:
    """The positions of a member that a recommendation by you may be about."""
    call = call_of(request)
    found = positions.positions(call.viewer, call.member(handle))
    return answer({"items": [{"id": one.id, "title": one.title, "company": one.company} for one in found]})


@router.get("/me/recommendations", auth=READ, response=told(200, RecommendationList, 422))
def my_recommendations(request: HttpRequest, asked: Query[OfMine]) -> HttpResponse:
    """One of your lists, what changed last first; what is set aside is marked (REL-10)."""
    call = call_of(request)
    found = own.own(call.viewer, asked.box, cursor=asked.cursor, size=call.size(asked.limit), now=call.now)
    return answer(shapes.page(found.items, found.next, _recommendation))


@router.post("/recommendations/requests", auth=WRITE, response=MADE)
def ask_for_recommendation(request: HttpRequest, body: Ask) -> HttpResponse:
    """Ask a connection for a recommendation; while yours is open it is given back (200)."""
    call = call_of(request)
    asked = writing.ask(
        recipient=call.me,
        author=call.member(body.to),
        position=body.position,
        note=body.note,
        now=call.now,
        limits=call.limits,
    )
    return _shown(call, asked.recommendation_id, 201 if asked.created else 200)


@router.post("/recommendations", auth=WRITE, response=MADE)
def give_recommendation(request: HttpRequest, body: Give) -> HttpResponse:
    """Write a recommendation for a connection; where they asked for one, this answers it (200)."""
    call = call_of(request)
    given = writing.give(
        author=call.me,
        recipient=call.member(body.to),
        words=body.text,
        relation=body.relation,
        position=body.position,
        now=call.now,
        limits=call.limits,
    )
    return _shown(call, given.recommendation_id, 201 if given.created else 200)


@router.get("/recommendations/{recommendation_id}", auth=READ, response=told(200, Recommendation, 404))
def one_recommendation(request: HttpRequest, recommendation_id: str) -> HttpResponse:
    """One recommendation, for the two whom it concerns."""
    return _shown(call_of(request), _id(recommendation_id))


@router.post("/recommendations/{recommendation_id}/write", auth=WRITE, response=ANSWERED)
def write_recommendation(request: HttpRequest, recommendation_id: str, body: WriteAsked) -> HttpResponse:
    """Write what you were asked for; it waits for the recipient."""
    call, found = call_of(request), _id(recommendation_id)
    writing.write(
        recommendation_id=found,
        actor_id=call.me,
        words=body.text,
        relation=body.relation,
        position=body.position,
        now=call.now,
        limits=call.limits,
    )
    return _shown(call, found)


@router.post("/recommendations/{recommendation_id}/revise", auth=WRITE, response=ANSWERED)
def revise_recommendation(request: HttpRequest, recommendation_id: str, body: Revise) -> HttpResponse:
    """Change your text; beside an accepted one it waits, and the accepted one stays meanwhile."""
    call, found = call_of(request), _id(recommendation_id)
    writing.revise(
        recommendation_id=found, actor_id=call.me, words=body.text, now=call.now, limits=call.limits
    )
    return _shown(call, found)


@router.post("/recommendations/{recommendation_id}/accept", auth=WRITE, response=ANSWERED)
def accept_recommendation(request: HttpRequest, recommendation_id: str, body: AcceptText) -> HttpResponse:
    """Accept the text of the `version` you have read; it is shown on your page."""
    call, found = call_of(request), _id(recommendation_id)
    answering.accept(recommendation_id=found, actor_id=call.me, version=body.version, now=call.now)
    return _shown(call, found)


@router.post("/recommendations/{recommendation_id}/ask-change", auth=WRITE, response=ANSWERED)
def ask_for_change(request: HttpRequest, recommendation_id: str, body: AskChange) -> HttpResponse:
    """Ask the author for a change, in words; what is shown stays shown meanwhile."""
    call, found = call_of(request), _id(recommendation_id)
    answering.ask_change(
        recommendation_id=found, actor_id=call.me, words=body.words, now=call.now, limits=call.limits
    )
    return _shown(call, found)


@dataclass(frozen=True)
class Step:
    """A step that takes no words: its action, and what the document says of it."""

    take: Callable[[Call, UUID], None]
    meaning: str


STEPS: Mapping[Verb, Step] = {
    Verb.DECLINE: Step(
        lambda call, one: answering.decline(recommendation_id=one, actor_id=call.me, now=call.now),
        "Say courteously that you will not write what you were asked for; who asked is told.",
    ),
    Verb.IGNORE: Step(
        lambda call, one: answering.ignore(recommendation_id=one, actor_id=call.me),
        "Leave a request where it is: who asked is never told.",
    ),
    Verb.REFUSE: Step(
        lambda call, one: answering.refuse(recommendation_id=one, actor_id=call.me, now=call.now),
        "Do not take the text that waits; an accepted one stays. The author is told.",
    ),
    Verb.SHOW: Step(
        lambda call, one: answering.show(recommendation_id=one, actor_id=call.me, now=call.now),
        "Show an accepted recommendation on your page; nobody is told.",
    ),
    Verb.HIDE: Step(
        lambda call, one: answering.hide(recommendation_id=one, actor_id=call.me, now=call.now),
        "Keep an accepted recommendation to yourself; nobody is told.",
    ),
    Verb.WITHDRAW: Step(
        lambda call, one: answering.withdraw(recommendation_id=one, actor_id=call.me, now=call.now),
        "Take back your own text or request, at any time; its words are gone, nobody is told.",
    ),
}
"""The steps of the process that are nothing but their name."""


def _add(verb: Verb, step: Step) -> None:
    def operation(request: HttpRequest, recommendation_id: str, body: NoWords | None = None) -> HttpResponse:
        del body  # read for its shape alone
        call, found = call_of(request), _id(recommendation_id)
        step.take(call, found)
        return _shown(call, found)

    operation.__name__ = f"{verb.value.replace('-', '_')}_recommendation"
    register = router.post(
        f"/recommendations/{{recommendation_id}}/{verb.value}",
        auth=WRITE,
        response=ANSWERED,
        description=step.meaning,
    )
    register(operation)


for _verb, _step in STEPS.items():
    _add(_verb, _step)

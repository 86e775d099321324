"""Invitations: sending, listing, the answers, the thread, and the budget."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from rapport.interfaces.api import scopes, shapes
from rapport.interfaces.api.answers import answer
from rapport.interfaces.api.call import Call, call_of
from rapport.interfaces.api.schemas.common import Paging, choice, told
from rapport.interfaces.api.schemas.invitations import (
    Accept,
    Budget,
    Decline,
    Invitation,
    InvitationList,
    Invite,
    NoWords,
    Reply,
    ReplyIn,
    ReplyList,
)
from rapport.kernel import ids, paging
from rapport.kernel.errors import Absent
from rapport.people.relationships.actions import answering, inviting
from rapport.people.relationships.queries import invitations as queries
from rapport.people.relationships.queries.budget import budget_of
from rapport.people.relationships.queries.invitations import Direction
from rapport.people.relationships.rules.process import State, Tray, Verb

router = Router(tags=["invitations"], by_alias=True)

ANSWERED = told(200, Invitation, 404, 409, 422)


class Which(Paging):
    """Which invitations, and which page of them."""

    direction: Annotated[Direction, choice(Direction)] = Direction.RECEIVED
    state: Annotated[State | None, choice(State, "Without one, all.")] = None
    tray: Annotated[Tray, choice(Tray, "Where received ones wait (REL-13).")] = Tray.INBOX


def _id(written: str) -> UUID:
    found = ids.parse(written)
    if found is None:
        raise Absent
    return found


def _shown(call: Call, invitation: UUID, status: int = 200) -> HttpResponse:
    view = queries.invitation(call.viewer, invitation, call.limits, call.now)
    return answer(shapes.invitation(view), status)


@router.post(
    "/invitations",
    auth=scopes.WRITE_RELATIONSHIPS,
    response={**told(201, Invitation, 404, 409, 422), 200: Invitation},
)
def invite(request: HttpRequest, body: Invite) -> HttpResponse:
    """Ask a member to connect (REL-6). Where they asked first you are connected (201, `accepted`);
    while yours is open it is given back (200).
    """
    call = call_of(request)
    sent = inviting.invite(
        sender=call.me,
        recipient=call.member(body.to),
        context=body.context,
        note=body.note,
        email=body.email,
        follow=body.follow,
        now=call.now,
        limits=call.limits,
    )
    return _shown(call, sent.invitation_id, 201 if sent.created or sent.crossed else 200)


@router.get("/me/invitations", auth=scopes.READ_RELATIONSHIPS, response=told(200, InvitationList, 422))
def my_invitations(request: HttpRequest, asked: Query[Which]) -> HttpResponse:
    """Your invitations, latest first: received or sent, in one state or all."""
    call = call_of(request)
    found = queries.invitations(
        call.viewer,
        direction=asked.direction,
        state=asked.state,
        tray=asked.tray,
        cursor=asked.cursor,
        size=call.size(asked.limit),
        limits=call.limits,
        now=call.now,
    )
    return answer(shapes.page(found.items, found.next, shapes.invitation))


@router.get(
    "/invitations/{invitation_id}", auth=scopes.READ_RELATIONSHIPS, response=told(200, Invitation, 404)
)
def one_invitation(request: HttpRequest, invitation_id: str) -> HttpResponse:
    """One invitation, for the two whom it concerns."""
    return _shown(call_of(request), _id(invitation_id))


@router.post("/invitations/{invitation_id}/accept", auth=scopes.WRITE_RELATIONSHIPS, response=ANSWERED)
def accept(request: HttpRequest, invitation_id: str, body: Accept | None = None) -> HttpResponse:
    """Accept: you are connected and follow each other, unless either said no to that (REL-8)."""
    call, found = call_of(request), _id(invitation_id)
    follow = body is None or body.follow
    answering.accept(invitation_id=found, actor_id=call.me, follow=follow, now=call.now, limits=call.limits)
    return _shown(call, found)


@router.post("/invitations/{invitation_id}/decline", auth=scopes.WRITE_RELATIONSHIPS, response=ANSWERED)
def decline(request: HttpRequest, invitation_id: str, body: Decline | None = None) -> HttpResponse:
    """Decline courteously: the sender is told, with your reason where you give one (REL-7)."""
    call, found = call_of(request), _id(invitation_id)
    reason = "" if body is None else body.reason
    answering.decline(invitation_id=found, actor_id=call.me, reason=reason, now=call.now)
    return _shown(call, found)


@dataclass(frozen=True)
class Step:
    """A step that takes no words: its action, and what the document says of it."""

    take: Callable[[Call, UUID], None]
    meaning: str


STEPS: Mapping[Verb, Step] = {
    Verb.IGNORE: Step(
        lambda call, one: answering.ignore(invitation_id=one, actor_id=call.me, now=call.now),
        "Ignore: the sender is never told (REL-7).",
    ),
    Verb.DONT_KNOW: Step(
        lambda call, one: answering.dont_know(
            invitation_id=one, actor_id=call.me, now=call.now, limits=call.limits
        ),
        "Say that you don't know the sender: never told, but it counts (REL-7, REL-12).",
    ),
    Verb.SUGGEST_FOLLOW: Step(
        lambda call, one: answering.suggest_follow(invitation_id=one, actor_id=call.me, now=call.now),
        "Say that you would rather be followed; the sender is told (REL-7).",
    ),
    Verb.REOPEN: Step(
        lambda call, one: answering.reopen(
            invitation_id=one, actor_id=call.me, now=call.now, limits=call.limits
        ),
        "Take back that you ignored it or did not know the sender: it waits for your answer again.",
    ),
    Verb.WITHDRAW: Step(
        lambda call, one: inviting.withdraw(invitation_id=one, actor_id=call.me, now=call.now),
        "Take your own invitation back; the recipient is not told (REL-11).",
    ),
    Verb.REMIND: Step(
        lambda call, one: inviting.remind(
            invitation_id=one, actor_id=call.me, now=call.now, limits=call.limits
        ),
        "Remind the recipient, as often as the rules let you (REL-11).",
    ),
}
"""The steps of the process that are nothing but their name."""


def _add(verb: Verb, step: Step) -> None:
    def operation(request: HttpRequest, invitation_id: str, body: NoWords | None = None) -> HttpResponse:
        del body  # read for its shape alone
        call, found = call_of(request), _id(invitation_id)
        step.take(call, found)
        return _shown(call, found)

    operation.__name__ = verb.value.replace("-", "_")
    register = router.post(
        f"/invitations/{{invitation_id}}/{verb.value}",
        auth=scopes.WRITE_RELATIONSHIPS,
        response=ANSWERED,
        description=step.meaning,
    )
    register(operation)


for _verb, _step in STEPS.items():
    _add(_verb, _step)


@router.get(
    "/invitations/{invitation_id}/replies",
    auth=scopes.READ_RELATIONSHIPS,
    response=told(200, ReplyList, 404, 422),
)
def replies(request: HttpRequest, invitation_id: str, asked: Query[Paging]) -> HttpResponse:
    """The thread of an invitation, oldest first (REL-7)."""
    call = call_of(request)
    view = queries.invitation(call.viewer, _id(invitation_id), call.limits, call.now)
    thread = list(view.replies)
    if asked.cursor:
        at, last = paging.decode(asked.cursor, datetime, UUID)
        thread = [one for one in thread if (one.at, one.id) > (at, last)]
    page = paging.cut(thread, call.size(asked.limit), key=lambda one: (one.at, one.id))
    return answer(shapes.page(page.items, page.next, shapes.reply))


@router.post(
    "/invitations/{invitation_id}/replies",
    auth=scopes.WRITE_RELATIONSHIPS,
    response=told(201, Reply, 404, 409, 422),
)
def write_reply(request: HttpRequest, invitation_id: str, body: ReplyIn) -> HttpResponse:
    """Write in the thread: the recipient asks why, and while it is pending either may go on (REL-7)."""
    call, found = call_of(request), _id(invitation_id)
    written = answering.reply(
        invitation_id=found, actor_id=call.me, words=body.text, now=call.now, limits=call.limits
    )
    view = queries.invitation(call.viewer, found, call.limits, call.now)
    return answer(shapes.reply(next(one for one in view.replies if one.id == written)), 201)


@router.get("/me/budget", auth=scopes.READ_RELATIONSHIPS, response=told(200, Budget))
def my_budget(request: HttpRequest) -> HttpResponse:
    """How many invitations you may still send, by which rule, and when that renews (REL-12)."""
    call = call_of(request)
    return answer(shapes.budget(budget_of(call.me, call.limits, call.now)))

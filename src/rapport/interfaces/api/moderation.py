"""Reporting, and the moderators' desk (OPS-4)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from rapport.content.moderation import actions, queries
from rapport.content.moderation.queries import CaseView, OwnReport, TakenDown
from rapport.content.moderation.rules import Thing
from rapport.interfaces.api import scopes, shapes
from rapport.interfaces.api.answers import answer
from rapport.interfaces.api.call import Call, call_of
from rapport.interfaces.api.schemas.common import Paging, told
from rapport.interfaces.api.schemas.moderation import (
    Case,
    CaseList,
    DecisionIn,
    OwnReportList,
    ReportIn,
    TakenDownList,
    Which,
)
from rapport.interfaces.api.schemas.moderation import OwnReport as OwnReportShown
from rapport.kernel import ids
from rapport.kernel.errors import Absent, Invalid
from rapport.people import visibility
from rapport.people.relationships.queries.faces import Face

router = Router(tags=["moderation"])


def _number(call: Call, thing: Thing, which: str) -> int:
    """The number of what is reported. Raises: Absent."""
    if thing is Thing.MEMBER:
        return visibility.member(call.viewer, which, call.limits).pk
    return ids.read_moment(which)


def _thing(about: str) -> Thing:
    try:
        return Thing(about)
    except ValueError:
        raise Invalid(
            "Choose one of: {choices}.", code="choice", field="about", choices=", ".join(Thing)
        ) from None


@router.post(
    "/reports",
    auth=scopes.WRITE_MODERATION,
    response={**told(201, OwnReportShown, 404, 409, 422, 429), 200: OwnReportShown},
)
def report(request: HttpRequest, body: ReportIn) -> HttpResponse:
    """Report a post, a comment or a member that you see; another time changes your report, with 200."""
    call, thing = call_of(request), _thing(body.about)
    made, new = actions.report(
        by=call.viewer,
        thing=thing,
        number=_number(call, thing, body.id),
        reason=body.reason,
        words=body.words,
        now=call.now,
        limits=call.limits,
    )
    return answer(_report(queries.report(call.viewer, made)), 201 if new else 200)


@router.get("/me/reports", auth=scopes.READ_MODERATION, response=told(200, OwnReportList, 422))
def my_reports(request: HttpRequest, asked: Query[Paging]) -> HttpResponse:
    """What you reported, the latest first."""
    call = call_of(request)
    found = queries.reports(call.viewer, cursor=asked.cursor, size=call.size(asked.limit))
    return answer(shapes.page(found.items, found.next, _report))


@router.get("/me/taken-down", auth=scopes.READ_MODERATION, response=told(200, TakenDownList, 422))
def my_taken_down(request: HttpRequest, asked: Query[Paging]) -> HttpResponse:
    """What moderators took down of what you wrote, and why."""
    call = call_of(request)
    found = queries.taken_down(call.viewer, cursor=asked.cursor, size=call.size(asked.limit))
    return answer(shapes.page(found.items, found.next, _taken_down))


@router.get("/moderation/cases", auth=scopes.READ_MODERATION, response=told(200, CaseList, 404, 422))
def cases(request: HttpRequest, asked: Query[Which]) -> HttpResponse:
    """What waits for moderators, the longest first; or what they decided, the latest first. Not there for others."""
    call = call_of(request)
    found = queries.cases(
        call.viewer, decided=asked.decided, cursor=asked.cursor, size=call.size(asked.limit)
    )
    return answer(shapes.page(found.items, found.next, _case))


@router.get("/moderation/cases/{case_id}", auth=scopes.READ_MODERATION, response=told(200, Case, 404))
def one_case(request: HttpRequest, case_id: str) -> HttpResponse:
    """One case, with every report and what was reported as it stood then."""
    return answer(_case(queries.case(call_of(request).viewer, _id(case_id))))


@router.post(
    "/moderation/cases/{case_id}/decision",
    auth=scopes.WRITE_MODERATION,
    response=told(200, Case, 404, 409, 422),
)
def decide(request: HttpRequest, case_id: str, body: DecisionIn) -> HttpResponse:
    """Decide a case in words: leave it, take it down, or say what was done about a member."""
    call, which = call_of(request), _id(case_id)
    actions.decide(by=call.viewer, case_id=which, decision=body.decision, words=body.words, now=call.now)
    return answer(_case(queries.case(call.viewer, which)))


def _id(text: str) -> Any:
    found = ids.parse(text)
    if found is None:
        raise Absent
    return found


def _face(face: Face) -> dict[str, Any]:
    return {"handle": face.handle, "name": face.name}


def _report(one: OwnReport) -> dict[str, Any]:
    return {
        "id": one.id,
        "about": one.thing,
        "reason": one.reason,
        "words": one.words,
        "state": one.state,
        "at": one.at,
        "decided_at": one.decided_at,
    }


def _taken_down(one: TakenDown) -> dict[str, Any]:
    return {
        "id": one.id,
        "about": one.thing,
        "title": one.title,
        "text": one.text,
        "beyond": [{"what": each.what, "words": each.words} for each in one.beyond],
        "at": one.at,
        "words": one.words,
    }


def _case(one: CaseView) -> dict[str, Any]:
    return {
        "id": one.id,
        "about": one.thing,
        "about_id": one.author.handle if one.thing is Thing.MEMBER else str(one.number),
        "author": _face(one.author),
        "title": one.title,
        "text": one.text,
        "beyond": [{"what": each.what, "words": each.words} for each in one.beyond],
        "there": one.there,
        "state": one.state,
        "opened_at": one.opened_at,
        "reports": [
            {
                "reporter": _face(each.reporter),
                "reason": each.reason,
                "words": each.words,
                "title": each.title,
                "text": each.text,
                "at": each.at,
            }
            for each in one.reports
        ],
        "decided_by": _face(one.decided_by) if one.decided_by else None,
        "decided_at": one.decided_at,
        "words": one.words,
        "decisions": sorted(one.decisions),
    }

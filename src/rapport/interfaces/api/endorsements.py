"""Endorsements of skills: who endorses what, endorsing, taking back, hiding (PRO-3)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from rapport.content.endorsements import actions, queries
from rapport.content.endorsements.queries import Direction, EndorsedSkill, EndorsementView, EndorserView
from rapport.interfaces.api import scopes, shapes
from rapport.interfaces.api.answers import answer, nothing
from rapport.interfaces.api.call import Call, call_of
from rapport.interfaces.api.schemas.common import Paging, choice, told
from rapport.interfaces.api.schemas.vouching import (
    EndorsedSkill as EndorsedSkillShape,
)
from rapport.interfaces.api.schemas.vouching import (
    EndorsedSkillList,
    EndorsementList,
    EndorserList,
    HideEndorsement,
)
from rapport.kernel import ids
from rapport.kernel.errors import Absent

router = Router(tags=["endorsements"])

MARK = "/members/{handle}/skills/{skill_id}/endorsement"


class Which(Paging):
    """Which of your endorsements, and which page of them."""

    direction: Annotated[Direction, choice(Direction)] = Direction.RECEIVED


def _id(written: str) -> UUID:
    found = ids.parse(written)
    if found is None:
        raise Absent
    return found


def _skill(one: EndorsedSkill) -> shapes.Shape:
    return {
        "id": one.id,
        "name": one.name,
        "count": one.votes.count,
        "people": [{"handle": face.handle, "name": face.name} for face in one.votes.faces],
        "endorsed": one.votes.mine,
        "hidden_count": one.votes.hidden,
        "refusal": None if one.refusal is None else shapes.reason(one.refusal),
    }


def _endorser(one: EndorserView) -> shapes.Shape:
    return {"person": shapes.person(one.person), "at": one.at, "hidden": one.hidden}


@router.get(
    "/members/{handle}/endorsements", auth=scopes.READ_PROFILE, response=told(200, EndorsedSkillList, 404)
)
def endorsed_skills(request: HttpRequest, handle: str) -> HttpResponse:
    """A member's skills with who endorses them, as far as the section is shown to you (PRO-3)."""
    call = call_of(request)
    found = queries.skills(call.viewer, call.member(handle))
    return answer({"items": [_skill(one) for one in found]})


@router.get(
    "/members/{handle}/skills/{skill_id}/endorsements",
    auth=scopes.READ_PROFILE,
    response=told(200, EndorserList, 404, 422),
)
def endorsers(request: HttpRequest, handle: str, skill_id: str, asked: Query[Paging]) -> HttpResponse:
    """Who endorses a skill, latest first; to its owner also the hidden ones, marked (PRO-3)."""
    call = call_of(request)
    found = queries.endorsers(
        call.viewer,
        call.member(handle),
        _id(skill_id),
        cursor=asked.cursor,
        size=call.size(asked.limit),
        now=call.now,
    )
    return answer(shapes.page(found.items, found.next, _endorser))


def _answered(call: Call, owner: int, skill_id: UUID) -> HttpResponse:
    return answer(_skill(queries.skill(call.viewer, owner, skill_id)))


@router.put(MARK, auth=scopes.WRITE_RECOMMENDATIONS, response=told(200, EndorsedSkillShape, 404, 409, 422))
def endorse(request: HttpRequest, handle: str, skill_id: str) -> HttpResponse:
    """Endorse a listed skill; twice is once. Its owner is told (PRO-3)."""
    call = call_of(request)
    owner, one = call.member(handle), _id(skill_id)
    actions.endorse(endorser=call.me, owner=owner, skill_id=one, now=call.now)
    return _answered(call, owner, one)


@router.delete(MARK, auth=scopes.WRITE_RECOMMENDATIONS, response=told(204, None, 404))
def take_endorsement_back(request: HttpRequest, handle: str, skill_id: str) -> HttpResponse:
    """Take your endorsement back; nobody is told, and twice is once (PRO-3)."""
    call = call_of(request)
    actions.take_back(endorser=call.me, owner=call.member(handle), skill_id=_id(skill_id))
    return nothing()


def _endorsement(direction: Direction, one: EndorsementView) -> shapes.Shape:
    return {
        "direction": direction,
        "person": shapes.person(one.person),
        "skill_id": one.skill_id,
        "skill": one.skill,
        "at": one.at,
        "hidden": one.hidden,
    }


@router.get("/me/endorsements", auth=scopes.READ_RECOMMENDATIONS, response=told(200, EndorsementList, 422))
def my_endorsements(request: HttpRequest, asked: Query[Which]) -> HttpResponse:
    """Your endorsements, received or given, latest first; what is set aside is not among them (REL-10)."""
    call = call_of(request)
    found = queries.endorsements(
        call.viewer,
        direction=asked.direction,
        cursor=asked.cursor,
        size=call.size(asked.limit),
        now=call.now,
    )
    return answer(shapes.page(found.items, found.next, lambda one: _endorsement(asked.direction, one)))


@router.patch(
    "/me/endorsements/{skill_id}/{handle}",
    auth=scopes.WRITE_RECOMMENDATIONS,
    response=told(204, None, 404, 422),
)
def hide_endorsement(request: HttpRequest, skill_id: str, handle: str, body: HideEndorsement) -> HttpResponse:
    """Keep an endorsement of your skill to yourself, or show it again; nobody is told (PRO-3)."""
    call = call_of(request)
    actions.hide(owner=call.me, skill_id=_id(skill_id), endorser=call.member(handle), hidden=body.hidden)
    return nothing()

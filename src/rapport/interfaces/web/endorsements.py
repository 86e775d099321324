"""Who endorses a skill; endorsing, taking back, hiding (PRO-3)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from rapport.content.endorsements import actions, queries
from rapport.content.endorsements.queries import Direction
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.cards import card
from rapport.interfaces.web.members import face_of
from rapport.interfaces.web.parts import PersonCard
from rapport.interfaces.web.requests import (
    back,
    cursor_of,
    limits_of,
    me,
    member_required,
    more_url,
    now_of,
    one_of,
    viewer_of,
)
from rapport.interfaces.web.toasts import Action, say
from rapport.interfaces.web.vouching_parts import skill_rows, why_not

_ = words.translate


@require_safe
def skill(request: HttpRequest, handle: str, skill_id: UUID) -> HttpResponse:
    """Who endorses one skill, latest first; its owner sees the hidden ones too, and may hide any."""
    viewer, owner = viewer_of(request), face_of(request, handle)
    one = queries.skill(viewer, owner.id, skill_id)
    found = queries.endorsers(
        viewer,
        owner.id,
        skill_id,
        cursor=cursor_of(request),
        size=limits_of(request).page_size,
        now=now_of(request),
    )
    context = {
        "owner": PersonCard(owner.handle, owner.name),
        "own": one.own,
        "skill": skill_rows([one], owner.handle, may=not one.own and not viewer.is_visitor)[0],
        "why": why_not([one]),
        "endorsers": [(card(row.person, viewer), row.hidden) for row in found.items],
        "more": more_url(request, found.next),
    }
    return render(request, "vouching/skill.html", context)


@require_POST
@member_required
def endorse(request: HttpRequest, handle: str, skill_id: UUID) -> HttpResponse:
    """Endorse a listed skill; its owner is told."""
    owner = face_of(request, handle)
    actions.endorse(endorser=me(request), owner=owner.id, skill_id=skill_id, now=now_of(request))
    undo = Action(_("Undo"), reverse("endorse_take_back", args=[handle, skill_id]))
    say(request, _("Endorsed. {name} is told.", name=words.first_name(owner.name)), undo)
    return back(request, reverse("member", args=[handle]))


@require_POST
@member_required
def take_back(request: HttpRequest, handle: str, skill_id: UUID) -> HttpResponse:
    """Take one's endorsement back; nobody is told."""
    owner = face_of(request, handle)
    actions.take_back(endorser=me(request), owner=owner.id, skill_id=skill_id)
    say(request, _("Taken back. {name} is not told.", name=words.first_name(owner.name)))
    return back(request, reverse("member", args=[handle]))


@require_POST
@member_required
def hide(request: HttpRequest, skill_id: UUID, handle: str) -> HttpResponse:
    """Keep an endorsement of one's own skill to oneself, or with `hidden` off show it again."""
    endorser = face_of(request, handle)
    hidden = request.POST.get("hidden") != "off"
    actions.hide(owner=me(request), skill_id=skill_id, endorser=endorser.id, hidden=hidden)
    name = words.first_name(endorser.name)
    said = _("Hidden. {name} is not told.", name=name) if hidden else _("Shown again.")
    say(request, said)
    return back(request, reverse("endorsements"))


@require_safe
@member_required
def endorsements(request: HttpRequest) -> HttpResponse:
    """One's own endorsements, received or given."""
    viewer = viewer_of(request)
    direction = Direction(one_of(request, "direction", tuple(Direction), Direction.RECEIVED))
    found = queries.endorsements(
        viewer,
        direction=direction,
        cursor=cursor_of(request),
        size=limits_of(request).page_size,
        now=now_of(request),
    )
    context = {
        "received": direction is Direction.RECEIVED,
        "rows": [(card(row.person, viewer), row) for row in found.items],
        "more": more_url(request, found.next),
    }
    return render(request, "vouching/endorsements.html", context)


urlpatterns = [
    path("@<slug:handle>/skills/<uuid:skill_id>", skill, name="skill"),
    path("@<slug:handle>/skills/<uuid:skill_id>/endorse", endorse, name="endorse"),
    path("@<slug:handle>/skills/<uuid:skill_id>/take-back", take_back, name="endorse_take_back"),
    path("endorsements", endorsements, name="endorsements"),
    path("endorsements/<uuid:skill_id>/<slug:handle>/hide", hide, name="endorsement_hide"),
]

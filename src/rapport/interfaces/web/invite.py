"""The invitation: how one knows each other, a note, one's budget, the recipient's own words (REL-6)."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web import pairs
from rapport.interfaces.web.cards import CONTEXTS, budget, card, restriction
from rapport.interfaces.web.errors import refusal
from rapport.interfaces.web.forms import PoliteForm
from rapport.interfaces.web.members import other_of
from rapport.interfaces.web.parts import Refusal
from rapport.interfaces.web.requests import (
    SeeOther,
    back,
    came_from,
    limits_of,
    me,
    member_required,
    now_of,
    viewer_of,
)
from rapport.interfaces.web.toasts import Action, say
from rapport.people.groups.queries.places import GroupFace
from rapport.people.groups.queries.shared import shared
from rapport.people.relationships.actions import inviting
from rapport.people.relationships.queries.pages import MemberPage
from rapport.people.relationships.queries.people import Relationship
from rapport.people.relationships.rules.process import Context, Side

_ = words.translate


class InviteForm(PoliteForm):
    """What an invitation says; lengths and choices are judged by the action."""

    context = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    note = forms.CharField(required=False, strip=False, widget=forms.Textarea)
    email = forms.CharField(required=False, widget=forms.EmailInput)
    without_follow = forms.BooleanField(required=False)


def _form(request: HttpRequest, groups: tuple[GroupFace, ...]) -> InviteForm:
    form = InviteForm(request.POST if request.method == "POST" else None)
    # a group both are in is a context that can be checked: it is offered first
    order = sorted(CONTEXTS, key=lambda one: one is not Context.SHARED_GROUP) if groups else list(CONTEXTS)
    form.fields["context"].choices = [(one.value, _(CONTEXTS[one])) for one in order]  # type: ignore[attr-defined]
    form.fields["context"].error_messages["invalid_choice"] = _("Say how you know each other.")
    return form


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def invite(request: HttpRequest, handle: str) -> HttpResponse:
    """Invite a member to connect; what is refused stands at its field, and nothing typed is lost."""
    page = other_of(request, handle)
    if page.relationship is None or (standing := _standing(page.relationship)):
        return SeeOther(standing or reverse("member", args=[handle]))
    groups = shared(viewer_of(request), page.person.id)
    form = _form(request, groups)
    if form.done(lambda: _send(request, page, form)):
        return back(request, reverse("member", args=[handle]))
    context = _context(request, page, form) | {"shared": groups}
    return render(request, "invite/dialog.html", context, status=form.status)


def _standing(tie: Relationship) -> str:
    """Where to go instead where one's own invitation is open already."""
    if tie.invitation is not None and tie.invitation.side is Side.SENDER:
        return reverse("invitation", args=[tie.invitation.id])
    return ""


def _send(request: HttpRequest, page: MemberPage, form: InviteForm) -> None:
    typed = form.cleaned_data
    outcome = inviting.invite(
        sender=me(request),
        recipient=page.person.id,
        context=typed["context"],
        note=typed["note"],
        email=typed["email"],
        follow=not typed["without_follow"],
        now=now_of(request),
        limits=limits_of(request),
    )
    name = words.first_name(page.person.name)
    if outcome.crossed:
        note = Action(_("Note how you met"), reverse("tie_note", args=[page.person.handle]), post=False)
        say(request, _("{name} had asked you too. You are connected.", name=name), note)
    elif outcome.created:
        say(request, _("Invitation sent to {name}.", name=name))


def _context(request: HttpRequest, page: MemberPage, form: InviteForm) -> dict[str, object]:
    viewer, limits = viewer_of(request), limits_of(request)
    person, tie = card(page.person, viewer), page.relationship
    refused: Refusal | None = None
    if tie is not None and tie.invite_refusal is not None and tie.invitation is None:
        refused = refusal(tie.invite_refusal)
    until = tie.restricted_until if tie else None
    return {
        "form": form,
        "person": person,
        "policy": pairs.policy(page.connection_policy, person),
        "line": page.connection_line,
        "budget": budget(page.budget, limits) if page.budget else None,
        "refused": refused,
        "restricted": restriction(until, limits) if until else None,
        "crossing": tie is not None and tie.invitation is not None,
        "length": limits.note_length,
        "limits": limits,
        "remind_from": now_of(request) + timedelta(days=limits.reminder_wait_days),
        "lapses": now_of(request) + timedelta(days=limits.invitation_expiry_days),
        "back": came_from(request, reverse("member", args=[page.person.handle])),
        "action": reverse("invite", args=[page.person.handle]),
    }


urlpatterns = [path("@<slug:handle>/invite", invite, name="invite")]

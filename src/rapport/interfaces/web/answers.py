"""One invitation: its letter with the thread, and every step either side may take (REL-7, REL-8, REL-11)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web import letters
from rapport.interfaces.web.cards import card
from rapport.interfaces.web.errors import refusal
from rapport.interfaces.web.forms import PoliteForm
from rapport.interfaces.web.pressing import pressed_once
from rapport.interfaces.web.requests import back, came_from, limits_of, me, member_required, now_of, viewer_of
from rapport.interfaces.web.toasts import Action, say
from rapport.kernel.errors import Absent
from rapport.people.relationships.actions import answering, inviting
from rapport.people.relationships.queries import invitations, lists
from rapport.people.relationships.queries.invitations import Direction, InvitationView
from rapport.people.relationships.rules.inviting import refuse_at_cap
from rapport.people.relationships.rules.process import Verb

_ = words.translate


def _view(request: HttpRequest, invitation_id: UUID) -> InvitationView:
    """The invitation as this member's side is shown it. Raises: Absent."""
    return invitations.invitation(viewer_of(request), invitation_id, limits_of(request), now_of(request))


def _home(view: InvitationView) -> str:
    return reverse("member", args=[view.other.handle])


# Reading


@require_safe
@member_required
def invitation(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """One invitation with its thread open, or how it ended."""
    return _letter(request, _view(request, invitation_id))


def _letter(
    request: HttpRequest, view: InvitationView, *, problem: str = "", text: str = "", status: int = 200
) -> HttpResponse:
    viewer, limits = viewer_of(request), limits_of(request)
    received = view.direction is Direction.RECEIVED
    full = refuse_at_cap(lists.network_counts(me(request)).connections, limits) if received else None
    context = {
        "view": view,
        "person": card(view.other, viewer),
        "received": received,
        "open": bool(view.allowed_actions),
        "letter": letters.letter(
            view,
            viewer,
            accept_refusal=refusal(full) if full else None,
            groups=letters.in_common([view], viewer),
            open_thread=True,
            reply_problem=problem,
            reply_text=text,
        )
        if received
        else None,
        "sent": None if received else letters.sent(view, viewer, limits),
        "ended": letters.ended(view),
        "heading": letters.heading(view),
    }
    return render(request, "invite/letter.html", context, status=status)


# The recipient's answers


@require_POST
@member_required
def accept(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Accept; `follow` off says that one does not follow them oneself (REL-8)."""
    view = _view(request, invitation_id)
    answering.accept(
        invitation_id=invitation_id,
        actor_id=me(request),
        follow=request.POST.get("follow") != "off",
        now=now_of(request),
        limits=limits_of(request),
    )
    note = Action(_("Note how you met"), reverse("tie_note", args=[view.other.handle]), post=False)
    say(request, _("You and {name} are connected.", name=words.first_name(view.other.name)), note)
    return back(request, _home(view))


@require_POST
@member_required
def ignore(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Ignore; the sender is never told (REL-7)."""
    view = _view(request, invitation_id)
    answering.ignore(invitation_id=invitation_id, actor_id=me(request), now=now_of(request))
    said = _("Invitation ignored. {name} is not told.", name=words.first_name(view.other.name))
    say(request, said, Action(_("Undo"), letters.route(Verb.REOPEN, invitation_id)))
    return back(request, _home(view))


@require_POST
@member_required
def reopen(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Take an "ignore" or "I don't know this person" back."""
    view = _view(request, invitation_id)
    answering.reopen(
        invitation_id=invitation_id, actor_id=me(request), now=now_of(request), limits=limits_of(request)
    )
    say(request, _("The invitation from {name} waits again.", name=words.first_name(view.other.name)))
    return back(request, _home(view))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def dont_know(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Ask, and say that one doesn't know the sender, who is never told (REL-7)."""
    view = _view(request, invitation_id)
    if request.method != "POST":
        return _ask(request, view, Verb.DONT_KNOW, "invite/dont_know.html")
    answering.dont_know(
        invitation_id=invitation_id, actor_id=me(request), now=now_of(request), limits=limits_of(request)
    )
    said = _("Noted. {name} is not told.", name=words.first_name(view.other.name))
    say(request, said, Action(_("Undo"), letters.route(Verb.REOPEN, invitation_id)))
    return back(request, _home(view))


@require_POST
@member_required
def suggest_follow(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Say that one would rather be followed; the sender is told (REL-7)."""
    view = _view(request, invitation_id)
    answering.suggest_follow(invitation_id=invitation_id, actor_id=me(request), now=now_of(request))
    name = words.first_name(view.other.name)
    say(request, _("Suggested. {name} is told, and can follow you.", name=name))
    return back(request, _home(view))


class DeclineForm(PoliteForm):
    """One of the few reasons, or none (REL-7)."""

    reason = forms.ChoiceField(required=False, widget=forms.RadioSelect)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def decline(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Decline courteously, with a reason of a fixed few; the sender is told (REL-7)."""
    view = _view(request, invitation_id)
    form = DeclineForm(request.POST if request.method == "POST" else None, initial={"reason": ""})
    form.fields["reason"].choices = letters.reasons()  # type: ignore[attr-defined]

    def answer() -> None:
        reason = form.cleaned_data["reason"]
        answering.decline(
            invitation_id=invitation_id, actor_id=me(request), reason=reason, now=now_of(request)
        )

    if form.done(answer):
        say(request, _("Declined. {name} is told.", name=words.first_name(view.other.name)))
        return back(request, _home(view))
    return _ask(request, view, Verb.DECLINE, "invite/decline.html", form)


# The thread


class ReplyForm(PoliteForm):
    """One message in the thread."""

    text = forms.CharField(required=False, strip=False)


@require_POST
@member_required
@pressed_once
def reply(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Write in the thread while the invitation is open (REL-7)."""
    view = _view(request, invitation_id)
    form = ReplyForm(request.POST)

    def write() -> None:
        answering.reply(
            invitation_id=invitation_id,
            actor_id=me(request),
            words=form.cleaned_data["text"],
            now=now_of(request),
            limits=limits_of(request),
        )

    if form.done(write):
        say(request, _("Sent to {name}.", name=words.first_name(view.other.name)))
        return back(request, reverse("invitation", args=[invitation_id]))
    problem = " ".join(str(one) for some in form.errors.values() for one in some)
    typed = request.POST.get("text", "")
    return _letter(request, view, problem=problem, text=typed, status=form.status)


# The sender's steps


@require_POST
@member_required
def remind(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Send a reminder (REL-11)."""
    view = _view(request, invitation_id)
    inviting.remind(
        invitation_id=invitation_id, actor_id=me(request), now=now_of(request), limits=limits_of(request)
    )
    say(request, _("{name} is reminded.", name=words.first_name(view.other.name)))
    return back(request, _home(view))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def withdraw(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Ask, and withdraw; the recipient is not told (REL-11)."""
    view = _view(request, invitation_id)
    if request.method != "POST":
        return _ask(request, view, Verb.WITHDRAW, "invite/withdraw.html")
    inviting.withdraw(invitation_id=invitation_id, actor_id=me(request), now=now_of(request))
    say(request, _("Withdrawn. {name} is not told.", name=words.first_name(view.other.name)))
    return back(request, _home(view))


def _ask(
    request: HttpRequest, view: InvitationView, verb: Verb, template: str, form: PoliteForm | None = None
) -> HttpResponse:
    """A question on a page of its own, which is a dialog where there is script."""
    if request.method != "POST" and verb.value not in view.allowed_actions:
        raise Absent
    context = {
        "view": view,
        "form": form,
        "person": card(view.other, viewer_of(request)),
        "limits": limits_of(request),
        "action": letters.route(verb, view.id),
        "back": came_from(request, _home(view)),
        "again": now_of(request) + timedelta(days=limits_of(request).reinvite_after_withdraw_days),
    }
    return render(request, template, context, status=form.status if form else 200)


_STEPS = {
    Verb.ACCEPT: accept,
    Verb.IGNORE: ignore,
    Verb.REOPEN: reopen,
    Verb.DONT_KNOW: dont_know,
    Verb.SUGGEST_FOLLOW: suggest_follow,
    Verb.DECLINE: decline,
    Verb.REMIND: remind,
    Verb.WITHDRAW: withdraw,
}

urlpatterns = [
    path("invitations/<uuid:invitation_id>", invitation, name="invitation"),
    path("invitations/<uuid:invitation_id>/replies", reply, name="invitation_reply"),
    *(
        path(f"invitations/<uuid:invitation_id>/{verb.value}", view, name=letters.route_name(verb))
        for verb, view in _STEPS.items()
    ),
]

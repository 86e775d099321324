"""For organisers: who asks to join, letting them in or not, and codes to give away (OPS-3)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rapport.interfaces.web.accounts_forms import CodeForm
from rapport.interfaces.web.errors import sentence
from rapport.interfaces.web.requests import SeeOther, limits_of, me, now_of, viewer_of
from rapport.interfaces.web.settings_sections import sections
from rapport.interfaces.web.toasts import say
from rapport.kernel.errors import Absent, Invalid
from rapport.people.accounts import actions, queries

Given = ParamSpec("Given")
View = Callable[Concatenate[HttpRequest, Given], HttpResponse]


def organiser_required(view: View[Given]) -> View[Given]:
    """For anybody else the page does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *given: Given.args, **named: Given.kwargs) -> HttpResponse:
        me(request)
        if not viewer_of(request).is_organiser:
            raise Absent
        return view(request, *given, **named)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@organiser_required
def joining(request: HttpRequest) -> HttpResponse:
    """Who waits, oldest first; a new code is shown this once, on the answer to the form."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    made: list[str] = []
    done = form.done(
        lambda: made.append(actions.make_code(email=form.cleaned_data["email"], now=now_of(request)))
    )
    shown = {
        "form": CodeForm() if done else form,
        "code": made[0] if made else "",
        "code_for": form.cleaned_data["email"] if done else "",
        "waiting": queries.applications(),
        "sign_up": limits_of(request).sign_up.value,
        "sections": sections("settings_account"),
    }
    return render(request, "accounts/organising.html", shown, status=form.status)


@require_POST
@organiser_required
def approve(request: HttpRequest, account_id: int) -> HttpResponse:
    """Let somebody in; a mail tells them."""
    if actions.approve(account_id=account_id, now=now_of(request)):
        say(request, _("They are in, and a mail tells them so."))
    return SeeOther(reverse("joining"))


@require_POST
@organiser_required
def refuse(request: HttpRequest, account_id: int) -> HttpResponse:
    """Turn somebody away, with a reason if there is one; a mail tells them, and what they told is removed."""
    try:
        actions.refuse(account_id=account_id, reason=request.POST.get("reason", ""))
    except Invalid as wrong:
        say(request, sentence(wrong))
    else:
        say(request, _("Their request is removed, and a mail tells them so."))
    return SeeOther(reverse("joining"))

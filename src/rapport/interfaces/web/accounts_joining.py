"""The first pages: welcome, onboarding, waiting to be let in."""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.interfaces.web.accounts_forms import OnboardingForm, SignInForm
from rapport.interfaces.web.errors import sentence
from rapport.interfaces.web.requests import SeeOther, back, limits_of, next_of, now_of
from rapport.interfaces.web.toasts import Action, say
from rapport.kernel.errors import Invalid, Unauthenticated
from rapport.people.accounts import actions, queries
from rapport.people.accounts.rules import Stand
from rapport.people.actors.rules import check_handle


@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """The two ties, and signing in beside them; `home` shows it to visitors."""
    limits = limits_of(request)
    shown = {
        "form": SignInForm(),
        "community": limits.community_name,
        "sign_up": limits.sign_up.value,
        "domains": limits.sign_up_domains,
        "next": next_of(request, ""),
    }
    return render(request, "accounts/welcome.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def onboarding(request: HttpRequest) -> HttpResponse:
    """Name, handle and headline: then one is a member, and may show a photo before going on."""
    account = request.user
    if not account.is_authenticated:
        raise Unauthenticated
    if queries.stand_of(account, now=now_of(request)) is not Stand.ONBOARDING:
        return back(request)
    typed = request.POST.copy()
    if "take" in typed:
        typed["handle"] = str(typed["take"])
    first = {"handle": queries.free_handle(account.email.partition("@")[0])}
    form = OnboardingForm(typed or None, initial=first)
    if form.done(
        lambda: actions.onboard(
            account_id=account.pk,
            handle=form.cleaned_data["handle"],
            name=form.cleaned_data["name"],
            headline=form.cleaned_data["headline"],
            now=now_of(request),
            limits=limits_of(request),
        )
    ):
        bring = Action(_("Bring your LinkedIn archive"), reverse("imports"), post=False)
        say(request, _("Welcome, {name}.").format(name=form.cleaned_data["name"]), bring)
        page = f"/@{form.cleaned_data['handle'].strip().lstrip('@').lower()}"
        if next_of(request) != "/":
            return back(request)
        return SeeOther(f"{reverse('profile_photo')}?next={page}")
    offer = queries.free_handle(str(typed.get("handle", ""))) if "handle" in form.errors else ""
    shown = {"form": form, "offer": offer, "limits": limits_of(request), "next": next_of(request, "")}
    return render(request, "accounts/onboarding.html", shown, status=form.status)


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Whether a handle is free, as JSON, for the script beside the field; a POST, because it is counted.

    Kept, taken, suspended and deleted all sound alike.
    """
    if not request.user.is_authenticated:
        raise Unauthenticated
    refused = ratelimit.consume_or_429(request, app="allauth.account", action="check_handle")
    if refused is not None:
        return JsonResponse({"free": None, "sentence": "", "offer": ""}, status=429)
    wanted = request.POST.get("handle", "").strip().lstrip("@").lower()
    offer = queries.free_handle(wanted)
    if offer == wanted:
        told = _("“{handle}” is free.").format(handle=wanted)
        return JsonResponse({"free": True, "sentence": told, "offer": ""})
    try:
        check_handle(wanted)
    except Invalid as wrong:
        told = sentence(wrong)
    else:
        told = _("“{handle}” is taken.").format(handle=wanted)
    told += " " + _("“{handle}” is free.").format(handle=offer)
    return JsonResponse({"free": False, "sentence": told, "offer": offer})


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """For who asked to join and is not let in yet."""
    account = request.user
    if not account.is_authenticated:
        raise Unauthenticated
    if queries.stand_of(account, now=now_of(request)) is not Stand.WAITING:
        return SeeOther("/")
    shown = {"email": account.email, "since": account.joined_at, "application": account.application}
    return render(request, "accounts/waiting.html", shown)

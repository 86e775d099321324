"""One's own account: address, password, passkeys, second factor, sessions, looks, leaving."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from allauth.account import views as account
from allauth.account.internal.flows import reauthentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.totp.internal import auth as totp_auth
from allauth.mfa.totp.internal import flows as totp_flows
from allauth.mfa.webauthn import views as webauthn
from django.contrib.auth import logout
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.interfaces.web.accounts import UNPROCESSABLE, Ours
from rapport.interfaces.web.accounts_forms import AddAppForm, AppCodeForm, LeaveForm, LooksForm
from rapport.interfaces.web.engine_words import plain_date
from rapport.interfaces.web.requests import SeeOther, back, limits_of, moment_of, now_of
from rapport.interfaces.web.settings_sections import sections
from rapport.interfaces.web.toasts import say
from rapport.kernel.errors import Absent, Unauthenticated
from rapport.people.accounts import actions, queries

Given = ParamSpec("Given")
View = Callable[Concatenate[HttpRequest, Given], HttpResponse]

BROWSERS = (
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("OPR", "Opera"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def account_required(view: View[Given]) -> View[Given]:
    """Let in who is signed in, with a recent proof that it is they (allauth asks for it where it is not)."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *given: Given.args, **named: Given.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            raise Unauthenticated
        reauthentication.raise_if_reauthentication_required(request, app="allauth.mfa")
        return view(request, *given, **named)

    return guarded


def my_account(request: HttpRequest) -> int:
    """The id of one's own account.

    Raises: Unauthenticated.
    """
    if not request.user.is_authenticated:
        raise Unauthenticated
    return request.user.pk


@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest) -> HttpResponse:
    """How the account is protected, how the pages look, and the way to everything else."""
    if not request.user.is_authenticated:
        raise Unauthenticated
    account_id = request.user.pk
    form = LooksForm(
        request.POST or None, initial={"theme": request.user.theme, "language": request.user.language}
    )
    if form.done(lambda: actions.choose(account_id=account_id, **form.cleaned_data)):
        say(request, _("Saved."))
        return back(request, reverse("settings_account"))
    shown = {
        "form": form,
        "protection": queries.protection_of(account_id),
        "sections": sections("settings_account"),
    }
    return render(request, "accounts/overview.html", shown, status=form.status)


def device(user_agent: str) -> str:
    """What a browser calls itself, in two words."""
    found = [next((name for mark, name in known if mark in user_agent), "") for known in (BROWSERS, SYSTEMS)]
    if not any(found):
        return _("A program that does not say what it is")
    return _("{browser} on {system}").format(browser=found[0] or _("A browser"), system=found[1] or "?")


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in."""
    account_id = my_account(request)
    key = request.session.session_key
    listed = [
        (one, device(one.user_agent))
        for one in queries.sessions_of(account_id, current_key=key, now=now_of(request))
    ]
    return render(
        request, "accounts/sessions.html", {"listed": listed, "sections": sections("account_sessions")}
    )


@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """End one of one's own sessions.

    Raises: Absent, where there is none such.
    """
    began = moment_of(request.POST.get("began", ""))
    mark = request.POST.get("mark", "")
    if began is None or not re.fullmatch("[a-z0-9]{8}", mark):
        raise Absent
    if not actions.end_session(account_id=my_account(request), began_at=began, mark=mark):
        raise Absent
    say(request, _("That session has ended."))
    return SeeOther(reverse("account_sessions"))


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End all sessions but this one."""
    actions.end_sessions(account_id=my_account(request), except_key=request.session.session_key)
    say(request, _("All other sessions have ended."))
    return SeeOther(reverse("account_sessions"))


class _Beside(Ours):
    """A page of the account's settings."""

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        """With the sections."""
        shown: dict[str, Any] = super().get_context_data(**named)  # type: ignore[misc]
        return {**shown, "sections": sections("settings_account")}

    def get_success_url(self) -> str:
        """Back to the account."""
        return reverse("settings_account")


class Address(_Beside, account.EmailView):  # type: ignore[misc]
    """Another email address; it counts once its code is typed."""

    template_name = "account/email_change.html"

    def get_success_url(self) -> str:
        """On to the code."""
        return reverse("account_email_verification_sent")


class Password(_Beside, account.PasswordChangeView):  # type: ignore[misc]
    """Another password."""


class FirstPassword(_Beside, account.PasswordSetView):  # type: ignore[misc]
    """A password for an account that has none."""


class AddPasskey(_Beside, webauthn.AddWebAuthnView):  # type: ignore[misc]
    """Another passkey; its challenge is asked for by POST."""

    def get_context_data(self, **_named: Any) -> dict[str, Any]:
        """The form, without a challenge."""
        return {"form": self.get_form(), "sections": sections("settings_account")}

    def get_success_url(self) -> str:
        """To the recovery codes where these are the first, else back to the account."""
        return reverse("mfa_view_recovery_codes" if self.did_generate_recovery_codes else "settings_account")


class RemovePasskey(_Beside, webauthn.RemoveWebAuthnView):  # type: ignore[misc]
    """Asks, then removes one."""

    def get_context_data(self, **_named: Any) -> dict[str, Any]:
        """What it is called."""
        return {"name": self.object.wrap().name, "sections": sections("settings_account")}


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def add_app(request: HttpRequest) -> HttpResponse:
    """An authenticator app: begin (a secret is made), scan, type the first code."""
    if queries.protection_of(my_account(request)).has_app:
        return SeeOther(reverse("settings_account"))
    if "begin" in request.POST:
        request.session[totp_auth.SECRET_SESSION_KEY] = totp_auth.generate_totp_secret()
        return SeeOther(reverse("mfa_activate_totp"))
    secret = request.session.get(totp_auth.SECRET_SESSION_KEY)
    form: BaseForm = AppCodeForm()
    if request.method == "POST" and secret:
        form = AddAppForm(request.POST, user=request.user)
        if form.is_valid():
            _app, codes = totp_flows.activate_totp(request, form)
            return SeeOther(reverse("mfa_view_recovery_codes" if codes else "settings_account"))
    shown: dict[str, Any] = {
        "form": form,
        "secret": secret,
        "sections": sections("settings_account"),
        "picture": "",
    }
    if secret:
        picture = get_adapter().build_totp_svg(get_adapter().build_totp_url(request.user, secret))
        shown["picture"] = "data:image/svg+xml;base64," + base64.b64encode(picture.encode()).decode()
        shown["secret"] = " ".join(re.findall(".{1,4}", secret))
    return render(request, "mfa/totp/activate_form.html", shown, status=UNPROCESSABLE if form.errors else 200)


class RemoveApp(_Beside, totp.DeactivateTOTPView):  # type: ignore[misc]
    """Asks, then removes it."""


@require_safe
@account_required
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The recovery codes that are left."""
    codes = queries.recovery_codes_of(my_account(request))
    if codes is None:
        raise Absent
    shown = {"codes": codes, "sections": sections("settings_account")}
    return render(request, "mfa/recovery_codes/index.html", shown)


class NewCodes(_Beside, recovery.GenerateRecoveryCodesView):  # type: ignore[misc]
    """Asks, then makes new recovery codes; the former ones no longer work."""

    def get_success_url(self) -> str:
        """To the codes."""
        return reverse("mfa_view_recovery_codes")


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def leave(request: HttpRequest) -> HttpResponse:
    """Says what goes and what stays, asks for one's handle (or address), and deletes the account."""
    if not request.user.is_authenticated:
        raise Unauthenticated
    account_id = request.user.pk
    expected = request.user.actor.handle if request.user.actor else request.user.email
    form, now, limits = (
        LeaveForm(request.POST or None, expected=expected),
        now_of(request),
        limits_of(request),
    )
    end: list[datetime] = []
    if form.done(lambda: end.append(actions.leave(account_id=account_id, now=now, limits=limits))):
        logout(request)
        if end[0] > now:
            say(
                request,
                _("You are gone from here. Sign in by {day} to come back.").format(day=plain_date(end[0])),
            )
        else:
            say(request, _("Your account is deleted. Goodbye."))
        return SeeOther("/")
    days = limits.erase_after_days if request.user.actor else 0
    shown = {"form": form, "expected": expected, "days": days, "sections": sections("settings_account")}
    return render(request, "accounts/leave.html", shown, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: HttpRequest) -> HttpResponse:
    """For who deleted their account and signed in within the grace period: come back, or leave it so (OPS-2)."""
    account = request.user
    if not account.is_authenticated:
        raise Unauthenticated
    if account.erase_at is None:
        return SeeOther("/")
    if request.method == "POST":
        actions.come_back(account_id=account.pk)
        say(request, _("Welcome back. Everything is as you left it."))
        return SeeOther("/")
    return render(request, "accounts/leaving.html", {"erase_at": account.erase_at})

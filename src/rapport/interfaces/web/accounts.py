"""Signing in, joining, a forgotten password, confirming that it is you: allauth's flows on pages of ours.

allauth keeps challenges of passkeys in the session while it renders a page. A GET of ours writes no
row (quality 1), so a challenge is asked for by a POST of its own, from `passkeys.js`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.account.internal.flows import reauthentication
from allauth.account.stages import LoginStageController
from allauth.core.internal import ratelimit
from allauth.mfa.base import views as mfa
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from rapport.interfaces.web.errors import page_for, sentence
from rapport.interfaces.web.requests import SeeOther, limits_of
from rapport.kernel.errors import Absent, Invalid, TooMany
from rapport.people.accounts import queries

UNPROCESSABLE = 422


def too_many(request: HttpRequest, *_args: object) -> HttpResponse:
    """The page of allauth's rate limits."""
    return page_for(request, TooMany("Too many tries. Wait a few minutes, then try again.", retry_after=60))


class Ours:
    """What our pages have in common: a form that cannot be taken says so by its status too."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *given: Any, **named: Any) -> HttpResponse:
        """Answer; allauth's limits let a GET pass uncounted, and a HEAD is one (the server drops the body)."""
        if request.method == "HEAD":
            request.method = "GET"
        return super().dispatch(request, *given, **named)  # type: ignore[misc,no-any-return]

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """The page again, with what was typed."""
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        if response.status_code == 200:
            response.status_code = UNPROCESSABLE
        return response


class SignIn(Ours, account.LoginView):  # type: ignore[misc]
    """By address and password; the passkey's form and the way to a code stand beside."""


class AskCode(Ours, account.RequestLoginCodeView):  # type: ignore[misc]
    """A code by mail instead of the password."""


class CheckCode(Ours, account.ConfirmLoginCodeView):  # type: ignore[misc]
    """The code signs in."""


class Join(Ours, account.SignupView):  # type: ignore[misc]
    """A new account, as the site's way of joining allows (OPS-3)."""

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """The page that asks for the mail's code, whether or not there was an account (quality 4)."""
        try:
            response: HttpResponse = super().form_valid(form)
        except Invalid as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, sentence(wrong))
            response = self.form_invalid(form)
        return response

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        """With the way of joining, which the page explains."""
        limits = limits_of(self.request)
        more = {
            "sign_up": limits.sign_up.value,
            "domains": limits.sign_up_domains,
            "community": limits.community_name,
        }
        return {**super().get_context_data(**named), **more}


class CheckAddress(Ours, account.ConfirmEmailVerificationCodeView):  # type: ignore[misc]
    """The code verifies an address: when joining, and when it changes."""


class Forgot(Ours, account.PasswordResetView):  # type: ignore[misc]
    """A code by mail, for a new password."""


class ForgotCode(Ours, account.ConfirmPasswordResetCodeView):  # type: ignore[misc]
    """That code."""


class NewPassword(Ours, account.CompletePasswordResetView):  # type: ignore[misc]
    """The new password; signing in with it comes next."""

    success_url = reverse_lazy("account_login")

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """On to signing in."""
        response: HttpResponse = super().form_valid(form)
        messages.info(self.request, _("Your password is changed. Sign in with it."))
        return response


class SignOut(account.LogoutView):  # type: ignore[misc]
    """Asks first where a link led here; signs out where a button did."""


class Closed(TemplateView):
    """For who signs in to an account that is closed."""

    template_name = "account/account_inactive.html"


class SecondStep(Ours, mfa.AuthenticateView):  # type: ignore[misc]
    """After the password: a passkey, a code of the app, or a recovery code."""

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        """The forms, without a challenge: that is asked for by POST."""
        protection = queries.protection_of(self.stage.login.user.pk)
        return {**named, "form": self.auth_form, "webauthn_form": self.webauthn_form, "has_app": protection.has_app,
                "has_passkey": bool(protection.passkeys)}  # fmt: skip

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """The page again; what is wrong with a passkey stands above the form for codes."""
        if "credential" in form.fields:
            for problem in form.errors.get("credential", []):
                messages.error(self.request, str(problem))
        return self.render_to_response(self.get_context_data(), status=UNPROCESSABLE)  # type: ignore[no-any-return]


class PasskeySignIn(Ours, webauthn.LoginWebAuthnView):  # type: ignore[misc]
    """Signs in with a passkey alone."""

    def get(self, request: HttpRequest, *_args: Any, **_named: Any) -> HttpResponse:  # noqa: ARG002
        """To the page with the button."""
        return SeeOther(reverse("account_login"))

    def form_invalid(self, form: BaseForm) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Back to the page, with a sentence."""
        messages.error(self.request, _("That passkey did not open anything here. Sign in another way."))
        return SeeOther(reverse("account_login"))


class Confirm(Ours, account.ReauthenticateView):  # type: ignore[misc]
    """The password, before something that matters."""


class ConfirmCode(Ours, mfa.ReauthenticateView):  # type: ignore[misc]
    """Or a code of the app."""


class ConfirmPasskey(Ours, webauthn.ReauthenticateWebAuthnView):  # type: ignore[misc]
    """Or a passkey."""

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        """The form, without a challenge."""
        return {"form": self.get_form(), "reauthentication_alternatives": self.get_reauthentication_alternatives(),
                "redirect_field_value": self.get_next_url() or "", **named}  # fmt: skip

    def form_invalid(self, form: BaseForm) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """The page again."""
        messages.error(self.request, _("That passkey did not match. Try again, or another way."))
        return self.render_to_response(self.get_context_data(), status=UNPROCESSABLE)  # type: ignore[no-any-return]


def _challenge(begin: Callable[[HttpRequest], dict[str, Any]]) -> Callable[[HttpRequest], HttpResponse]:
    @require_POST
    @ratelimit.decorator(app="allauth.mfa", action="webauthn_challenge")  # type: ignore[untyped-decorator]
    def answer(request: HttpRequest) -> HttpResponse:
        return JsonResponse(begin(request))

    return answer  # type: ignore[no-any-return]


def _for_second_step(request: HttpRequest) -> dict[str, Any]:
    stage = LoginStageController.enter(request, AuthenticateStage.key)
    if stage is None or stage.login.user is None:
        raise Absent
    return auth.begin_authentication(stage.login.user)  # type: ignore[no-any-return]


def _for_confirming(request: HttpRequest) -> dict[str, Any]:
    if not request.user.is_authenticated:
        raise Absent
    return auth.begin_authentication(request.user)  # type: ignore[no-any-return]


def _for_adding(request: HttpRequest) -> dict[str, Any]:
    if not request.user.is_authenticated:
        raise Absent
    reauthentication.raise_if_reauthentication_required(request, app="allauth.mfa")
    return auth.begin_registration(request.user, True)  # type: ignore[no-any-return]


sign_in_challenge = _challenge(lambda _request: auth.begin_authentication(None))
second_step_challenge = _challenge(_for_second_step)
confirm_challenge = _challenge(_for_confirming)
adding_challenge = _challenge(_for_adding)

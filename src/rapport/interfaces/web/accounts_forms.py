"""The forms of accounts: allauth's, with our words, one password field, and addresses checked by our rule.

A password is typed once: it can be shown, and forgotten ones are replaced by mail.
"""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from cryptography.exceptions import InvalidSignature
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from rapport.interfaces.web.errors import sentence
from rapport.interfaces.web.forms import PoliteForm
from rapport.interfaces.web.requests import limits_of, now_of
from rapport.kernel.errors import Invalid
from rapport.kernel.limits.rules import SignUp
from rapport.people.accounts import actions, queries
from rapport.people.accounts.rules import APPLICATION_LENGTH, check_domain, check_email

EMPTY = _("Something has to stand here.")


class AddressField(forms.CharField):
    """An email address, checked by our rule, whose sentence says what is missing."""

    widget = forms.EmailInput

    def clean(self, value: Any) -> str:
        """The address as it is kept."""
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            return check_email(typed)
        except Invalid as wrong:
            raise ValidationError(sentence(wrong)) from wrong


def _address(**attributes: str) -> AddressField:
    widget = forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false", **attributes})
    return AddressField(label=_("Email address"), max_length=254, widget=widget)


class Worded:
    """Says in our words that a field is empty."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **named: Any) -> None:
        """Make the form."""
        super().__init__(*args, **named)
        for field in self.fields.values():
            field.error_messages["required"] = EMPTY
            field.widget.attrs.pop("placeholder", None)


class SignInForm(Worded, allauth.LoginForm):  # type: ignore[misc]
    """Address and password."""

    def __init__(self, *args: Any, **named: Any) -> None:
        """Make the form."""
        super().__init__(*args, **named)
        self.fields["login"] = _address(autocomplete="username webauthn")
        self.fields["login"].error_messages["required"] = EMPTY
        self.fields["password"].help_text = ""
        self.order_fields(["login", "password"])


class JoinForm(Worded, allauth.SignupForm):  # type: ignore[misc]
    """Address and password; a code, or some words for the organisers, where the site asks for them (OPS-3)."""

    account_already_exists: bool

    def __init__(self, *args: Any, **named: Any) -> None:
        """Make the form for the site's present way of joining."""
        super().__init__(*args, **named)
        request: HttpRequest = allauth.context.request
        self.limits, self.now = limits_of(request), now_of(request)
        self.fields["email"] = _address(autocomplete="username")
        if self.limits.sign_up is SignUp.CODE:
            widget = forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"})
            self.fields["code"] = forms.CharField(label=_("Invitation code"), max_length=60, widget=widget)
        if self.limits.sign_up is SignUp.APPROVAL:
            self.fields["application"] = forms.CharField(
                label=_("Who are you?"),
                max_length=APPLICATION_LENGTH,
                widget=forms.Textarea(attrs={"rows": "3"}),
            )
        for field in self.fields.values():
            field.error_messages["required"] = EMPTY

    def clean_email(self) -> str:
        """The address, where the site takes it."""
        try:
            check_domain(self.cleaned_data["email"], self.limits)
        except Invalid as wrong:
            raise ValidationError(sentence(wrong)) from wrong
        address: str = super().clean_email()
        return address

    def try_save(self, request: HttpRequest) -> tuple[Any, Any]:
        """Make the account; for an address that has one, do the same work and answer alike (quality 4).

        Raises: Invalid, where the code does not serve.
        """
        if not self.account_already_exists:
            try:
                return super().try_save(request)  # type: ignore[no-any-return]
            except Invalid as wrong:
                if wrong.code != "email_taken":  # else somebody was faster by a moment
                    raise
            self.account_already_exists = True
        else:
            make_password(self.cleaned_data["password1"])
        if self.limits.sign_up is SignUp.CODE:
            queries.check_code(self.cleaned_data["code"], email=self.cleaned_data["email"], now=self.now)
        return super().try_save(request)  # type: ignore[no-any-return]

    def save(self, request: HttpRequest) -> Any:  # noqa: ARG002 (the signature is allauth's)
        """The new account; its address is not verified yet.

        Raises: Invalid, where the code does not serve, or the address has just been taken.
        """
        return actions.sign_up(
            email=self.cleaned_data["email"],
            password=self.cleaned_data["password1"],
            code=self.cleaned_data.get("code", ""),
            application=self.cleaned_data.get("application", ""),
            now=self.now,
            limits=self.limits,
        )


class AskCodeForm(Worded, allauth.RequestLoginCodeForm):  # type: ignore[misc]
    """The address a sign-in code goes to."""

    email = _address(autocomplete="username")


class ForgotForm(Worded, allauth.ResetPasswordForm):  # type: ignore[misc]
    """The address a reset code goes to."""

    email = _address(autocomplete="username")


class _Code(Worded):
    """A code from a mail: eight letters; hyphen and case do not matter."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["code"].widget.attrs |= {"autocapitalize": "characters", "spellcheck": "false"}


class LoginCodeForm(_Code, allauth.ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code that signs in."""


class AddressCodeForm(_Code, allauth.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    """The code that verifies an address."""


class ForgotCodeForm(_Code, allauth.ConfirmPasswordResetCodeForm):  # type: ignore[misc]
    """The code that allows a new password."""


class NewPasswordForm(Worded, allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password after a reset."""

    password2 = None


class ChangePasswordForm(Worded, allauth.ChangePasswordForm):  # type: ignore[misc]
    """The present password and a new one."""

    password2 = None


class SetPasswordForm(Worded, allauth.SetPasswordForm):  # type: ignore[misc]
    """A first password."""

    password2 = None


class ChangeAddressForm(Worded, allauth.AddEmailForm):  # type: ignore[misc]
    """Another address."""

    email = _address()


class ConfirmForm(Worded, allauth.ReauthenticateForm):  # type: ignore[misc]
    """The password, once more."""


class SecondStepForm(Worded, mfa.AuthenticateForm):  # type: ignore[misc]
    """A code of the app, or a recovery code."""


class AddAppForm(Worded, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an authenticator app."""


MADE_UP = (KeyError, TypeError, ValueError, AttributeError, IndexError, InvalidSignature)
"""What the passkey library raises at an answer that no browser gave."""


class _PasskeyAnswer(Worded):
    """What a browser says of a passkey; what was made up is refused like a wrong one."""

    def clean_credential(self) -> Any:
        """The passkey it is."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except MADE_UP as wrong:
            raise ValidationError(EMPTY) from wrong


class PasskeyForm(_PasskeyAnswer, webauthn.LoginWebAuthnForm):  # type: ignore[misc]
    """Signs in."""


class PasskeyStepForm(_PasskeyAnswer, webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """The second step."""


class ConfirmPasskeyForm(_PasskeyAnswer, webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A proof before something that matters."""


class AddPasskeyForm(Worded, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey; each one of ours signs in by itself."""

    name = forms.CharField(label=_("What shall it be called?"), max_length=60, required=False)
    passwordless = None

    def clean(self) -> dict[str, Any]:
        """The passkey, registered."""
        try:
            cleaned: dict[str, Any] = super().clean()
        except MADE_UP as wrong:
            raise ValidationError(_("That passkey could not be taken. Try again.")) from wrong
        return cleaned


class OnboardingForm(PoliteForm):
    """What others see first of a member."""

    name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    handle = forms.CharField(
        label=_("Handle"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    headline = forms.CharField(label=_("Headline"), max_length=500, required=False)

    def clean_handle(self) -> str:
        """The handle without the @ that some type in front."""
        return str(self.cleaned_data["handle"]).strip().lstrip("@").lower()


class LooksForm(PoliteForm):
    """How the pages look."""

    theme = forms.ChoiceField(
        label=_("Light or dark"),
        choices=(("system", _("As my device")), ("light", _("Light")), ("dark", _("Dark"))),
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        """Ask for the language where the site speaks more than one."""
        super().__init__(*args, **named)
        if len(settings.LANGUAGES) > 1:
            self.fields["language"].choices = [("", _("As my browser asks")), *settings.LANGUAGES]  # type: ignore[attr-defined]
        else:
            del self.fields["language"]


class LeaveForm(PoliteForm):
    """Leaving for good: one says so in writing."""

    handle = forms.CharField(
        label=_("Your handle"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, expected: str, **named: Any) -> None:
        """Expect this handle."""
        super().__init__(*args, **named)
        self.expected = expected

    def clean_handle(self) -> str:
        """The handle, which has to be one's own."""
        if str(self.cleaned_data["handle"]).strip().lstrip("@").lower() != self.expected:
            raise ValidationError(_("This is not your handle."))
        return self.expected


class AppCodeForm(forms.Form):
    """The field of `AddAppForm`, empty; allauth's own would make a new secret when it is shown."""

    code = forms.CharField(label=_("Code"), widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}))


class CodeForm(PoliteForm):
    """A new sign-up code, for one address or for whoever holds it."""

    email = AddressField(label=_("For one address alone"), max_length=254, required=False)

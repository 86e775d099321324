"""The addresses of accounts; the names are allauth's where its flows lead to them."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path
from django.views.generic import RedirectView

from rapport.interfaces.web import accounts, accounts_joining, accounts_organising, accounts_settings

_TO_ACCOUNT = RedirectView.as_view(pattern_name="settings_account")

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in", accounts.SignIn.as_view(), name="account_login"),
    path("sign-in/code", accounts.AskCode.as_view(), name="account_request_login_code"),
    path("sign-in/code/check", accounts.CheckCode.as_view(), name="account_confirm_login_code"),
    path("sign-in/second-step", accounts.SecondStep.as_view(), name="mfa_authenticate"),
    path("sign-in/second-step/challenge", accounts.second_step_challenge, name="second_step_challenge"),
    path("sign-in/passkey", accounts.PasskeySignIn.as_view(), name="mfa_login_webauthn"),
    path("sign-in/passkey/challenge", accounts.sign_in_challenge, name="sign_in_challenge"),
    path("sign-in/closed", accounts.Closed.as_view(), name="account_inactive"),
    path("sign-out", accounts.SignOut.as_view(), name="account_logout"),
    path("join", accounts.Join.as_view(), name="account_signup"),
    path("join/check", accounts.CheckAddress.as_view(), name="account_email_verification_sent"),
    path("welcome/you", accounts_joining.onboarding, name="onboarding"),
    path("welcome/handle", accounts_joining.check, name="onboarding_handle"),
    path("welcome/waiting", accounts_joining.waiting, name="waiting"),
    path("password", accounts.Forgot.as_view(), name="account_reset_password"),
    path("password/check", accounts.ForgotCode.as_view(), name="account_confirm_password_reset_code"),
    path("password/new", accounts.NewPassword.as_view(), name="account_complete_password_reset"),
    path("confirm", accounts.Confirm.as_view(), name="account_reauthenticate"),
    path("confirm/code", accounts.ConfirmCode.as_view(), name="mfa_reauthenticate"),
    path("confirm/passkey", accounts.ConfirmPasskey.as_view(), name="mfa_reauthenticate_webauthn"),
    path("confirm/passkey/challenge", accounts.confirm_challenge, name="confirm_challenge"),
    path("settings/account", accounts_settings.overview, name="settings_account"),
    path("settings/account/sessions", accounts_settings.sessions, name="account_sessions"),
    path("settings/account/sessions/end", accounts_settings.end_session, name="account_end_session"),
    path("settings/account/sessions/end-others", accounts_settings.end_others, name="account_end_others"),
    path("settings/account/email", accounts_settings.Address.as_view(), name="account_email"),
    path("settings/account/password", accounts_settings.Password.as_view(), name="account_change_password"),
    path(
        "settings/account/password/first",
        accounts_settings.FirstPassword.as_view(),
        name="account_set_password",
    ),
    path("settings/account/passkeys", _TO_ACCOUNT, name="mfa_list_webauthn"),
    path("settings/account/passkeys/add", accounts_settings.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("settings/account/passkeys/challenge", accounts.adding_challenge, name="adding_challenge"),
    path(
        "settings/account/passkeys/<int:pk>/remove",
        accounts_settings.RemovePasskey.as_view(),
        name="mfa_remove_webauthn",
    ),
    path("settings/account/second-step", _TO_ACCOUNT, name="mfa_index"),
    path("settings/account/app", accounts_settings.add_app, name="mfa_activate_totp"),
    path("settings/account/app/remove", accounts_settings.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("settings/account/codes", accounts_settings.recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "settings/account/codes/new", accounts_settings.NewCodes.as_view(), name="mfa_generate_recovery_codes"
    ),
    path("settings/joining", accounts_organising.joining, name="joining"),
    path("settings/joining/<int:account_id>/approve", accounts_organising.approve, name="joining_approve"),
    path("settings/joining/<int:account_id>/refuse", accounts_organising.refuse, name="joining_refuse"),
    path("settings/account/leave", accounts_settings.leave, name="account_leave"),
    path("welcome/back", accounts_settings.leaving, name="leaving"),
]

"""What allauth's flows say, in our words: toasts by the name of its message, problems by their key."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SAID = {
    "account/messages/password_changed.txt": _("Your password is changed. Your other sessions have ended."),
    "account/messages/password_set.txt": _("You can sign in with this password from now on."),
    "account/messages/email_confirmed.txt": _("Your email address is verified."),
    "account/messages/login_code_sent.txt": _(
        "If there is an account with this address, a code is on its way."
    ),
    "mfa/messages/totp_activated.txt": _("Signing in asks for a code of your app from now on."),
    "mfa/messages/totp_deactivated.txt": _("Signing in asks for no code any more."),
    "mfa/messages/recovery_codes_generated.txt": _(
        "These are your recovery codes. Former ones no longer work."
    ),
    "mfa/messages/webauthn_added.txt": _("Your passkey is ready. Your other sessions have ended."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed. Your other sessions have ended."),
}
"""What a toast says; of the rest of allauth's messages the page itself says enough."""

TOLD_BY_MAIL = {
    "account/email/password_changed": _("The password of your account was changed."),
    "account/email/password_reset": _("The password of your account was reset."),
    "account/email/password_set": _("Your account has a password now."),
    "account/email/email_changed": _("The email address of your account is now {to_email}."),
    "mfa/email/totp_activated": _("An authenticator app was added to your account."),
    "mfa/email/totp_deactivated": _("The authenticator app was removed from your account."),
    "mfa/email/recovery_codes_generated": _("Your account has new recovery codes."),
    "mfa/email/webauthn_added": _("A passkey was added to your account."),
    "mfa/email/webauthn_removed": _("A passkey was removed from your account."),
}
"""Changes that the owner is told of by mail, in case it was somebody else."""

_MANY = _("Too many tries. Wait a few minutes, then try again.")
_CODE = _("This is not the code of the mail. Look again, or ask for a new one.")

PROBLEMS = {
    "account_inactive": _("This account is closed."),
    "duplicate_email": _("This is your address already."),
    "email_password_mismatch": _(
        "Address and password do not belong together. Try again, or ask for a code by mail."
    ),
    "email_taken": _("This address belongs to another account."),
    "enter_current_password": _("This is not your present password."),
    "incorrect_code": _CODE,
    "incorrect_password": _("This is not your password."),
    "invalid_login": _("Address and password do not belong together. Try again, or ask for a code by mail."),
    "invalid_or_expired_key": _("This link is used or past its time. Ask for a new one."),
    "same_as_current": _("This is your address already."),
    "too_many_login_attempts": _MANY,
    "rate_limited": _MANY,
}

SECOND_FACTOR_PROBLEMS = {
    "incorrect_code": _("That did not match. Codes change every 30 seconds; a recovery code works once."),
    "unverified_email": _("Verify your email address first."),
}

"""Where allauth's signals become events of ours: the one place that receives signals (architecture 5).

Passwords, second factors and addresses are changed by allauth's flows. What follows from a change is
ours: the other sessions of the account end (quality 4), and the fact is told.
"""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.db import transaction
from django.http import HttpRequest

from rapport.kernel.events import emit
from rapport.people.accounts import actions
from rapport.people.accounts.events import EmailChanged, PasswordChanged, SecondFactorChanged
from rapport.people.accounts.models import Account


def password_is_new(request: HttpRequest, user: Account, **_: Any) -> None:
    """End the other sessions and tell it."""
    with transaction.atomic():
        _end_others(request, user)
        emit(PasswordChanged(account_id=user.pk))


def second_factor_is_new(request: HttpRequest, user: Account, **_: Any) -> None:
    """End the other sessions and tell it."""
    with transaction.atomic():
        _end_others(request, user)
        emit(SecondFactorChanged(account_id=user.pk))


def address_is_new(request: HttpRequest, user: Account, **_: Any) -> None:
    """End the other sessions and tell it: whoever had the mailbox had a way in."""
    with transaction.atomic():
        _end_others(request, user)
        emit(EmailChanged(account_id=user.pk))


def _end_others(request: HttpRequest, user: Account) -> None:
    mine = request.user.is_authenticated and request.user.pk == user.pk
    actions.end_sessions(account_id=user.pk, except_key=request.session.session_key if mine else None)


for _signal in (account.password_changed, account.password_set, account.password_reset):
    _signal.connect(password_is_new)
for _signal in (mfa.authenticator_added, mfa.authenticator_removed, mfa.authenticator_reset):
    _signal.connect(second_factor_is_new)
account.email_changed.connect(address_is_new)

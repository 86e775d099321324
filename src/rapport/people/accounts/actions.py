"""Writings of accounts: become a member."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from rapport.kernel.errors import Invalid
from rapport.kernel.events import emit
from rapport.kernel.limits.rules import Limits
from rapport.people.accounts.events import MemberJoined
from rapport.people.accounts.models import Account
from rapport.people.accounts.rules import check_email
from rapport.people.actors import actions as actors


@transaction.atomic
def create_member(
    *,
    handle: str,
    email: str,
    name: str,
    password: str | None,
    headline: str = "",
    organiser: bool = False,
    now: datetime,
    limits: Limits,
) -> Account:
    """Make a member whose address counts as verified and whose onboarding is done; `.actor` is the public face.

    Without a password there is no signing in by one.
    Raises: Invalid, naming the field: what cannot be taken, or an address or handle that is somebody's.
    """
    address = check_email(email)
    actor = actors.create(handle=handle, name=name, headline=headline, now=now, limits=limits)
    account = Account(email=address, actor=actor, is_organiser=organiser, joined_at=now, approved_at=now)
    account.set_password(password)
    try:
        with transaction.atomic():
            account.save(force_insert=True)
            EmailAddress.objects.create(user=account, email=address, verified=True, primary=True)
    except IntegrityError as taken:
        raise Invalid("There is an account with this address.", code="email_taken", field="email") from taken
    emit(MemberJoined(account_id=account.pk, actor_id=actor.pk))
    return account

"""From nobody to member: sign up, be let in, get a public face."""

from __future__ import annotations

import secrets
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from rapport.kernel import text
from rapport.kernel.errors import Absent, Invalid, Refused
from rapport.kernel.events import emit
from rapport.kernel.limits.rules import Limits, SignUp
from rapport.people.accounts.events import ApplicationRefused, Approved, MemberJoined, SignedUp
from rapport.people.accounts.models import Account, SignUpCode
from rapport.people.accounts.rules import (
    APPLICATION_LENGTH,
    CODE_GROUP,
    CODE_GROUPS,
    CODE_LASTS,
    CODE_SIGNS,
    REASON_LENGTH,
    UNVERIFIED_LASTS,
    check_domain,
    check_email,
    code_digest,
    code_refused,
)
from rapport.people.actors import actions as actors


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
    account = Account(email=check_email(email), is_organiser=organiser, joined_at=now, approved_at=now)
    account.set_password(password)  # before the transaction: a hash is slow, and SQLite has one write lock
    with transaction.atomic():
        account.actor = actors.create(handle=handle, name=name, headline=headline, now=now, limits=limits)
        _save(account, verified=True)
        emit(MemberJoined(account_id=account.pk, actor_id=account.actor.pk))
    return account


def sign_up(
    *, email: str, password: str, code: str = "", application: str = "", now: datetime, limits: Limits
) -> Account:
    """Make an account whose address is not verified yet, as the site's setting `sign_up` allows (OPS-3).

    Raises: Invalid, naming the field; for an address that has an account too, so ask before (quality 4).
    """
    address = check_email(email)
    check_domain(address, limits)
    said = text.many_lines(application, field="application", at_most=APPLICATION_LENGTH)
    approved_at = None if limits.sign_up is SignUp.APPROVAL else now
    account = Account(email=address, joined_at=now, approved_at=approved_at, application=said)
    account.set_password(password)
    with transaction.atomic():
        _save(account, verified=False)
        if limits.sign_up is SignUp.CODE:
            _use_code(code, account, now)
        emit(SignedUp(account_id=account.pk))
    return account


def _save(account: Account, *, verified: bool) -> None:
    try:
        with transaction.atomic():
            account.save(force_insert=True)
            EmailAddress.objects.create(user=account, email=account.email, verified=verified, primary=True)
    except IntegrityError as taken:
        raise Invalid("There is an account with this address.", code="email_taken", field="email") from taken


def _use_code(code: str, account: Account, now: datetime) -> None:
    # One UPDATE finds and spends it: of two people with the same code one comes in.
    good = SignUpCode.objects.filter(
        digest=code_digest(code), email__in=("", account.email), used_at=None, expires_at__gt=now
    )  # fmt: skip
    if not good.update(used_at=now, used_by=account):
        raise code_refused()


def make_code(*, email: str = "", now: datetime) -> str:
    """A new sign-up code, good once within 30 days, for `email` alone where one is given; shown this once.

    Raises: Invalid, where the address cannot be one.
    """
    bound = check_email(email) if email else ""
    groups = ("".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_GROUP)) for _ in range(CODE_GROUPS))
    code = "-".join(groups)
    SignUpCode.objects.create(digest=code_digest(code), email=bound, made_at=now, expires_at=now + CODE_LASTS)
    return code


@transaction.atomic
def onboard(
    *, account_id: int, handle: str, name: str, headline: str = "", now: datetime, limits: Limits
) -> int:
    """Give a verified, approved account its public face; gives the actor's id, also when it has one already.

    Raises: Invalid, naming the field; Refused, while the address is not verified or approval is awaited.
    """
    account = Account.objects.select_for_update().get(pk=account_id)
    if account.actor_id is not None:
        return account.actor_id
    if account.approved_at is None:
        raise Refused("Your request is with the organisers.", code="waiting")
    if not EmailAddress.objects.filter(user=account, verified=True).exists():
        raise Refused("Verify your email address first.", code="unverified")
    actor = actors.create(handle=handle, name=name, headline=headline, now=now, limits=limits)
    account.actor = actor
    account.save(update_fields=["actor"])
    emit(MemberJoined(account_id=account.pk, actor_id=actor.pk))
    return actor.pk


@transaction.atomic
def approve(*, account_id: int, now: datetime) -> bool:
    """Let in an account that waits; a mail says so. False where it does not wait (any more)."""
    changed = Account.objects.filter(pk=account_id, approved_at=None, deleted_at=None).update(approved_at=now)
    if changed:
        emit(Approved(account_id=account_id))
    return bool(changed)


@transaction.atomic
def refuse(*, account_id: int, reason: str = "") -> None:
    """Turn away an account that waits; it is removed, and a mail says so, with the reason.

    Raises: Absent, where no such account waits; Invalid for a reason that is too long.
    """
    said = text.one_line(reason, field="reason", at_most=REASON_LENGTH)
    waiting = Account.objects.select_for_update().filter(pk=account_id, approved_at=None, actor=None).first()
    if waiting is None:
        raise Absent()
    emit(ApplicationRefused(account_id=account_id, email=waiting.email, reason=said))
    waiting.delete()


def forget_unverified(*, now: datetime) -> int:
    """Remove accounts whose address nobody verified within a day, so that it is free again; gives how many."""
    verified = EmailAddress.objects.filter(verified=True).values("user_id")
    old = Account.objects.filter(actor=None, joined_at__lt=now - UNVERIFIED_LASTS)
    return int(old.exclude(pk__in=verified).delete()[1].get("accounts.Account", 0))

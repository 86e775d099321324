"""Leaving: out of sight at once, back at any time within the grace period, erased after it (OPS-2)."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from rapport.kernel import jobs
from rapport.kernel.events import emit
from rapport.kernel.idempotency import actions as idempotency
from rapport.kernel.limits.rules import Limits
from rapport.people.accounts.actions.standing import end_sessions, locked
from rapport.people.accounts.events import Erased, Left, Returned
from rapport.people.accounts.models import Account, ApiToken
from rapport.people.actors import actions as actors

EMPTY_LOG_JOB = "accounts.empty_log"
"""Cleans the files of the database when all apps have forgotten their part."""
_FORGETTING = timedelta(minutes=10)


@transaction.atomic
def leave(*, account_id: int, now: datetime, limits: Limits) -> datetime:
    """Take a member out of sight and end their sessions and tokens; gives when they will be erased.

    Nothing is lost until then, and nobody is told. Leaving again changes nothing. Where the grace
    period is 0 days, or the account never was a member's, it is erased at once.
    Raises: Absent.
    """
    account = locked(account_id)
    if account.erase_at is not None:
        return account.erase_at
    account.erase_at = now + timedelta(days=limits.erase_after_days)
    if account.actor_id is None or account.erase_at <= now:
        erase(account_id=account_id, now=now)
        return now
    account.save(update_fields=["erase_at"])
    actors.suspend(actor_id=account.actor_id)
    end_sessions(account_id=account_id)
    ApiToken.objects.filter(account_id=account_id).delete()
    emit(Left(account_id=account_id, actor_id=account.actor_id, erase_at=account.erase_at))
    return account.erase_at


@transaction.atomic
def come_back(*, account_id: int) -> bool:
    """Keep an account that was leaving, with everything as it was; False where it was not leaving.

    Raises: Absent, where it is erased.
    """
    account = locked(account_id)
    if account.erase_at is None:
        return False
    account.erase_at = None
    account.save(update_fields=["erase_at"])
    if account.actor_id is not None and account.suspended_at is None:
        actors.restore(actor_id=account.actor_id)
    emit(Returned(account_id=account_id, actor_id=account.actor_id))
    return True


@transaction.atomic
def erase(*, account_id: int, now: datetime) -> None:
    """Erase an account for good: the face leaves the graph, nobody signs in here again, all that was kept goes.

    Each app forgets its own part by a job of `Erased`. The address is free again at once; the handle
    stays taken (its digest does), so that nobody passes for who left.
    Raises: Absent, also where it is erased already.
    """
    account = locked(account_id)
    handle = account.actor.handle if account.actor else ""
    jobs.forget(mentioning=[account.email, f"@{handle}"] if handle else [account.email])
    account.email = f"{account.pk}@deleted.invalid"
    account.deleted_at, account.is_active, account.erase_at = now, False, None
    account.application, account.suspension_reason, account.language = "", "", ""
    account.is_organiser = account.is_moderator = False
    account.set_unusable_password()
    account.save()
    for rows in (EmailAddress, Authenticator, SocialAccount):
        rows.objects.filter(user=account).delete()
    ApiToken.objects.filter(account_id=account_id).delete()
    idempotency.forget(owner=account_id, mentioning=[f'"{handle}"', f"/@{handle}"] if handle else [])
    end_sessions(account_id=account_id)
    if account.actor_id is not None:
        actors.erase(actor_id=account.actor_id)
    jobs.enqueue(EMPTY_LOG_JOB, run_at=now + _FORGETTING, key=EMPTY_LOG_JOB)
    emit(Erased(account_id=account_id, actor_id=account.actor_id))


def erase_due(*, now: datetime) -> int:
    """Erase the accounts whose grace period is over, each in a transaction of its own; gives how many."""
    due = Account.objects.filter(erase_at__lte=now, deleted_at=None).order_by("pk")
    erased = 0
    for pk in due.values_list("pk", flat=True):
        with transaction.atomic():
            # who came back at this very moment stays: asked again under the lock
            if locked(pk).erase_at is not None:
                erase(account_id=pk, now=now)
                erased += 1
    return erased

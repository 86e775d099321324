"""What happens to an account that exists: suspended and restored, its sessions ended, its choices."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from rapport.kernel import text
from rapport.kernel.errors import Absent, Invalid, Refused
from rapport.kernel.events import emit
from rapport.people.accounts.events import Restored, Suspended
from rapport.people.accounts.models import Account, Session
from rapport.people.accounts.rules import REASON_LENGTH, Duty
from rapport.people.actors import actions as actors

THEMES = ("system", "light", "dark")


@transaction.atomic
def suspend(*, account_id: int, reason: str, until: datetime | None = None, now: datetime) -> None:
    """Shut an account out until `until`, or until restored; its sessions end, and its face leaves the graph.

    Raises: Absent; Invalid, where the reason is missing or too long, or `until` is past.
    """
    said = text.one_line(reason, field="reason", at_most=REASON_LENGTH, at_least=1)
    if until is not None and until <= now:
        raise Invalid("The end has to lie ahead.", code="past", field="until")
    account = locked(account_id)
    account.suspended_at, account.suspended_until, account.suspension_reason = now, until, said
    account.save(update_fields=["suspended_at", "suspended_until", "suspension_reason"])
    if account.actor_id is not None:
        actors.suspend(actor_id=account.actor_id)
    end_sessions(account_id=account_id)
    emit(Suspended(account_id=account_id, actor_id=account.actor_id, reason=said, until=until))


@transaction.atomic
def restore(*, account_id: int) -> bool:
    """Let a suspended account in again; False where it is not suspended.

    Raises: Absent.
    """
    account = locked(account_id)
    if account.suspended_at is None:
        return False
    account.suspended_at, account.suspended_until, account.suspension_reason = None, None, ""
    account.save(update_fields=["suspended_at", "suspended_until", "suspension_reason"])
    if account.actor_id is not None and account.erase_at is None:
        actors.restore(actor_id=account.actor_id)
    emit(Restored(account_id=account_id, actor_id=account.actor_id))
    return True


@transaction.atomic
def appoint(*, account_id: int, duty: Duty, holds: bool) -> bool:
    """Give a member this duty, or take it back; False where nothing was to be done.

    Organisers are locked in the order of their ids, so that the last two cannot take it from one another at once.

    Raises: Absent; Refused, where nobody who can sign in would be left to organise, or who gets it is suspended.
    """
    organisers = Account.objects.select_for_update().filter(is_organiser=True, deleted_at=None, erase_at=None)
    others = [one for one in organisers.order_by("pk") if one.pk != account_id and one.suspended_at is None]
    account, mark = locked(account_id), f"is_{Duty(duty).value}"
    if getattr(account, mark) is holds:
        return False
    if holds and (account.suspended_at is not None or account.erase_at is not None):
        raise Refused("Restore them first: who is shut out cannot look after others.", code="not_standing")
    if not holds and duty == Duty.ORGANISER and not others:
        raise Refused(
            "Nobody would be left to organise. Make somebody else an organiser first.", code="last_organiser"
        )
    setattr(account, mark, holds)
    account.save(update_fields=[mark])
    return True


def end_overdue_suspensions(*, now: datetime) -> int:
    """Restore the accounts whose suspension has run its time; gives how many."""
    due = Account.objects.filter(suspended_at__isnull=False, suspended_until__lte=now, deleted_at=None)
    return sum(restore(account_id=pk) for pk in due.order_by("pk").values_list("pk", flat=True))


def end_sessions(*, account_id: int, except_key: str | None = None) -> int:
    """End all sessions of an account but the one of `except_key`; gives how many ended."""
    return Session.objects.filter(account_id=account_id).exclude(session_key=except_key or "").delete()[0]


def end_session(*, account_id: int, began_at: datetime, mark: str) -> bool:
    """End the session of that account which began then and whose key begins with `mark`; False where there is none."""
    found = Session.objects.filter(account_id=account_id, began_at=began_at, session_key__startswith=mark)
    return len(mark) >= 6 and bool(found.delete()[0])


def forget_sessions(*, now: datetime) -> int:
    """Remove the sessions that ran out; gives how many."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]


def choose(*, account_id: int, theme: str | None = None, language: str | None = None) -> None:
    """Keep how the pages shall look and speak (no language: as the browser asks); None leaves it as it is.

    Raises: Invalid, for a theme that does not exist or a language that the site does not speak.
    """
    changes: dict[str, str] = {}
    if theme is not None:
        if theme not in THEMES:
            raise Invalid("Choose one of these.", code="theme", field="theme")
        changes["theme"] = theme
    if language is not None:
        if language and language not in dict(settings.LANGUAGES):
            raise Invalid("Choose one of these.", code="language", field="language")
        changes["language"] = language
    if changes:
        Account.objects.filter(pk=account_id).update(**changes)


def locked(account_id: int) -> Account:
    """The account, locked until the transaction ends.

    Raises: Absent, also where it is deleted.
    """
    account = Account.objects.select_for_update().filter(pk=account_id, deleted_at=None).first()
    if account is None:
        raise Absent()
    return account

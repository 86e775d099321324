"""Writings of notices: telling once, reading, choosing how often a mail comes, settling what is due."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, Q, Value, When

from rapport.kernel import jobs
from rapport.kernel.errors import Absent, Invalid
from rapport.projections.notifications import queries
from rapport.projections.notifications.models import Deed, Notification, Preference
from rapport.projections.notifications.rules import KINDS
from rapport.projections.notifications.rules_due import due
from rapport.projections.notifications.rules_telling import Frequency, Kind

MAIL_JOB = "notifications.mail"
"""The job that mails one member what is due to them; the mail interface does it."""


@dataclass(frozen=True)
class Fact:
    """One thing to tell one member; `latest` names the fact, so that telling it again changes nothing."""

    owner_id: int
    kind: Kind
    key: str
    latest: str
    at: datetime
    actor_id: int | None = None
    place_id: int | None = None
    subject: UUID | None = None
    detail: str = ""
    until: datetime | None = None
    read: bool = False


@transaction.atomic
def tell(facts: Sequence[Fact]) -> None:
    """Write a notice for each fact, once: a later fact of the same key renews its notice as unread.

    What was read begins to count anew; what a member did themselves is born read.
    """
    wanted = queries.chosen({fact.owner_id for fact in facts})
    rows = []
    for fact in facts:
        frequency = Frequency.OFF if fact.read else wanted[fact.owner_id][fact.kind]
        due_at = due(frequency, fact.at)
        values = {
            "latest": fact.latest,
            "detail": fact.detail,
            "at": fact.at,
            "read_at": fact.at if fact.read else None,
            "due_at": due_at,
        }
        if not (KINDS[fact.kind].renewed and _renew(fact, values)):
            rows.append(_row(fact, values))
        if frequency is Frequency.INSTANT:
            jobs.enqueue(MAIL_JOB, {"owner": fact.owner_id}, run_at=due_at)
    # a key that is there already has been told: nothing changes (eight clicks, one notice)
    Notification.objects.bulk_create(rows, ignore_conflicts=True)


def _renew(fact: Fact, values: Mapping[str, object]) -> bool:
    """Renew the notice of this key where it stands and this fact is new to it."""
    standing = Notification.objects.filter(owner_id=fact.owner_id, key=fact.key).exclude(latest=fact.latest)
    count = Case(When(read_at=None, then=F("count") + 1), default=Value(1))
    return bool(standing.update(**values, count=count))


def _row(fact: Fact, values: Mapping[str, object]) -> Notification:
    return Notification(
        owner_id=fact.owner_id,
        kind=fact.kind.value,
        key=fact.key,
        actor_id=fact.actor_id,
        place_id=fact.place_id,
        subject=fact.subject,
        until=fact.until,
        **values,
    )


@transaction.atomic
def mark_read(*, actor_id: int, up_to: UUID | None = None, now: datetime) -> int:
    """Mark one's notices as read, all up to that of `up_to`, or all; gives how many were not.

    Raises: Absent, where `up_to` is none of one's own.
    """
    rows = Notification.objects.filter(owner_id=actor_id)
    if up_to is not None:
        at = rows.filter(id=up_to).values_list("at", flat=True).first()
        if at is None:
            raise Absent
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__lte=up_to))
    return rows.filter(read_at=None).update(read_at=now)


@transaction.atomic
def prefer(*, actor_id: int, changes: Mapping[str, str], now: datetime) -> None:
    """Choose how often kinds come by mail, all or none; what has not gone out yet follows the choice.

    Raises: Invalid, naming the kind and what may be chosen.
    """
    chosen: list[tuple[Kind, Frequency]] = []
    for name, value in changes.items():
        try:
            chosen.append((Kind(name), Frequency(value)))
        except ValueError:
            raise Invalid(
                "Choose one of: {choices}.", code="choice", field=name, choices=", ".join(Frequency)
            ) from None
    for kind, frequency in chosen:
        Preference.objects.update_or_create(
            owner_id=actor_id, kind=kind.value, defaults={"frequency": frequency.value}
        )
        waiting = Notification.objects.filter(owner_id=actor_id, kind=kind.value, due_at__isnull=False)
        due_at = due(frequency, now)
        if waiting.update(due_at=due_at) and frequency is Frequency.INSTANT:
            jobs.enqueue(MAIL_JOB, {"owner": actor_id}, run_at=due_at)


def unprefer(*, actor_id: int, kind: str) -> None:
    """Take a choice back: what holds for everybody holds again for what comes from now on."""
    Preference.objects.filter(owner_id=actor_id, kind=kind).delete()


def stop_mails(*, actor_id: int, now: datetime) -> None:
    """Turn off the mails of every kind at once, as the link in each mail offers."""
    prefer(actor_id=actor_id, changes={kind.value: Frequency.OFF.value for kind in Kind}, now=now)


def take_due(*, actor_id: int, now: datetime) -> list[UUID]:
    """The notices due to this member, for the transaction at hand alone: a second mail at once finds none left."""
    due = Notification.objects.select_for_update().filter(owner_id=actor_id, due_at__lte=now)
    return list(due.order_by("id").values_list("id", flat=True))


@transaction.atomic
def settle(*, actor_id: int, due: Collection[UUID]) -> None:
    """What was due has gone out, or will not: it does not come up again. What became due meanwhile does."""
    Notification.objects.filter(owner_id=actor_id, id__in=due).update(due_at=None)


@transaction.atomic
def forget(*, actor_id: int) -> None:
    """Delete what a member who left was told, and what they preferred."""
    Deed.objects.filter(Q(owner_id=actor_id) | Q(actor_id=actor_id)).delete()
    Notification.objects.filter(owner_id=actor_id).delete()
    Preference.objects.filter(owner_id=actor_id).delete()

"""The recipient's answers, and the thread in which one asks why (REL-7)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from rapport.kernel import text
from rapport.kernel.errors import Invalid, Refused
from rapport.kernel.events import emit
from rapport.kernel.limits.rules import Limits
from rapport.people.relationships.actions.steps import find, join, take
from rapport.people.relationships.events import Declined, FollowSuggested, Replied, Restricted
from rapport.people.relationships.models import Invitation, Reply, Restriction
from rapport.people.relationships.rules.process import Cause, DeclineReason, Side, State, Verb


@transaction.atomic
def accept(*, invitation_id: UUID, actor_id: int, follow: bool = True, now: datetime, limits: Limits) -> None:
    """Accept: the two are connected, and each follows the other unless they said no (REL-8).

    Raises: Absent; Refused with `invitation_closed`, `not_yours` or `connection_cap` (REL-9).
    """
    invitation, side = find(invitation_id, actor_id)
    if take(invitation, Verb.ACCEPT, side, now=now):
        join(invitation, recipient_follows=follow, cap=limits.connection_cap, now=now)


@transaction.atomic
def decline(*, invitation_id: UUID, actor_id: int, reason: str = "", now: datetime) -> None:
    """Decline courteously; the sender is told, with the reason where one is given (REL-7).

    Raises: Absent; Invalid (`reason`); Refused with `invitation_closed` or `not_yours`.
    """
    try:
        given = DeclineReason(reason)
    except ValueError:
        raise Invalid("Choose one of the reasons, or none.", code="reason", field="reason") from None
    invitation, side = find(invitation_id, actor_id)
    if take(invitation, Verb.DECLINE, side, now=now, decline_reason=given.value):
        emit(
            Declined(
                invitation_id=invitation.pk,
                sender_id=invitation.sender_id,
                recipient_id=invitation.recipient_id,
                reason=given.value,
            )
        )


@transaction.atomic
def suggest_follow(*, invitation_id: UUID, actor_id: int, now: datetime) -> None:
    """Say that one would rather be followed; the sender is told (REL-7).

    Raises: Absent; Refused with `invitation_closed` or `not_yours`.
    """
    invitation, side = find(invitation_id, actor_id)
    if take(invitation, Verb.SUGGEST_FOLLOW, side, now=now):
        emit(
            FollowSuggested(
                invitation_id=invitation.pk,
                sender_id=invitation.sender_id,
                recipient_id=invitation.recipient_id,
            )
        )


@transaction.atomic
def ignore(*, invitation_id: UUID, actor_id: int, now: datetime) -> None:
    """Ignore; the sender is never told (REL-7).

    Raises: Absent; Refused with `invitation_closed` or `not_yours`.
    """
    invitation, side = find(invitation_id, actor_id)
    take(invitation, Verb.IGNORE, side, now=now)


@transaction.atomic
def dont_know(*, invitation_id: UUID, actor_id: int, now: datetime, limits: Limits) -> None:
    """Say that one doesn't know the sender: never told, counted against them (REL-7, REL-12).

    Raises: Absent; Refused with `invitation_closed` or `not_yours`.
    """
    invitation, side = find(invitation_id, actor_id)
    if not take(invitation, Verb.DONT_KNOW, side, now=now, unknown_at=now):
        return
    sender = invitation.sender_id
    if _strangers(sender, limits, now) < limits.dont_know_limit or _restriction(sender, now) is not None:
        return
    restriction = Restriction.objects.create(
        owner_id=sender,
        reason=Cause.DONT_KNOW.value,
        started_at=now,
        ends_at=now + timedelta(days=limits.restriction_days),
    )
    emit(Restricted(restriction_id=restriction.pk, member_id=sender, until=restriction.ends_at))


@transaction.atomic
def reopen(*, invitation_id: UUID, actor_id: int, now: datetime, limits: Limits) -> None:
    """Take an "ignore" or "I don't know this person" back: the invitation waits again.

    A restriction that rested on it ends with it. Raises: Absent; Refused with
    `invitation_closed` or `not_yours`.
    """
    invitation, side = find(invitation_id, actor_id)
    if invitation.state == State.PENDING.value and side is Side.RECIPIENT:
        return
    counted = invitation.unknown_at is not None
    take(invitation, Verb.REOPEN, side, now=now, answered_at=None, unknown_at=None)
    standing = _restriction(invitation.sender_id, now)
    if (
        counted
        and standing is not None
        and _strangers(invitation.sender_id, limits, now) < limits.dont_know_limit
    ):
        Restriction.objects.filter(pk=standing.pk).update(ends_at=now)


def _strangers(sender: int, limits: Limits, now: datetime) -> int:
    """How many said within the window that they don't know this sender."""
    since = now - timedelta(days=limits.dont_know_window_days)
    return Invitation.objects.filter(sender_id=sender, unknown_at__gt=since).count()


def _restriction(owner: int, now: datetime) -> Restriction | None:
    return Restriction.objects.filter(owner_id=owner, ends_at__gt=now).first()


@transaction.atomic
def reply(*, invitation_id: UUID, actor_id: int, words: str, now: datetime, limits: Limits) -> UUID:
    """Write in the thread: the recipient asks why, then either may go on while it is pending (REL-7).

    Returns the id of the reply. What a sender writes to one who ignored them reaches nobody
    and looks sent.

    Raises: Absent; Invalid (`text`); Refused with `thread_not_open` or `thread_closed`.
    """
    said = text.many_lines(words, field="text", at_most=limits.reply_length, at_least=1)
    invitation, side = find(invitation_id, actor_id)
    if side is Side.SENDER and not invitation.asked:
        raise Refused("You can write here once you have been asked something.", code="thread_not_open")
    try:
        take(invitation, Verb.REPLY, side, now=now, asked=True)
    except Refused as closed:
        raise Refused(
            "{reason} So its thread is closed.", code="thread_closed", reason=closed.sentence()
        ) from closed
    entry = Reply.objects.create(invitation=invitation, author_id=actor_id, text=said, at=now)
    if invitation.state == State.PENDING.value:
        reader = invitation.recipient_id if side is Side.SENDER else invitation.sender_id
        emit(Replied(reply_id=entry.pk, invitation_id=invitation.pk, author_id=actor_id, reader_id=reader))
    return entry.pk

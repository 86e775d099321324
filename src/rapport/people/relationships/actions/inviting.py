"""Sending invitations: invite, remind, withdraw, and lapsing by the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from rapport.kernel import text
from rapport.kernel.errors import Invalid
from rapport.kernel.events import emit
from rapport.kernel.limits.rules import Limits
from rapport.people.accounts import queries as accounts
from rapport.people.actors.models import Actor
from rapport.people.contacts import queries as contacts
from rapport.people.contacts.keyed import address_hash
from rapport.people.relationships.actions.steps import OPEN, find, join, refuse_blocked, take
from rapport.people.relationships.events import Invited
from rapport.people.relationships.models import Invitation
from rapport.people.relationships.queries.facts import invite_facts
from rapport.people.relationships.rules.inviting import (
    Delivery,
    delivery,
    hidden_since,
    refuse_inviting,
    refuse_oneself,
    refuse_reminder,
    refuse_without_email,
    tray_for,
)
from rapport.people.relationships.rules.process import Cause, Context, Side, State, Verb
from rapport.people.ties import actions as ties
from rapport.people.ties import neighbourhood
from rapport.people.ties.models import Network
from rapport.people.ties.rules import InvitationPolicy


@dataclass(frozen=True)
class InviteOutcome:
    """The invitation as it stands, whether it is new, and whether it met one from the other side."""

    invitation_id: UUID
    created: bool
    crossed: bool = False


def _checked_context(context: str) -> Context:
    try:
        return Context(context)
    except ValueError:
        raise Invalid("Say how you know each other.", code="context", field="context") from None


def _checked_email(email: str) -> str:
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise Invalid("That is not an email address.", code="email", field="email") from None
    return email


@transaction.atomic
def invite(
    *,
    sender: int,
    recipient: int,
    context: str,
    note: str = "",
    email: str = "",
    follow: bool = True,
    now: datetime,
    limits: Limits,
) -> InviteOutcome:
    """Ask a member to connect (REL-6); `follow` says whether the sender follows on acceptance (REL-8).

    Where they asked first, the two are connected at once; where one's own invitation is open,
    it is given back unchanged.

    Raises: Absent; Invalid (`context`, `note`, `email`, `oneself`); Refused with
    `already_connected`, `connection_cap`, `reinvite_wait`, `recipient_email_required`,
    `invitation_budget` or `pending_limit` (REL-9 to REL-12).
    """
    refuse_oneself(sender, recipient)
    known = _checked_context(context)
    words = text.many_lines(note, field="note", at_most=limits.note_length)
    address = _checked_email(email.strip())
    ties.lock_pair(one=sender, two=recipient)
    refuse_blocked(sender, recipient)
    lo, hi = sorted((sender, recipient))
    standing = Invitation.objects.filter(lo_id=lo, hi_id=hi, state__in=OPEN).first()
    if standing is not None and standing.expires_at <= now:
        take(standing, Verb.EXPIRE, Side.SYSTEM, now=now)
        standing = None
    if standing is not None:
        if standing.sender_id == sender:
            return InviteOutcome(standing.pk, created=False)
        take(standing, Verb.CROSS, Side.RECIPIENT, now=now, unknown_at=None)
        join(standing, recipient_follows=follow, cap=limits.connection_cap, now=now)
        return InviteOutcome(standing.pk, created=True, crossed=True)
    facts = invite_facts(sender, recipient, limits, now)
    refusal = refuse_inviting(facts, limits, now) or refuse_without_email(facts, address)
    if refusal is not None:
        raise refusal
    email_is_theirs = accounts.email_is_of(recipient, address)
    fate = delivery(facts, email_is_theirs=email_is_theirs, limits=limits, now=now)
    invitation = Invitation(
        lo_id=lo,
        hi_id=hi,
        sender_id=sender,
        recipient_id=recipient,
        context=known.value,
        note=words,
        sender_follows=follow,
        tray=_tray(sender, recipient, email_is_theirs=email_is_theirs),
        sent_at=now,
        expires_at=now + timedelta(days=limits.invitation_expiry_days),
    )
    if fate is Delivery.UNREACHABLE:
        invitation.state, invitation.cause = State.IGNORED.value, Cause.UNREACHABLE.value
    elif fate is Delivery.BORN_IGNORED:
        invitation.state, invitation.cause = State.IGNORED.value, Cause.BORN_IGNORED.value
        invitation.answered_at = hidden_since(facts, limits, now)
    invitation.save(force_insert=True)
    if fate is Delivery.DELIVERED:
        _tell(invitation)
    return InviteOutcome(invitation.pk, created=True)


def _tray(sender: int, recipient: int, *, email_is_theirs: bool) -> str:
    policy = InvitationPolicy(Network.objects.values_list("invitation_policy", flat=True).get(pk=recipient))
    degree, in_contacts = None, False
    if policy is InvitationPolicy.SECOND_DEGREE:
        degree = neighbourhood.current().closeness(recipient, [sender])[sender].degree
    if policy in (InvitationPolicy.KNOWS_EMAIL, InvitationPolicy.CONTACTS_ONLY):
        digest = address_hash(accounts.address_of(sender))
        in_contacts = contacts.has_address(recipient, digest)
    return tray_for(policy, email_is_theirs=email_is_theirs, in_contacts=in_contacts, degree=degree).value


def _tell(invitation: Invitation) -> None:
    emit(
        Invited(
            invitation_id=invitation.pk,
            sender_id=invitation.sender_id,
            recipient_id=invitation.recipient_id,
            tray=invitation.tray,
            reminder=invitation.reminders,
        )
    )


@transaction.atomic
def remind(*, invitation_id: UUID, actor_id: int, now: datetime, limits: Limits) -> None:
    """Remind the recipient; where they ignored it, it looks just the same and reaches nobody (REL-11).

    Raises: Absent; Refused with `reminder_wait`, `reminder_limit`, `invitation_closed` or `not_yours`.
    """
    invitation, side = find(invitation_id, actor_id)
    if side is Side.SENDER and invitation.state in OPEN:
        refusal = refuse_reminder(
            reminders=invitation.reminders,
            last_at=invitation.reminded_at or invitation.sent_at,
            limits=limits,
            now=now,
            name=Actor.objects.values_list("name", flat=True).get(pk=invitation.recipient_id),
        )
        if refusal is not None and invitation.expires_at > now:
            raise refusal
    take(invitation, Verb.REMIND, side, now=now, reminders=invitation.reminders + 1, reminded_at=now)
    if invitation.state == State.PENDING.value:
        _tell(invitation)


@transaction.atomic
def withdraw(*, invitation_id: UUID, actor_id: int, now: datetime) -> None:
    """Take one's own invitation back; the recipient is not told (REL-11).

    Raises: Absent; Refused with `invitation_closed` or `not_yours`.
    """
    invitation, side = find(invitation_id, actor_id)
    take(invitation, Verb.WITHDRAW, side, now=now)


def expire_due(*, now: datetime, at_most: int = 1000) -> int:
    """Let invitations lapse whose day has come, each in a transaction of its own; returns how many (REL-11)."""
    due = Invitation.objects.filter(state__in=OPEN, expires_at__lte=now).order_by("expires_at", "id")
    lapsed = 0
    for invitation_id in list(due.values_list("pk", flat=True)[:at_most]):
        with transaction.atomic():
            row = Invitation.objects.select_for_update(no_key=True).get(pk=invitation_id)
            if row.state in OPEN and row.expires_at <= now:
                take(row, Verb.EXPIRE, Side.SYSTEM, now=now)
                lapsed += 1
    return lapsed

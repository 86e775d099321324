"""Whether one may invite, follow, remind: pure decisions over facts that were read once.

The page that greys a button and the action that refuses ask the same function, so
that a reason shown is the reason enforced.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rapport.kernel.errors import Invalid, Refused
from rapport.kernel.limits.rules import Limits
from rapport.people.relationships.rules.budget import Budget
from rapport.people.relationships.rules.process import Cause, State, Tray
from rapport.people.ties.rules import FollowPolicy, InvitationPolicy


@dataclass(frozen=True)
class Past:
    """What remains of one earlier invitation from the sender to the recipient."""

    state: State
    cause: Cause
    answered_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True)
class InviteFacts:
    """What decides whether a member may invite another (REL-9 to REL-12)."""

    name: str
    connected: bool
    connections: int
    past: tuple[Past, ...]
    removed_at: datetime | None
    budget: Budget


class Delivery(StrEnum):
    """What becomes of an invitation that may be sent."""

    DELIVERED = "delivered"
    BORN_IGNORED = "born_ignored"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True)
class Wait:
    """One may ask again only from `until` on."""

    code: str
    template: str
    since: datetime
    until: datetime


def wait_before_inviting(facts: InviteFacts, limits: Limits, now: datetime) -> Wait | None:
    """The longest wait in force, or None (REL-10, REL-11)."""
    waits: list[Wait] = []
    for past in facts.past:
        if past.state is State.WITHDRAWN and past.cause is not Cause.BLOCKED and past.closed_at is not None:
            days = timedelta(days=limits.reinvite_after_withdraw_days)
            waits.append(
                Wait(
                    "reinvite_wait",
                    "You withdrew an invitation on {since}. You can ask again on {until}.",
                    past.closed_at,
                    past.closed_at + days,
                )
            )
        if past.state is State.DECLINED and past.answered_at is not None:
            days = timedelta(days=limits.reinvite_after_decline_days)
            waits.append(
                Wait(
                    "reinvite_wait",
                    "{name} declined an invitation on {since}. You can ask again on {until}.",
                    past.answered_at,
                    past.answered_at + days,
                )
            )
    if facts.removed_at is not None:
        days = timedelta(days=limits.reinvite_after_removal_days)
        waits.append(
            Wait(
                "reinvite_wait",
                "You and {name} were connected before. Until {until} only {name} can invite.",
                facts.removed_at,
                facts.removed_at + days,
            )
        )
    lasting = [wait for wait in waits if wait.until > now]
    return max(lasting, key=lambda wait: wait.until, default=None)


def refuse_at_cap(connections: int, limits: Limits) -> Refused | None:
    """The reason why one with so many connections may neither invite nor accept, or None (REL-9)."""
    if connections < limits.connection_cap:
        return None
    return Refused(
        "You have {cap} connections, the most anyone can have. Following has no limit.",
        code="connection_cap",
        cap=limits.connection_cap,
    )


def refuse_inviting(facts: InviteFacts, limits: Limits, now: datetime) -> Refused | None:
    """The reason why one may not invite now, or None; the email address is asked for elsewhere."""
    if facts.connected:
        return Refused("You and {name} are connected already.", code="already_connected", name=facts.name)
    full = refuse_at_cap(facts.connections, limits)
    if full is not None:
        return full
    wait = wait_before_inviting(facts, limits, now)
    if wait is not None:
        return Refused(wait.template, code=wait.code, name=facts.name, since=wait.since, until=wait.until)
    if facts.budget.left < 1:
        if facts.budget.renews_at is None:
            return Refused("Nobody can send invitations here at present.", code="invitation_budget")
        return Refused(
            "You have sent all the invitations you may for now. The next one comes back on {until}.",
            code="invitation_budget",
            until=facts.budget.renews_at,
        )
    if facts.budget.pending >= limits.pending_limit:
        return Refused(
            "{count} of your invitations wait for an answer, the most there may be. Withdraw one to send another.",
            code="pending_limit",
            count=facts.budget.pending,
        )
    return None


def refuse_without_email(facts: InviteFacts, email: str) -> Refused | None:
    """While restricted, an invitation needs the recipient's address (REL-12)."""
    restriction = facts.budget.restriction
    if restriction is None or email:
        return None
    refusal = Refused(
        "Until {until} your invitations need the person’s email address.",
        code="recipient_email_required",
        until=restriction.ends_at,
    )
    refusal.status = 422
    return refusal


def delivery(facts: InviteFacts, *, email_is_theirs: bool, limits: Limits, now: datetime) -> Delivery:
    """What becomes of it: a wrong address reaches nobody, one inside a hidden wait is born ignored.

    Both look sent, so that nothing can be found out (REL-11, REL-12).
    """
    if facts.budget.restriction is not None and not email_is_theirs:
        return Delivery.UNREACHABLE
    return Delivery.BORN_IGNORED if hidden_since(facts, limits, now) is not None else Delivery.DELIVERED


def hidden_since(facts: InviteFacts, limits: Limits, now: datetime) -> datetime | None:
    """When the recipient last ignored this sender, while the hidden wait lasts (REL-11)."""
    days = timedelta(days=limits.reinvite_after_decline_days)
    ignored = [
        past.answered_at
        for past in facts.past
        if past.answered_at is not None and past.state in (State.IGNORED, State.WITHDRAWN, State.EXPIRED)
    ]
    latest = max(ignored, default=None)
    return latest if latest is not None and latest + days > now else None


def tray_for(
    policy: InvitationPolicy, *, email_is_theirs: bool, in_contacts: bool, degree: int | None
) -> Tray:
    """Which tray of the recipient an invitation waits in; never told to the sender (REL-13).

    `in_contacts` says that the sender's address stands in the recipient's imported contacts.
    """
    reaches = {
        InvitationPolicy.EVERYONE: True,
        InvitationPolicy.KNOWS_EMAIL: email_is_theirs or in_contacts,
        InvitationPolicy.CONTACTS_ONLY: in_contacts,
        InvitationPolicy.SECOND_DEGREE: degree is not None and degree <= 2,
    }
    return Tray.INBOX if reaches[policy] else Tray.FILTERED


def refuse_reminder(
    *, reminders: int, last_at: datetime, limits: Limits, now: datetime, name: str
) -> Refused | None:
    """The reason why a reminder may not be sent now, or None (REL-11)."""
    if reminders >= limits.reminder_limit:
        return Refused(
            "You have sent {name} all {count} reminders there are.",
            code="reminder_limit",
            name=name,
            count=limits.reminder_limit,
        )
    until = last_at + timedelta(days=limits.reminder_wait_days)
    if until > now:
        return Refused(
            "You can send {name} a reminder from {until}.", code="reminder_wait", name=name, until=until
        )
    return None


class FollowOutcome(StrEnum):
    """What becomes of a wish to follow (REL-1)."""

    FOLLOW = "follow"
    REQUEST = "request"


def follow_outcome(policy: FollowPolicy, *, connected: bool, name: str) -> FollowOutcome:
    """Whether one follows at once or asks first.

    Raises: Refused with `follow_not_open`, where only connections may follow.
    """
    if connected or policy is FollowPolicy.EVERYONE:
        return FollowOutcome.FOLLOW
    if policy is FollowPolicy.ON_REQUEST:
        return FollowOutcome.REQUEST
    raise Refused("{name} takes only connections as followers.", code="follow_not_open", name=name)


def refuse_oneself(one: int, two: int) -> None:
    """Raises: Invalid, where somebody means themselves."""
    if one == two:
        raise Invalid("That is you.", code="oneself")

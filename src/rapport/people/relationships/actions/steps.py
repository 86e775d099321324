"""Taking one step of the process: compare and swap, read from the table."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from rapport.kernel.errors import Absent, Refused
from rapport.kernel.events import emit
from rapport.people.actors.models import Actor
from rapport.people.relationships.events import Connected, InvitationClosed
from rapport.people.relationships.models import FollowRequest, Invitation, Removal
from rapport.people.relationships.rules.process import (
    ANSWERS,
    CLOSING,
    OPEN_STATES,
    Cause,
    Side,
    State,
    Step,
    Verb,
    already_done,
    apparent,
    states_for,
    step,
)
from rapport.people.ties import actions as ties
from rapport.people.ties.models import Block
from rapport.people.ties.rules import Origin

OPEN = sorted(state.value for state in OPEN_STATES)


def side_of(invitation: Invitation, actor_id: int) -> Side:
    """On which side of it this member stands.

    Raises: Absent, for strangers, for a recipient whom it never reached or from whom it was
    withdrawn, and for both once a block has ended it: all alike.
    """
    cause, state = Cause(invitation.cause), State(invitation.state)
    if cause is Cause.BLOCKED:
        raise Absent
    if actor_id == invitation.sender_id:
        return Side.SENDER
    if actor_id != invitation.recipient_id or cause is Cause.UNREACHABLE or state is State.WITHDRAWN:
        raise Absent
    return Side.RECIPIENT


def find(invitation_id: UUID, actor_id: int) -> tuple[Invitation, Side]:
    """The invitation under the lock of its pair, and this member's side of it.

    Raises: Absent, where it is not there or not for them, or either end left or blocked the other.
    """
    ends = Invitation.objects.filter(pk=invitation_id).values_list("lo_id", "hi_id").first()
    if ends is None or actor_id not in ends:
        raise Absent
    ties.lock_pair(one=ends[0], two=ends[1])
    refuse_blocked(*ends)
    invitation = Invitation.objects.get(pk=invitation_id)
    return invitation, side_of(invitation, actor_id)


def refuse_blocked(one: int, two: int) -> None:
    """Raises: Absent, where either has blocked the other (REL-17)."""
    if Block.objects.filter(owner_id__in=(one, two), other_id__in=(one, two)).exists():
        raise Absent


def take(invitation: Invitation, verb: Verb, side: Side, *, now: datetime, **changes: Any) -> bool:
    """Take `verb` on this row; False where it was taken before and nothing changes.

    The UPDATE names the states it may start from, so that no caller can step around the table.

    Raises: Refused with `invitation_closed` where the table has no such step from here, or with
    `not_yours` where it is the other side's to take.
    """
    state, cause = State(invitation.state), Cause(invitation.cause)
    if state in OPEN_STATES and invitation.expires_at <= now and side is not Side.SYSTEM:
        state = State.EXPIRED
    found = step(state, verb, side)
    if found is None and already_done(state, cause, verb, side):
        return False
    if found is None:
        raise _no_step(apparent(state, side), verb, side)
    if state is found.to and found.cause is cause:
        return False
    values = {**_left_behind(found, verb, now), **changes}
    rows = Invitation.objects.filter(pk=invitation.pk, state__in=[one.value for one in states_for(verb)])
    if not rows.update(**values):
        raise _no_step(apparent(state, side), verb, side)
    for name, value in values.items():
        setattr(invitation, name, value)
    if found.to in CLOSING or verb in ANSWERS:
        emit(
            InvitationClosed(
                invitation_id=invitation.pk,
                sender_id=invitation.sender_id,
                recipient_id=invitation.recipient_id,
                state=found.to.value,
            )
        )
    return True


def _left_behind(found: Step, verb: Verb, now: datetime) -> dict[str, Any]:
    """What a step writes into the row."""
    values: dict[str, Any] = {"state": found.to.value}
    if found.cause is not None:
        values["cause"] = found.cause.value
    if verb in ANSWERS:
        values["answered_at"] = now
    if found.to in CLOSING:
        values["closed_at"] = now
    return values


def _no_step(state: State, verb: Verb, side: Side) -> Refused:
    other = Side.RECIPIENT if side is Side.SENDER else Side.SENDER
    if step(State.PENDING, verb, side) is None and step(State.PENDING, verb, other) is not None:
        return Refused("That is for the other side of this invitation to do.", code="not_yours")
    words = {
        State.ACCEPTED: "This invitation was accepted already.",
        State.DECLINED: "This invitation was declined already.",
        State.WITHDRAWN: "This invitation was withdrawn already.",
        State.EXPIRED: "This invitation has lapsed.",
        State.IGNORED: "You ignored this invitation. Take it back first.",
    }
    return Refused(words.get(state, "This invitation is waiting for an answer."), code="invitation_closed")


def join(invitation: Invitation, *, recipient_follows: bool, cap: int, now: datetime) -> None:
    """Make the connection an accepted invitation leaves, with its two follows (REL-8).

    Raises: Refused with `connection_cap`, where either stands at the cap; nothing is written then.
    """
    sender, recipient = invitation.sender_id, invitation.recipient_id
    full = ties.put_connection(one=sender, two=recipient, context=invitation.context, now=now, cap=cap)
    if full is not None:
        raise _at_the_cap(full, acting=recipient, cap=cap)
    if invitation.sender_follows:
        ties.put_follow(owner=sender, other=recipient, origin=Origin.CONNECTION, now=now)
    if recipient_follows:
        ties.put_follow(owner=recipient, other=sender, origin=Origin.CONNECTION, now=now)
    forget_requests(sender, recipient)
    pair = (sender, recipient)
    Removal.objects.filter(owner_id__in=pair, other_id__in=pair).delete()
    emit(Connected(invitation_id=invitation.pk, sender_id=sender, recipient_id=recipient))


def forget_requests(one: int, two: int) -> None:
    """Requests to follow between the two end with the step that made them needless."""
    FollowRequest.objects.filter(owner_id__in=(one, two), other_id__in=(one, two)).delete()


def _at_the_cap(full: int, *, acting: int, cap: int) -> Refused:
    if full == acting:
        return Refused(
            "You have {cap} connections, the most anyone can have. Following has no limit.",
            code="connection_cap",
            cap=cap,
        )
    name = Actor.objects.values_list("name", flat=True).get(pk=full)
    return Refused(
        "{name} has as many connections as anyone can have. Following has no limit.",
        code="connection_cap",
        name=name,
    )

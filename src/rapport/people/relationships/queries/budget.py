"""A member's invitation budget and restriction, as they always see it (REL-12)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from rapport.kernel.limits.rules import Limits
from rapport.kernel.rows import Reading, Rows, literals, together
from rapport.people.actors.rules import Status
from rapport.people.relationships.rules.budget import Budget, Restriction, Sent, reckon, window_start
from rapport.people.relationships.rules.process import OPEN_STATES, State

_OPEN = sorted(state.value for state in OPEN_STATES)


_INVITATION = (("i.sent_at", datetime), ("i.state", str), ("i.expires_at", datetime), ("a.status", str))
_SENT = f"""
    FROM relationships_invitation i JOIN actors_actor a ON a.id = i.recipient_id
    WHERE i.sender_id = %s AND (i.sent_at > %s OR (i.state IN ({literals(OPEN_STATES)}) AND i.expires_at > %s))
"""
_RESTRICTION = (("ends_at", datetime), ("id", UUID), ("reason", str), ("started_at", datetime))
_RESTRICTIONS = "FROM relationships_restriction WHERE owner_id = %s AND ends_at > %s AND started_at <= %s"


def budget_of(member_id: int, limits: Limits, now: datetime) -> Budget:
    """The budget of a member, in one statement.

    An invitation to someone who is suspended is not pending for its sender, who neither sees it
    nor can withdraw it meanwhile: the figure is that of the list.
    """
    return budget_from(together(*budget_readings(member_id, limits, now)), limits, now)


def budget_readings(member_id: int, limits: Limits, now: datetime) -> tuple[Reading, ...]:
    """What has to be read for `budget_from`."""
    return (
        Reading(_INVITATION, _SENT, (member_id, window_start(limits, now), now)),
        Reading(_RESTRICTION, _RESTRICTIONS, (member_id, now, now)),
    )


def budget_from(found: Sequence[Rows], limits: Limits, now: datetime) -> Budget:
    """The budget, from the rows of `budget_readings`; of several restrictions the longest is in force."""
    rows, restrictions = found
    sent = [Sent(sent_at, state == State.ACCEPTED.value) for sent_at, state, *_ in rows]
    pending = sum(
        state in _OPEN and expires_at > now and status == Status.ACTIVE.value
        for _, state, expires_at, status in rows
    )
    in_force = None
    if restrictions:
        ends_at, _, reason, started_at = max(restrictions)
        in_force = Restriction(reason, started_at, ends_at)
    return reckon(sent, pending=pending, restriction=in_force, limits=limits, now=now)

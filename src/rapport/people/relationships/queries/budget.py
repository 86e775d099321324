"""A member's invitation budget and restriction, as they always see it (REL-12)."""

from __future__ import annotations

from datetime import datetime

from rapport.kernel.limits.rules import Limits
from rapport.kernel.rows import fetch
from rapport.people.actors.rules import Status
from rapport.people.relationships.rules.budget import Budget, Restriction, Sent, reckon, window_start
from rapport.people.relationships.rules.process import OPEN_STATES, State

_OPEN = sorted(state.value for state in OPEN_STATES)


_SENT = """
    SELECT i.sent_at, i.state, i.expires_at, a.status FROM relationships_invitation i
    JOIN actors_actor a ON a.id = i.recipient_id
    WHERE i.sender_id = %s AND (i.sent_at > %s OR (i.state IN (%s) AND i.expires_at > %s))
"""
_RESTRICTIONS = """
    SELECT reason, started_at, ends_at FROM relationships_restriction
    WHERE owner_id = %s AND ends_at > %s AND started_at <= %s ORDER BY ends_at DESC, id LIMIT 1
"""


def budget_of(member_id: int, limits: Limits, now: datetime) -> Budget:
    """The budget of a member, in two statements.

    An invitation to someone who is suspended is not pending for its sender, who neither sees it
    nor can withdraw it meanwhile: the figure is that of the list.
    """
    kinds = (datetime, str, datetime, str)
    rows = fetch(_SENT, member_id, window_start(limits, now), _OPEN, now, kinds=kinds)
    sent = [Sent(sent_at, state == State.ACCEPTED.value) for sent_at, state, *_ in rows]
    pending = sum(
        state in _OPEN and expires_at > now and status == Status.ACTIVE.value
        for _, state, expires_at, status in rows
    )
    return reckon(sent, pending=pending, restriction=restriction_of(member_id, now), limits=limits, now=now)


def restriction_of(member_id: int, now: datetime) -> Restriction | None:
    """The restriction in force on a member's invitations, or None."""
    rows = fetch(_RESTRICTIONS, member_id, now, now, kinds=(str, datetime, datetime))
    return Restriction(*rows[0]) if rows else None

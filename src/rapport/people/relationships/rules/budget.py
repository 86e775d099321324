"""How many invitations a member may still send: always shown, with the rule and the day (REL-12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rapport.kernel.limits.rules import Limits


@dataclass(frozen=True)
class Restriction:
    """For now this member's invitations need the recipient's email address (REL-12)."""

    reason: str
    started_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Sent:
    """One invitation of the window: when it was sent and whether it was accepted."""

    at: datetime
    accepted: bool


@dataclass(frozen=True)
class Budget:
    """What a member sees of their budget; `left` is `limit - used + refunded`, never below 0.

    `renews_at` is when the next invitation comes back, `full_at` when all have; both None
    while nothing is counted.
    """

    limit: int
    window_days: int
    used: int
    refunded: int
    left: int
    pending: int
    pending_limit: int
    renews_at: datetime | None
    full_at: datetime | None
    restriction: Restriction | None

    @property
    def counted(self) -> int:
        """The invitations that count: sent in the window and not accepted."""
        return self.used - self.refunded


def window_start(limits: Limits, now: datetime) -> datetime:
    """Invitations sent after this moment are in the window."""
    return now - timedelta(days=limits.invitation_window_days)


def reckon(
    sent: Sequence[Sent], *, pending: int, restriction: Restriction | None, limits: Limits, now: datetime
) -> Budget:
    """The budget of a member who sent these invitations; older ones than the window count for nothing."""
    inside = [one for one in sent if one.at > window_start(limits, now)]
    counted = sorted(one.at for one in inside if not one.accepted)
    refunded = len(inside) - len(counted)
    window = timedelta(days=limits.invitation_window_days)
    return Budget(
        limit=limits.invitation_limit,
        window_days=limits.invitation_window_days,
        used=len(inside),
        refunded=refunded,
        left=max(0, limits.invitation_limit - len(counted)),
        pending=pending,
        pending_limit=limits.pending_limit,
        renews_at=_next_free(counted, limits.invitation_limit) + window if counted else None,
        full_at=counted[-1] + window if counted else None,
        restriction=restriction,
    )


def _next_free(counted: Sequence[datetime], limit: int) -> datetime:
    """The sending whose leaving the window frees a place.

    The oldest one, unless the limit was lowered below what was sent: then enough must leave first.
    """
    return counted[max(0, len(counted) - limit)] if limit and len(counted) > limit else counted[0]

"""A member's invitation budget and restriction, as they always see it (REL-12)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from rapport.kernel.limits.rules import Limits
from rapport.people.relationships import models
from rapport.people.relationships.rules.budget import Budget, Restriction, Sent, reckon, window_start
from rapport.people.relationships.rules.process import OPEN_STATES, State

_OPEN = sorted(state.value for state in OPEN_STATES)


def budget_of(member_id: int, limits: Limits, now: datetime) -> Budget:
    """The budget of a member, in two statements."""
    rows = models.Invitation.objects.filter(sender_id=member_id).filter(
        Q(sent_at__gt=window_start(limits, now)) | Q(state__in=_OPEN, expires_at__gt=now)
    )
    sent: list[Sent] = []
    pending = 0
    for sent_at, state, expires_at in rows.values_list("sent_at", "state", "expires_at"):
        sent.append(Sent(sent_at, state == State.ACCEPTED.value))
        pending += state in _OPEN and expires_at > now
    return reckon(sent, pending=pending, restriction=restriction_of(member_id, now), limits=limits, now=now)


def restriction_of(member_id: int, now: datetime) -> Restriction | None:
    """The restriction in force on a member's invitations, or None."""
    rows = models.Restriction.objects.filter(owner_id=member_id, ends_at__gt=now, started_at__lte=now)
    row = rows.order_by("-ends_at").first()
    return None if row is None else Restriction(row.reason, row.started_at, row.ends_at)

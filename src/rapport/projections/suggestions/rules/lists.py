"""The lists of suggestions, and who is kept out of them whatever speaks for them (NET-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rapport.kernel.limits.rules import Limits
from rapport.people.relationships.rules.process import OPEN_STATES, Cause, State


class List(StrEnum):
    """What is suggested: people to know, or whom to follow."""

    PEOPLE = "people"
    FOLLOW = "follow"


@dataclass(frozen=True)
class Past:
    """An invitation between viewer and candidate, whoever sent it and whatever became of it."""

    sent: bool
    state: State
    cause: Cause
    expires_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    unknown_at: datetime | None = None


def keeps_out(past: Past, limits: Limits, now: datetime) -> bool:
    """Whether an invitation keeps the other out of the viewer's suggestions now.

    ==================  ==========================================================================
    the viewer sent it  while it looks open, and for the time after a decline once it has ended
                        without a connection, whichever way: what they may not know makes no
                        difference (REL-11)
    they received it    while it waits or lies ignored, and for that time after they answered no; one
                        that never reached them (REL-12) or was withdrawn unanswered says nothing
    ==================  ==========================================================================
    """
    wait = timedelta(days=limits.reinvite_after_decline_days)
    open_still = past.state in OPEN_STATES and past.expires_at > now
    if past.state is State.ACCEPTED:
        return False
    if past.sent:
        return open_still or (past.closed_at or past.expires_at) + wait > now
    if past.cause is Cause.UNREACHABLE:
        return False
    if open_still:
        return True
    answers = [moment for moment in (past.answered_at, past.unknown_at) if moment is not None]
    return bool(answers) and max(answers) + wait > now


def was_removed(at: datetime, limits: Limits, now: datetime) -> bool:
    """Whether a connection ended so recently, by either of the two, that neither is suggested to the other."""
    return at + timedelta(days=limits.reinvite_after_removal_days) > now

"""When notices go out by mail (MSG-4)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from rapport.projections.notifications.rules_telling import Frequency

INSTANT_WAIT = timedelta(minutes=1)
"""A mail told at once waits this long, for what happens together and for what is read meanwhile."""

MORNING = 7
"""The hour, UTC, at which digests leave."""


def due(frequency: Frequency, at: datetime) -> datetime | None:
    """When a notice of `at` goes out by mail: soon, the next morning, the next Monday's, or never."""
    if frequency is Frequency.OFF:
        return None
    if frequency is Frequency.INSTANT:
        return at + INSTANT_WAIT
    morning = at.astimezone(UTC).replace(hour=MORNING, minute=0, second=0, microsecond=0)
    if morning <= at:
        morning += timedelta(days=1)
    if frequency is Frequency.WEEKLY:
        morning += timedelta(days=-morning.weekday() % 7)
    return morning

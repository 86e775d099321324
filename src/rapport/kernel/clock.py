"""The one place that reads the clock; below the interfaces `now` is a parameter."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)

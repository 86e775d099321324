"""The two feeds."""

from __future__ import annotations

from enum import StrEnum


class FeedKind(StrEnum):
    """Which feed: complete and newest first, or weighed by the open formula (FEED-3, FEED-4)."""

    FOLLOWING = "following"
    TOP = "top"

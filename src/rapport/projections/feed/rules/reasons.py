"""Why a post is in somebody's feed (FEED-4): facts alone, each of which would have brought it by itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """What brought a post."""

    OWN = "own"
    FOLLOWED = "followed"
    FOLLOWED_CONNECTION = "followed_connection"
    GROUP = "group"
    HASHTAG = "hashtag"
    REPOSTED = "reposted"
    COMMENTED = "commented"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: `actor_id` is whom one follows, the group, or who passed it on; `hashtag` is its name."""

    why: Why
    actor_id: int = 0
    hashtag: str = ""

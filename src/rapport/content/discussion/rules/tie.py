"""What conversation says about a tie: how much two people talked under posts, faded by age (FEED-4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Deed(StrEnum):
    """What one of two did toward the other."""

    REPLY = "reply"  # answered the other's comment
    COMMENT = "comment"  # commented on the other's post
    REACTION = "reaction"  # reacted to the other's post or comment


WEIGHTS: Mapping[Deed, float] = {Deed.REPLY: 3.0, Deed.COMMENT: 2.0, Deed.REACTION: 0.5}
"""What each deed is worth when it is fresh: words more than a sign."""

HALF_LIFE_DAYS = 90.0
"""After so many days a deed is worth half."""
YEAR_DAYS = 365
"""What is older is not looked at."""
FULL = 12.0
"""So much conversation makes half of the greatest strength; what comes above adds less and less."""
ONE_WAY = 0.5
"""What is worth of conversation where only one of the two ever said anything."""
A_DAY = 4.0
"""The most that one of the two can add within a day: a burst is one conversation."""


@dataclass(frozen=True)
class Talk:
    """How much one said to the other on a day `days` ago, of one deed, so often."""

    deed: Deed
    mine: bool
    days: int
    count: int


def strength(talks: Iterable[Talk]) -> float:
    """How strong past conversation makes a tie: 0 without any, below 1 however much there was.

    Deeds of one side within a day are counted to `A_DAY`, fade by half every `HALF_LIFE_DAYS`, and are worth
    `ONE_WAY` of it where the other side never did anything.
    """
    days: dict[tuple[bool, int], float] = {}
    for one in talks:
        key = one.mine, max(one.days, 0)
        days[key] = days.get(key, 0.0) + WEIGHTS[one.deed] * one.count
    worth: float = sum(min(said, A_DAY) * 0.5 ** (ago / HALF_LIFE_DAYS) for (_, ago), said in days.items())
    if len({mine for mine, _ in days}) == 1:
        worth *= ONE_WAY
    return worth / (worth + FULL)

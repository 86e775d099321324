"""In which order posts that were found stand: points anyone can check, the newest first within equals (NET-4).

No point for how many reacted, nor for how fast: search tells what was said, by whom, and when.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

IN_HEAD = 3
"""All words stand in the title or the hashtags."""
BY_DEGREE: Mapping[int | None, int] = {0: 3, 1: 3, 2: 1}
"""How near the author is: oneself, 1st and 2nd degree."""
FOLLOWED = 2
"""At least so much where one follows the author."""
BY_AGE = ((timedelta(days=7), 3), (timedelta(days=30), 2), (timedelta(days=365), 1))
"""Not older than that."""

Key = tuple[int, int]
"""Points and id, both negative: the order of a list, and its cursor."""


def points(*, in_head: bool, degree: int | None, followed: bool, age: timedelta) -> int:
    """What a post that fits is worth."""
    near = max(BY_DEGREE.get(degree, 0), FOLLOWED if followed else 0)
    fresh = next((given for bound, given in BY_AGE if age <= bound), 0)
    return (IN_HEAD if in_head else 0) + near + fresh

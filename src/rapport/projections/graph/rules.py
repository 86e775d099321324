"""What the graph is asked, what it answers, and how people one may know are weighed."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

FARTHEST = 3
"""The last degree that has a name (product 1)."""

LONGEST_PATH = FARTHEST
"""How many steps apart two people may be for a path to be looked for: who is farther is out of network (NET-2)."""
PATHS = 20
"""How many shortest paths are given at most; those that name the most people are given first."""
PATHS_COUNTED = 100
"""How many shortest paths are looked at: where there are more, that is all that is said of them."""

OVERLAY_AT_MOST = 2_000
"""How many missing changes a request takes in by itself; beyond, it asks SQL."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody beyond the 1st degree, and the sum of the weights of the mutual connections."""

    actor_id: int
    score: int


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people are at the 1st and 2nd degree (NET-5)."""

    first: int
    second: int


class Weighing(StrEnum):
    """What a mutual connection with so many connections says.

    `common` counts each alike, `adamic_adar` by the logarithm of their connections, `resource` by their number,
    `fading` by a little less than that: who knows everybody says little about two people whom they know.
    """

    COMMON = "common"
    ADAMIC_ADAR = "adamic_adar"
    RESOURCE = "resource"
    FADING = "fading"


WEIGHED_TO = 32_768
"""Mutual connections with more connections than this weigh as if they had so many."""
SCALE = 1 << 16
"""What a mutual connection would weigh that has one connection alone."""
FADES = 0.8
"""How fast a mutual connection says less, the more connections they have: measured best for suggestions."""


def weight(weighing: Weighing, connections: int) -> int:
    """A whole number from 1 up, so that every implementation adds up to the same score.

    Up to 65,536 mutual connections their sum stays within 32 bits.
    """
    if weighing is Weighing.COMMON:
        return 1
    if weighing is Weighing.RESOURCE:
        return max(1, round(SCALE / max(connections, 2)))
    if weighing is Weighing.FADING:
        return max(1, round(SCALE / math.pow(max(connections, 2), FADES)))
    return max(1, round(SCALE / 2 * math.log(2) / math.log(max(connections, 2))))


Named = tuple[int | None, ...]


def named(path: Sequence[int], shown: Collection[int]) -> Named:
    """A shortest path as its first end may read it: None for each step that is not named to them (NET-2).

    `shown` are those of the path whose connection list the reader may see (REL-16); one's own is always shown. A step
    is named where each of its two edges has such an end. Who stands between two alone is a mutual connection, and
    mutual connections are always visible to the two. Both ends are named: the reader is on the other's page.
    """
    if len(path) <= _ENDS + 1:
        return tuple(path)
    known = [one in shown or place == 0 for place, one in enumerate(path)]
    edges = [known[place] or known[place + 1] for place in range(len(path) - 1)]
    return (
        path[0],
        *(one if edges[place] and edges[place + 1] else None for place, one in enumerate(path[1:-1])),
        path[-1],
    )


_ENDS = 2

"""What the graph is asked, what it answers, and how people one may know are weighed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

LONGEST_PATH = 6
"""How many steps apart two people may be for a path to be looked for (NET-2)."""
PATHS = 12
"""How many shortest paths are given at most."""

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

    `common` counts each alike, `adamic_adar` by the logarithm of their connections, `resource` by their number:
    who knows everybody says little about two people whom they know.
    """

    COMMON = "common"
    ADAMIC_ADAR = "adamic_adar"
    RESOURCE = "resource"


WEIGHED_TO = 32_768
"""Mutual connections with more connections than this weigh as if they had so many."""
_SCALE = 1 << 16


def weight(weighing: Weighing, connections: int) -> int:
    """A whole number from 1 up, so that every implementation adds up to the same score.

    Up to 65,536 mutual connections their sum stays within 32 bits.
    """
    if weighing is Weighing.COMMON:
        return 1
    if weighing is Weighing.RESOURCE:
        return max(1, round(_SCALE / max(connections, 2)))
    return max(1, round(_SCALE / 2 * math.log(2) / math.log(max(connections, 2))))

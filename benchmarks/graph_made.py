"""A seeded network of measured size: heavy tails, communities, and viewers with 25 to 30,000 connections.

A member's pull is drawn from a log-normal distribution; a share of the connections stays within communities
of some hundreds, the rest goes anywhere, both ends in proportion to pull. So friends of friends overlap, and
a few members know thousands, as in real networks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MEMBERS = 1_000_000
CONNECTIONS = 24_200_000
VIEWERS = (25, 500, 5_000, 30_000)
WITHIN = 0.55
COMMUNITY = 400
SPREAD = 1.1
HUBS = {30_000: (3, 1.5), 5_000: (40, 1.2), 500: (3_000, 1.04)}
"""How many members know so many, beyond what the distribution brings; and how much more they draw at first."""

Ends = NDArray[np.int64]


@dataclass(frozen=True)
class Made:
    """Connections as two columns with `low < high`, by numbers from 0; who stands for each size; who is gone."""

    members: int
    low: Ends
    high: Ends
    viewers: dict[int, int]
    gone: Ends
    blocks: tuple[Ends, Ends]


def make(members: int = MEMBERS, connections: int = CONNECTIONS, seed: int = 4) -> Made:
    """The network of this seed; a thousandth of the members are gone, and some have blocked somebody."""
    rng = np.random.default_rng(seed)
    pull = rng.lognormal(0.0, SPREAD, members)
    mean = 2 * connections / members
    pull *= mean / pull.mean()
    place = rng.permutation(members)
    for size, (count, more) in HUBS.items():
        if size < members // 10:
            pull[place[:count]] = size * more
            place = place[count:]
    stubs = np.repeat(np.arange(members, dtype=np.int32), rng.poisson(pull))
    sums = np.concatenate([[0.0], np.cumsum(pull)])
    one = np.sort(stubs[rng.integers(0, len(stubs), int(connections * 1.12))]).astype(np.int64)
    other = stubs[rng.integers(0, len(stubs), len(one))].astype(np.int64)
    # who knows thousands does not know them all from one community
    near = np.flatnonzero((rng.random(len(one)) < WITHIN) & (pull[one] < COMMUNITY))
    begin = one[near] // COMMUNITY * COMMUNITY
    least, most = sums[begin], sums[np.minimum(begin + COMMUNITY, members)]
    drawn = least + rng.random(len(near)) * (most - least)
    other[near] = np.minimum(np.searchsorted(sums, drawn, side="right") - 1, members - 1)
    apart = one != other
    keys = np.minimum(one, other)[apart] * members + np.maximum(one, other)[apart]
    del one, other, stubs
    keys.sort()
    keys = keys[np.concatenate([[True], keys[1:] != keys[:-1]])]
    viewers: dict[int, int] = {}
    for size in sorted(VIEWERS, reverse=True):
        degrees = np.bincount(keys // members, minlength=members) + np.bincount(
            keys % members, minlength=members
        )
        degrees[list(viewers.values())] = 0
        enough = np.flatnonzero(degrees >= size)
        if not len(enough):
            continue
        viewers[size] = int(enough[degrees[enough].argmin()])
        touching = np.flatnonzero((keys // members == viewers[size]) | (keys % members == viewers[size]))
        keys = np.delete(keys, rng.choice(touching, len(touching) - size, replace=False))
    if len(keys) > connections:
        kept = ~np.isin(keys // members, list(viewers.values())) & ~np.isin(
            keys % members, list(viewers.values())
        )
        keys = np.delete(keys, rng.choice(np.flatnonzero(kept), len(keys) - connections, replace=False))
    low_ends, high_ends = keys // members, keys % members
    others = np.setdiff1d(np.arange(members), list(viewers.values()))
    gone = np.sort(rng.choice(others, members // 1000, replace=False))
    blockers = np.concatenate([np.repeat(list(viewers.values()), 3), rng.choice(others, members // 200)])
    blocked = rng.choice(others, len(blockers))
    apart = blockers != blocked
    return Made(members, low_ends, high_ends, viewers, gone, (blockers[apart], blocked[apart]))

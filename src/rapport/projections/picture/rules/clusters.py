"""Who belongs together in one's network, and who links those who do (NET-5).

Clusters are found by moving people to where most of their ties are, measured against what
chance would give (modularity), then taking each cluster for one person and moving again.
Everything goes in the order of ids, so that the same network gives the same picture.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Pair = tuple[int, int]

APART = -1
"""The label of those who belong to no cluster."""
SMALLEST = 3
"""Fewer people than this are no cluster."""
MOST = 24
"""So many clusters are told apart: the largest."""
ROUNDS = 20
"""Moves end when nobody moves any more, at the latest after so many rounds."""
BRIDGES = 12
"""So many people are called bridges, those who hold most between two clusters."""
_FEWEST_TIES, _SHARE = 2, 0.2


@dataclass(frozen=True)
class Bridge:
    """Somebody of one cluster with ties into others: how many into each."""

    person: int
    ties: tuple[tuple[int, int], ...]  # cluster, number of ties; the most first


def clusters(people: int, pairs: Sequence[Pair]) -> list[int]:
    """The cluster of each of `people` (0, 1, 2, …): 0 is the largest; APART for those who are in none.

    `pairs` are ties between two of them, each once.
    """
    weights: list[dict[int, int]] = [{} for _ in range(people)]
    for one, two in pairs:
        weights[one][two] = weights[two][one] = 1
    belongs = list(range(people))
    loops = [0] * people
    while True:
        moved = _moved(weights, loops)
        labels = {label: place for place, label in enumerate(dict.fromkeys(moved))}
        belongs = [labels[moved[one]] for one in belongs]
        if len(labels) == len(weights):
            return _ranked(belongs)
        weights, loops = _folded(weights, loops, [labels[one] for one in moved])


def _moved(weights: Sequence[Mapping[int, int]], loops: Sequence[int]) -> list[int]:
    """Each where its ties weigh most above chance; `loops` are twice the ties inside each already."""
    degrees = [sum(row.values()) + loop for row, loop in zip(weights, loops, strict=True)]
    whole = sum(degrees) or 1
    label = list(range(len(weights)))
    held = list(degrees)
    for _ in range(ROUNDS):
        still = True
        for one, row in enumerate(weights):
            if not row:
                continue
            here, degree = label[one], degrees[one]
            held[here] -= degree
            ties: defaultdict[int, int] = defaultdict(int)
            for other, weight in row.items():
                ties[label[other]] += weight
            # compared in whole numbers, so that every machine moves alike
            best, gain = here, ties.get(here, 0) * whole - held[here] * degree
            for there in sorted(ties):
                found = ties[there] * whole - held[there] * degree
                if found > gain:
                    best, gain = there, found
            held[best] += degree
            if best != here:
                label[one], still = best, False
        if still:
            break
    return label


def _folded(
    weights: Sequence[Mapping[int, int]], loops: Sequence[int], labels: Sequence[int]
) -> tuple[list[dict[int, int]], list[int]]:
    """The same ties between clusters, each taken for one person."""
    count = max(labels) + 1
    rows: list[defaultdict[int, int]] = [defaultdict(int) for _ in range(count)]
    inside = [0] * count
    for one, row in enumerate(weights):
        mine = labels[one]
        inside[mine] += loops[one]
        for other, weight in row.items():
            if labels[other] == mine:
                inside[mine] += weight
            else:
                rows[mine][labels[other]] += weight
    return [dict(row) for row in rows], inside


def _ranked(belongs: Sequence[int]) -> list[int]:
    """The largest cluster first, of equal ones that of the first person; the smallest are none."""
    sizes = Counter(belongs)
    first = {label: place for place, label in reversed(list(enumerate(belongs)))}
    ranked = sorted(
        (label for label, size in sizes.items() if size >= SMALLEST),
        key=lambda one: (-sizes[one], first[one]),
    )
    rank = {label: place for place, label in enumerate(ranked[:MOST])}
    return [rank.get(label, APART) for label in belongs]


def between(labels: Sequence[int], pairs: Sequence[Pair]) -> dict[Pair, int]:
    """How many ties lead from one cluster to another, by the two of them, the lower first."""
    found: Counter[Pair] = Counter()
    for one, two in pairs:
        here, there = labels[one], labels[two]
        if here != there and APART not in (here, there):
            found[min(here, there), max(here, there)] += 1
    return dict(found)


def bridges(labels: Sequence[int], pairs: Sequence[Pair]) -> list[Bridge]:
    """Who links clusters: at least two ties into another, and a fifth of all that lead there; the strongest first."""
    out: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for one, two in pairs:
        for mine, other in ((one, two), (two, one)):
            if labels[mine] != labels[other] and APART not in (labels[mine], labels[other]):
                out[mine][labels[other]] += 1
    many = between(labels, pairs)
    found = []
    for person, ties in out.items():
        here = labels[person]
        shares = {there: count / many[min(here, there), max(here, there)] for there, count in ties.items()}
        strong = {there for there, count in ties.items() if count >= _FEWEST_TIES and shares[there] >= _SHARE}
        if strong:
            listed = sorted(((there, ties[there]) for there in strong), key=lambda one: (-one[1], one[0]))
            found.append((sum(shares[there] for there in strong), Bridge(person, tuple(listed))))
    found.sort(key=lambda one: (-one[0], one[1].person))
    return [bridge for _, bridge in found[:BRIDGES]]

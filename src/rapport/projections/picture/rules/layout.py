"""Where everybody stands in the picture: each cluster a round field of dots, near those it has ties with (NET-5).

Dots lie like the seeds of a sunflower, those with most ties inside in the middle; who links clusters
stands at the rim that faces the other. Nothing moves by itself, and the same network looks the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin, sqrt

from rapport.projections.picture.rules.clusters import APART, Pair, between

GOLDEN = pi * (3 - sqrt(5))
GAP = 1.6
"""Between two fields, in units of the distance of two dots."""
ANGLES = 36
FACING = 40
"""So many people of a cluster, those with most ties outside, are put where they face the others."""


@dataclass(frozen=True)
class Disc:
    """The field of a cluster."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Layout:
    """Where each person stands, and the field of each cluster by its label; the unit is the distance of two dots."""

    spots: tuple[tuple[float, float], ...]
    discs: Mapping[int, Disc]


def layout(labels: Sequence[int], pairs: Sequence[Pair]) -> Layout:
    """The picture of people with these labels and ties."""
    members: defaultdict[int, list[int]] = defaultdict(list)
    for person, label in enumerate(labels):
        members[label].append(person)
    linked = between(labels, pairs)
    discs: dict[int, Disc] = {}
    for label in sorted(members, key=lambda one: (one == APART, one)):
        discs[label] = _placed(label, sqrt(len(members[label])) + 0.5, discs, linked)
    inside, outside = _ties(labels, pairs)
    spots: list[tuple[float, float]] = [(0.0, 0.0)] * len(labels)
    for label, people in members.items():
        for person, spot in _seeds(people, discs, label, inside, outside):
            spots[person] = spot
    return Layout(tuple(spots), discs)


def _placed(label: int, radius: float, discs: Mapping[int, Disc], linked: Mapping[Pair, int]) -> Disc:
    """The field of the next cluster: touching another, over none, near those it has ties with."""
    if not discs:
        return Disc(0.0, 0.0, radius)
    pulls = {one: linked.get((min(one, label), max(one, label)), 0) for one in discs}
    whole = sum(pulls.values()) or 1
    best: tuple[float, Disc] | None = None
    for disc in discs.values():
        reach = disc.radius + radius + GAP
        for step in range(ANGLES):
            angle = 2 * pi * step / ANGLES
            x, y = disc.x + reach * cos(angle), disc.y + reach * sin(angle)
            if any(hypot(x - one.x, y - one.y) < one.radius + radius + GAP - 1e-6 for one in discs.values()):
                continue
            far = sum(
                pulls[label] * hypot(x - one.x, y - one.y) for label, one in discs.items() if pulls[label]
            )
            cost = far / whole + 0.5 * hypot(x, 1.4 * y)  # rather wide than high, as screens are
            if best is None or cost < best[0] - 1e-9:
                best = (cost, Disc(x, y, radius))
    assert best is not None  # around the outermost field there is always room
    return best[1]


def _ties(labels: Sequence[int], pairs: Sequence[Pair]) -> tuple[list[int], list[Counter[int]]]:
    """How many ties each has inside their cluster, and how many into each other one."""
    inside = [0] * len(labels)
    outside: list[Counter[int]] = [Counter() for _ in labels]
    for one, two in pairs:
        if labels[one] == labels[two]:
            inside[one] += 1
            inside[two] += 1
        elif APART not in (labels[one], labels[two]):
            outside[one][labels[two]] += 1
            outside[two][labels[one]] += 1
    return inside, outside


def _seeds(
    people: Sequence[int],
    discs: Mapping[int, Disc],
    label: int,
    inside: Sequence[int],
    outside: Sequence[Counter[int]],
) -> list[tuple[int, tuple[float, float]]]:
    """Everybody of one cluster with their spot."""
    disc = discs[label]
    ordered = sorted(people, key=lambda one: (-inside[one], one))
    facing = sorted(
        (one for one in ordered if outside[one]), key=lambda one: (-sum(outside[one].values()), one)
    )
    rim = set(facing[: min(FACING, len(people) // 2)])
    seeds = [
        (disc.x + sqrt(place + 0.5) * cos(GOLDEN * place), disc.y + sqrt(place + 0.5) * sin(GOLDEN * place))
        for place in range(len(people))
    ]
    calm = [one for one in ordered if one not in rim]
    found = list(zip(calm, seeds, strict=False))
    free = seeds[len(calm) :]
    for person in (one for one in facing if one in rim):
        toward = [(discs[there], count) for there, count in outside[person].items()]
        spot = min(free, key=lambda at: sum(n * hypot(at[0] - one.x, at[1] - one.y) for one, n in toward))
        free.remove(spot)
        found.append((person, spot))
    return found

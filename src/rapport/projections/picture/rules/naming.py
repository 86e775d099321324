"""What a cluster is called: by what its people share more than others of the network do (NET-5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log

from rapport.projections.picture.rules.clusters import APART

_LEAST_SHARE, _FEWEST = 0.3, 2


class Sort(StrEnum):
    """What kind of thing people share."""

    COMPANY = "company"
    SCHOOL = "school"
    GROUP = "group"
    PLACE = "place"
    PERSON = "person"  # they share nothing that can be told: who among them has the most ties


@dataclass(frozen=True, order=True)
class Fact:
    """Something several people may share; `key` tells it from others whatever its spelling."""

    sort: Sort
    key: str


@dataclass(frozen=True)
class Name:
    """What a cluster is called after: a fact with how many of its people share it, or a person (their number)."""

    fact: Fact | None
    count: int
    person: int = -1


def names(
    labels: Sequence[int], facts: Mapping[int, Collection[Fact]], ties: Sequence[int]
) -> dict[int, Name]:
    """A name for each cluster, no two the same fact; the larger cluster chooses first.

    `facts` are those of each person, `ties` how many each has inside the network. A fact names a cluster where at
    least two, and three in ten, of its people share it, and more of them than of everybody.
    """
    everywhere: Counter[Fact] = Counter(fact for some in facts.values() for fact in set(some))
    members: dict[int, list[int]] = {}
    for person, label in enumerate(labels):
        if label != APART:
            members.setdefault(label, []).append(person)
    taken: set[Fact] = set()
    found = {}
    for label in sorted(members):
        inside: Counter[Fact] = Counter(fact for one in members[label] for fact in set(facts.get(one, ())))
        size = len(members[label])
        fitting = [
            (_speaks(count / size, everywhere[fact] / len(labels)), fact)
            for fact, count in inside.items()
            if fact not in taken and count >= max(_FEWEST, _LEAST_SHARE * size)
        ]
        best = max(fitting, key=lambda one: (one[0], one[1].sort, one[1].key), default=None)
        if best is not None and best[0] > 0:
            taken.add(best[1])
            found[label] = Name(best[1], inside[best[1]])
        else:
            centre = min(members[label], key=lambda one: (-ties[one], one))
            found[label] = Name(None, 0, centre)
    return found


def _speaks(here: float, everywhere: float) -> float:
    """How well a fact tells these people from all: the share of them that has it, by how far above the common one."""
    return here * log(here / everywhere) if here > everywhere else (here - 0.5 if here > 0.5 else 0.0)

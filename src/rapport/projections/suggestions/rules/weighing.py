"""What speaks for suggesting somebody, how much, and in which order suggestions stand (NET-3).

The scorer that serves is the one that is measured: `benchmarks/suggestions.py` hides a tenth of the edges of
real graphs and asks these functions. The page that explains suggestions to members is made from `SIGNS`.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

POOL = 240
"""So many people at the 2nd degree are drawn from the graph."""
WEIGHED = 80
"""Of these, so many are looked at closely, with as many at most of those who share something with the viewer."""
LISTED = 200
"""A list of suggestions ends here: who has looked at so many wants to search."""
SHARERS = 100
"""So many who share one thing are looked at; what more people share says no less than that."""
MODESTY = 0.25
"""How much less likely it is that one knows somebody, the more connections they have."""


class Sign(StrEnum):
    """What speaks for suggesting somebody as a person to know."""

    MUTUAL = "mutual"
    CONTACT = "contact"
    FOLLOWS_YOU = "follows_you"
    TALKED = "talked"
    COMPANY = "company"
    COLLEAGUE = "colleague"
    SCHOOL = "school"
    CLASS = "class"
    GROUP = "group"
    BRIDGE = "bridge"


@dataclass(frozen=True)
class Weight:
    """What a sign adds to the score; `divided`, the less the more people share it."""

    points: float
    divided: bool = False


SIGNS: Mapping[Sign, Weight] = {
    Sign.MUTUAL: Weight(1.0),
    Sign.CONTACT: Weight(1.5),
    Sign.FOLLOWS_YOU: Weight(0.3),
    Sign.TALKED: Weight(3.0),
    Sign.COLLEAGUE: Weight(4.0, divided=True),
    Sign.COMPANY: Weight(1.0, divided=True),
    Sign.CLASS: Weight(2.0, divided=True),
    Sign.SCHOOL: Weight(0.5, divided=True),
    Sign.GROUP: Weight(2.0, divided=True),
    Sign.BRIDGE: Weight(0.0),
}
"""Chosen by the measure where real graphs tell (mutual connections, school, class, group); the rest by analogy.

Conversation under posts adds its points times the strength it gives a tie (`discussion/rules/tie`: 0 to 1).
A mutual connection adds its points divided by the number of their connections to the power of `FADES` (the graph
adds that up). A bridge
adds nothing to the score: it is given a place of its own.
"""


@dataclass(frozen=True)
class Shared:
    """One thing that viewer and candidate share: `key` tells it from others, `many` is how many share it.

    `started` and `finished` are years, 0 where they are not known or not said. `current` says of a company that both
    are there, of conversation that both spoke; `strength` is how much of its points a sign adds.
    """

    sign: Sign
    key: str = ""
    name: str = ""
    many: int = 0
    started: int = 0
    finished: int = 0
    current: bool = False
    strength: float = 1.0

    @property
    def points(self) -> float:
        """What it adds to the score."""
        weight = SIGNS[self.sign]
        points = weight.points * self.strength
        return points / (2 + self.many) if weight.divided else points


@dataclass(frozen=True)
class Found:
    """Somebody who may be suggested: what mutual connections weigh, and what is shared.

    `weak` says that all their mutual connections are weak ties of the viewer's.
    """

    actor_id: int
    mutual: float = 0.0
    mutual_count: int = 0
    connections: int = 0
    shared: tuple[Shared, ...] = ()
    weak: bool = False


def score(one: Found) -> float:
    """How likely it is that the viewer knows them; 0 where nothing speaks for it."""
    total = SIGNS[Sign.MUTUAL].points * one.mutual + sum(shared.points for shared in one.shared)
    return float(total / max(one.connections, 1) ** MODESTY)


def likely(shared: Mapping[int, Sequence[Shared]], room: int) -> list[int]:
    """Of people without a known mutual connection, the `room` for whom what is shared speaks most."""
    points = {one: sum(thing.points for thing in things) for one, things in shared.items()}
    return sorted(points, key=lambda one: (-points[one], -one))[:room]


# Order

RUN = 10
ALIKE_AT_MOST = 7
"""Of any ten suggestions in a row at most so many share the same company, school class or group with the viewer."""
BRIDGE_EVERY = 20
BRIDGE_PLACE = 12
"""In every twenty the twelfth place is for a way into another circle, if none came by itself."""
WEAK_SHARE = 0.04
"""A tie is weak where the two have so few of the viewer's connections in common (a share of them, or less)."""
WEAK_FROM = 10
"""With fewer connections than this every tie counts alike."""
_NAMED = frozenset({Sign.COMPANY, Sign.COLLEAGUE, Sign.SCHOOL, Sign.CLASS, Sign.GROUP})


def is_weak(in_common: int, connections: int) -> bool:
    """Whether a tie leads out of the viewer's circles: `in_common` of `connections` know both."""
    return connections >= WEAK_FROM and in_common <= WEAK_SHARE * connections


def leads_out(mutual_count: int, mutual_ids: Sequence[int], weak: Collection[int]) -> bool:
    """Whether somebody is known over weak ties alone; not where more know both than are named."""
    return 0 < mutual_count == len(mutual_ids) and all(one in weak for one in mutual_ids)


def arranged(found: Sequence[Found], room: int = LISTED) -> list[Found]:
    """The suggestions in the order in which they stand: by score, with variety, weak ties given their due.

    Equal scores stand by id, the newest member first. Whoever nothing speaks for is left out.
    """
    scored = {one.actor_id: score(one) for one in found}
    best = [one for one in found if scored[one.actor_id] > 0]
    best.sort(key=lambda one: (-scored[one.actor_id], -one.actor_id))
    return _bridged(_varied(best, room))


def _keys(one: Found) -> frozenset[tuple[Sign, str]]:
    return frozenset((thing.sign, thing.key) for thing in one.shared if thing.sign in _NAMED)


def _varied(best: Sequence[Found], room: int) -> list[Found]:
    """The same in an order in which no ten in a row come from one place: where one crowds, the next best steps in.

    Those who share the same wait in one queue, so that only the heads of the queues are compared.
    """
    queues: dict[frozenset[tuple[Sign, str]], deque[tuple[int, Found]]] = {}
    for rank, one in enumerate(best):
        queues.setdefault(_keys(one), deque()).append((rank, one))
    chosen: list[Found] = []
    last: deque[frozenset[tuple[Sign, str]]] = deque()
    count: Counter[tuple[Sign, str]] = Counter()
    while queues and len(chosen) < room:
        crowded = {key for key, number in count.items() if number >= ALIKE_AT_MOST}
        free = [keys for keys in queues if crowded.isdisjoint(keys)] if crowded else queues
        keys = min(free or queues, key=lambda one: queues[one][0][0])
        chosen.append(queues[keys].popleft()[1])
        if not queues[keys]:
            del queues[keys]
        last.append(keys)
        count.update(keys)
        if len(last) == RUN:
            count.subtract(last.popleft())
    return chosen


def _bridged(ordered: list[Found]) -> list[Found]:
    """In every stretch of the list the best way into another circle has its place."""
    chosen = list(ordered)
    for start in range(0, len(chosen), BRIDGE_EVERY):
        place = start + BRIDGE_PLACE - 1
        if any(one.weak for one in chosen[start : place + 1]):
            continue
        later = next((at for at in range(place + 1, len(chosen)) if chosen[at].weak), None)
        if later is not None:
            chosen.insert(place, chosen.pop(later))
    return chosen

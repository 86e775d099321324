"""How good suggestions are: a tenth of the edges of real graphs is hidden, and looked for again.

`python -m benchmarks.suggestions --data DIR` with the files that `docs/explanation/measuring-suggestions.md` names;
`--seed` chooses which edges are hidden, `--write FILE` writes the table into that page. What is measured is what
serves: the graph's own engine draws the candidates, and the rules of `projections/suggestions` weigh and order them.
Beside it, in the same run, stand common neighbours, Adamic-Adar, resource allocation and preferential attachment.
"""

from __future__ import annotations

import argparse
import csv
import os
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from benchmarks.measure import write
from rapport.content.profiles.rules.sections import Section
from rapport.kernel.changelog.rules import Position
from rapport.projections.graph import native
from rapport.projections.graph.arrays import plain
from rapport.projections.graph.building import Facts, Pairs, build
from rapport.projections.graph.native import Native
from rapport.projections.graph.rules import SCALE, WEIGHED_TO, Weighing, weight
from rapport.projections.graph.twin import Twin
from rapport.projections.suggestions.rules.sharing import GROUP_KEY, Place, hinted, shared_places
from rapport.projections.suggestions.rules.weighing import (
    POOL,
    SHARERS,
    WEIGHED,
    Found,
    Shared,
    Sign,
    arranged,
    is_weak,
    leads_out,
    likely,
    score,
)

HIDDEN = 0.1
PLACES = (10, 20)
PAIRS = 50_000
OURS = "suggestions"
TODAY = date(2010, 1, 1)
Edges = NDArray[np.int64]
Figures = dict[str, float]


@dataclass
class Network:
    """A real graph with some of its edges hidden; members are numbered from 1, as actors are."""

    members: int
    edges: Edges
    hidden: Edges
    places: list[tuple[Place, ...]]
    groups: list[tuple[int, ...]]
    rows: list[Edges] = field(default_factory=list)
    degrees: Edges = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    sharers: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Lay the edges that are left in rows, and say who shares what: the newest, as on a site."""
        both = np.concatenate([self.edges, self.edges[:, ::-1]])
        both = both[np.lexsort((both[:, 1], both[:, 0]))]
        starts = np.searchsorted(both[:, 0], np.arange(self.members + 2))
        self.rows = [both[starts[one] : starts[one + 1], 1] for one in range(self.members + 1)]
        self.degrees = np.array([len(row) for row in self.rows])
        found: dict[str, list[int]] = defaultdict(list)
        latest = sorted(range(1, self.members + 1), key=lambda one: (self._left(one), one), reverse=True)
        for one in latest:
            keys = [key for place in self.places[one] for key in (place.key, place.class_key) if key]
            keys += [f"{GROUP_KEY}{group}" for group in self.groups[one]]
            for key in keys:
                if len(found[key]) < SHARERS:
                    found[key].append(one)
        self.sharers = found

    def _left(self, one: int) -> str:
        return max((place.finished for place in self.places[one]), default="")

    def answers(self) -> dict[int, set[int]]:
        """By member, who is hidden from them."""
        found: dict[int, set[int]] = defaultdict(set)
        for low, high in self.hidden.tolist():
            found[low].add(high)
            found[high].add(low)
        return found


def read(edges: Path, attributes: Path | None, seed: int) -> Network:
    """The graph of these files with a tenth of its edges hidden."""
    pairs = np.loadtxt(edges, dtype=np.int64, ndmin=2)[:, :2]
    pairs = np.unique(np.sort(pairs[pairs[:, 0] != pairs[:, 1]], axis=1), axis=0) + 1
    members = int(pairs.max())
    places: list[tuple[Place, ...]] = [()]
    groups: list[tuple[int, ...]] = [()]
    if attributes is not None:
        with attributes.open() as file:
            for row in list(csv.reader(file))[1:]:
                one = [int(cell) for cell in row]
                places.append(tuple(_schools(year=one[5], school=one[6])))
                groups.append((one[4],) if one[4] else ())
        members = max(members, len(places) - 1)
    places += [()] * (members + 1 - len(places))
    groups += [()] * (members + 1 - len(groups))
    order = np.random.default_rng(seed).permutation(len(pairs))
    hide = int(len(pairs) * HIDDEN)
    return Network(members, pairs[order[hide:]], pairs[order[:hide]], places, groups)


def _schools(*, year: int, school: int) -> Iterator[Place]:
    """What a profile would say: one university for all, with the year of leaving it, and the school before it."""
    if year:
        yield Place(Section.EDUCATION, "The university", None, "", str(year))
    if school:
        yield Place(Section.EDUCATION, f"School {school}")


def engine(network: Network, directory: Path) -> Any:
    """What draws candidates on a site, over the edges that are left."""
    none = np.empty(0, dtype=np.int64)
    connections = Pairs(network.edges[:, 0], network.edges[:, 1], both=True)
    facts = Facts(connections, Pairs(none, none, both=False), Pairs(none, none, both=False), none)
    arrays = plain(build(directory / "generation", facts, Position(0, 0, _ID)))
    kernel = native.library()
    return Twin(arrays) if kernel is None else Native(kernel, arrays)


_ID = UUID(int=1)
FADING = np.array([weight(Weighing.FADING, length) for length in range(WEIGHED_TO + 1)], dtype=np.uint32)


def shared(network: Network, viewer: int, other: int, many: dict[str, int]) -> tuple[Shared, ...]:
    """What two people share, as their profiles and groups would say."""
    things = shared_places(network.places[viewer], network.places[other], many, TODAY)
    return things + tuple(
        Shared(Sign.GROUP, f"{GROUP_KEY}{group}", "", many.get(f"{GROUP_KEY}{group}", 0))
        for group in network.groups[viewer]
        if group in network.groups[other]
    )


def suggested(network: Network, graph: Any, viewer: int) -> list[int]:
    """Whom a site would suggest, in order."""
    mine = set(network.rows[viewer].tolist())
    near = {one.actor_id: one.score for one in graph.candidates(viewer, (), FADING, POOL)}
    keys = _keys(network, viewer)
    by_key = {key: [one for one in network.sharers[key] if one != viewer] for key in keys}
    many = {key: len(some) for key, some in by_key.items()}
    hints = {one: things for one, things in hinted(network.places[viewer], by_key).items() if one not in mine}
    pool = sorted({*list(near)[:WEIGHED], *likely(hints, WEIGHED)})
    _, counts, samples = graph.closeness(viewer, pool)
    weak = _weak(graph, viewer, {one for sample in samples for one in sample}, len(mine))
    found = [
        Found(
            actor_id=one,
            mutual=near.get(one, 0) / SCALE,
            mutual_count=count,
            connections=int(network.degrees[one]),
            shared=shared(network, viewer, one, many),
            weak=leads_out(count, sample, weak),
        )
        for one, count, sample in zip(pool, counts, samples, strict=True)
    ]
    return [one.actor_id for one in arranged(found)]


def _keys(network: Network, viewer: int) -> list[str]:
    keys = [key for place in network.places[viewer] for key in (place.key, place.class_key) if key]
    return keys + [f"{GROUP_KEY}{group}" for group in network.groups[viewer]]


def _weak(graph: Any, viewer: int, ties: set[int], connections: int) -> set[int]:
    if not ties or not is_weak(0, connections):
        return set()
    asked = sorted(ties)
    _, counts, _ = graph.closeness(viewer, asked)
    return {one for one, count in zip(asked, counts, strict=True) if is_weak(count, connections)}


Baseline = Callable[[NDArray[np.float64]], NDArray[np.float64]]
BASELINES: dict[str, Baseline] = {
    "common neighbours": np.ones_like,
    "Adamic-Adar": lambda degrees: 1 / np.log(np.maximum(degrees, 2)),
    "resource allocation": lambda degrees: 1 / np.maximum(degrees, 1),
}
ATTACHMENT = "preferential attachment"


def recalls(network: Network, graph: Any, seed: int) -> dict[str, Figures]:
    """Of the hidden edges, how many stand among the first ten and twenty of either end, by method."""
    answers = network.answers()
    chance = np.random.default_rng(seed)
    weights = {name: how(network.degrees.astype(np.float64)) for name, how in BASELINES.items()}
    hits: dict[str, dict[int, int]] = defaultdict(lambda: dict.fromkeys(PLACES, 0))
    for viewer, wanted in answers.items():
        lists = {OURS: suggested(network, graph, viewer)}
        friends = network.rows[viewer]
        entries = np.concatenate([network.rows[one] for one in friends.tolist()] or [friends])
        lengths = network.degrees[friends]
        noise = chance.random(network.members + 1) * 1e-9  # equal scores stand in no order
        out = np.append(friends, [viewer, 0])
        for name, each in weights.items():
            lists[name] = _best(
                np.bincount(entries, np.repeat(each[friends], lengths), network.members + 1) + noise, out
            )
        lists[ATTACHMENT] = _best(network.degrees + noise, out)
        for name, ranked in lists.items():
            for place in PLACES:
                hits[name][place] += len(wanted.intersection(ranked[:place]))
    looked = sum(len(wanted) for wanted in answers.values())
    return {
        name: {f"recall@{place}": count / looked for place, count in found.items()}
        for name, found in hits.items()
    }


def _best(scores: NDArray[np.float64], out: Edges) -> list[int]:
    scores[out] = -1
    top = np.argpartition(-scores, PLACES[-1])[: PLACES[-1]]
    best: list[int] = top[np.argsort(-scores[top])].tolist()
    return best


def areas(network: Network, seed: int) -> dict[str, float]:
    """How often a hidden edge scores above two people who are not connected at all (AUC), by method."""
    chance = np.random.default_rng(seed + 1)
    there = {(int(low), int(high)) for low, high in [*network.edges.tolist(), *network.hidden.tolist()]}
    apart: list[tuple[int, int]] = []
    while len(apart) < PAIRS:
        one, two = sorted(chance.integers(1, network.members + 1, 2).tolist())
        if one != two and (one, two) not in there:
            apart.append((one, two))
    hidden = network.hidden[chance.integers(0, len(network.hidden), PAIRS)].tolist()
    turned = chance.random((2, PAIRS)) < 0.5  # the viewer is either of the two
    scored = [
        [
            _all(network, *((two, one) if turn else (one, two)))
            for (one, two), turn in zip(pairs, turns, strict=True)
        ]
        for pairs, turns in zip((hidden, apart), turned.tolist(), strict=True)
    ]
    return {
        name: _area([one[name] for one in scored[0]], [one[name] for one in scored[1]])
        for name in scored[0][0]
    }


def _all(network: Network, viewer: int, other: int) -> Figures:
    """What each method says of one pair."""
    mutual = np.intersect1d(network.rows[viewer], network.rows[other], assume_unique=True)
    degrees = network.degrees[mutual].astype(np.float64)
    said = {name: float(how(degrees).sum()) for name, how in BASELINES.items()}
    said[ATTACHMENT] = float(network.degrees[viewer] * network.degrees[other])
    many = {key: len(network.sharers[key]) for key in _keys(network, viewer)}
    found = Found(
        actor_id=other,
        mutual=float(FADING[network.degrees[mutual]].sum()) / SCALE,
        mutual_count=len(mutual),
        connections=int(network.degrees[other]),
        shared=shared(network, viewer, other, many),
    )
    said[OURS] = score(found)
    return said


def _area(above: Sequence[float], below: Sequence[float]) -> float:
    """The share of pairs of one of each in which the first is greater; equal ones count half."""
    low = np.sort(np.array(below))
    high = np.array(above)
    greater = np.searchsorted(low, high, "left") + np.searchsorted(low, high, "right")
    return float(greater.sum() / (2 * len(low) * len(high)))


def measured(network: Network, seed: int) -> dict[str, Figures]:
    """All figures of one graph, by method."""
    with tempfile.TemporaryDirectory() as directory:
        found = recalls(network, engine(network, Path(directory)), seed)
    for name, area in areas(network, seed).items():
        found[name]["AUC"] = area
    order = [OURS, *BASELINES, ATTACHMENT]
    figures = {name: {what: round(figure, 4) for what, figure in found[name].items()} for name in order}
    figures["to the best of the others"] = {
        what: round(found[OURS][what] / max(found[name][what] for name in order[1:]), 4)
        for what in found[OURS]
    }
    return figures


GRAPHS = {
    "Johns Hopkins": ("fb100-JohnsHopkins55.txt", "fb100-JohnsHopkins55-attrs.csv", 1.0),
    "ego-Facebook": ("ego-facebook.txt", None, 0.98),
}
"""The files of each graph, and how good suggestions have to be to the best of the others."""


def table(figures: dict[str, dict[str, Figures]]) -> str:
    """The figures as they stand in the documentation."""
    lines = []
    for graph, methods in figures.items():
        columns = list(next(iter(methods.values())))
        lines += [f"**{graph}**", "", f"| | {' | '.join(columns)} |", f"| --- |{' ---: |' * len(columns)}"]
        lines += [
            f"| {name} | {' | '.join(f'{row[what]:.4f}' for what in columns)} |"
            for name, row in methods.items()
        ]
        lines.append("")
    return "\n".join(lines)


BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"


def main() -> None:
    """Measure both graphs, show the figures, and say whether they are good enough."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.suggestions", description=__doc__)
    asked.add_argument("--data", type=Path, required=True, help="where the files of the graphs are")
    asked.add_argument("--seed", type=int, default=1, help="which edges are hidden")
    asked.add_argument("--write", type=Path, help="a page into which the table is written")
    given = asked.parse_args()
    figures = {}
    for name, (edges, attributes, _) in GRAPHS.items():
        network = read(given.data / edges, given.data / attributes if attributes else None, given.seed)
        figures[name] = measured(network, given.seed)
    os.environ.setdefault("BENCH_DATABASE", f"seed-{given.seed}")
    write("suggestions", figures)
    shown = table(figures)
    if given.write:
        page = given.write.read_text()
        head, rest = page.split(BEGIN)
        given.write.write_text(f"{head}{BEGIN}\n{shown}\n{END}{rest.split(END)[1]}")
    print(shown)
    for name, (_, _, least) in GRAPHS.items():
        for what, ratio in figures[name]["to the best of the others"].items():
            if ratio < least or (least == 1.0 and ratio <= least):
                raise SystemExit(
                    f"{name}: {what} is {ratio} of the best of the others, and has to be {least}."
                )


if __name__ == "__main__":
    main()

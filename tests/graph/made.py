"""Small graphs without a database: edges as sets, and what is built of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from rapport.kernel.changelog.rules import Position
from rapport.projections.graph.building import Facts, Pairs
from rapport.projections.graph.standing import Pair
from rapport.projections.graph.store import Writer

START = Position(0, 0, uuid.UUID(int=7))


def pairs(edges: Iterable[Pair], *, both: bool) -> Pairs:
    """Edges as two columns."""
    held = np.array(sorted(edges), dtype=np.int64).reshape(-1, 2)
    return Pairs(held[:, 0], held[:, 1], both=both)


def facts(
    connections: Iterable[Pair],
    bars: Iterable[Pair] = (),
    follows: Iterable[Pair] = (),
    gone: Iterable[int] = (),
) -> Facts:
    """What a generation is built of; connections and bars as unordered pairs."""
    barred = {pair for one, two in bars for pair in ((one, two), (two, one))}
    return Facts(
        pairs(connections, both=True),
        pairs(barred, both=False),
        pairs(follows, both=False),
        np.array(sorted(gone), dtype=np.int64),
    )


def built(directory: Path, made: Facts) -> Writer:
    """A writer with a fresh generation of these."""
    writer = Writer(directory)
    writer.build(made, START)
    return writer

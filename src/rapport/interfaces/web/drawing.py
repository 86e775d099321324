"""The picture of paths between two people: who stands where, and the double lines between (NET-2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapport.interfaces.web.parts import PersonCard, Step

WIDTH, MARGIN, ROW, TOP = 800, 80, 128, 44
RADIUS, GAP = 30, 34
LETTERS = 24
"""How many letters of a name fit beneath a face."""


@dataclass(frozen=True)
class Way:
    """One path: its steps, both ends included, its heading, and how many paths read like it."""

    steps: tuple[Step, ...]
    through: str
    alike: int = 1


@dataclass(frozen=True)
class Node:
    """Somebody in the picture, by the middle of their face; `person` is None where the name is withheld."""

    person: PersonCard | None
    words: str
    x: int
    y: int


@dataclass(frozen=True)
class Drawing:
    """Faces and the lines between them, in units of the picture."""

    nodes: tuple[Node, ...]
    lines: tuple[str, ...]
    height: int
    width: int = WIDTH


Place = tuple[str, ...]
"""Who somebody is in the picture: a handle, or the way to them where they have no name."""


def drawn(ways: Sequence[Way]) -> Drawing:
    """The paths drawn from left to right; who stands on several is drawn once, in the middle of their column."""
    columns: list[dict[Place, Step]] = [{} for _ in ways[0].steps]
    edges: dict[tuple[int, Place, Place], None] = {}
    for way in ways:
        before: Place = ()
        for column, step in enumerate(way.steps):
            here = (step.person.handle,) if step.person else ("", *before)
            columns[column].setdefault(here, step)
            if column:
                edges[column, before, here] = None
            before = here
    rows = max(len(column) for column in columns)
    across = (WIDTH - 2 * MARGIN) // (len(columns) - 1)
    at = {
        (number, place): (
            MARGIN + number * across,
            TOP + (rows - len(column)) * ROW // 2 + row * ROW,
        )
        for number, column in enumerate(columns)
        for row, place in enumerate(column)
    }
    nodes = tuple(
        Node(step.person, _short(_said(step)), *at[number, place])
        for number, column in enumerate(columns)
        for place, step in column.items()
    )
    lines = tuple(_line(at[column - 1, one], at[column, two]) for column, one, two in edges)
    return Drawing(nodes, lines, rows * ROW)


def _said(step: Step) -> str:
    return step.person.name if step.person else step.words


def _short(name: str) -> str:
    return name if len(name) <= LETTERS else f"{name[: LETTERS - 1].rstrip()}…"


def _line(one: tuple[int, int], two: tuple[int, int]) -> str:
    """A curve that leaves and arrives level."""
    (left, top), (right, bottom) = (one[0] + GAP, one[1]), (two[0] - GAP, two[1])
    bend = (right - left) // 2
    return f"M{left} {top}C{left + bend} {top} {right - bend} {bottom} {right} {bottom}"

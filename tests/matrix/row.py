"""A row of the reviewed table: what one address shows to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.matrix.canaries import Canary
from tests.matrix.viewers import Who

Shown = Mapping[Canary, frozenset[Who]]


def to(who: frozenset[Who], *canaries: Canary) -> dict[Canary, frozenset[Who]]:
    """These canaries, shown to these viewers."""
    return dict.fromkeys(canaries, who)


@dataclass(frozen=True)
class Row:
    """One address: what it shows, whatever it is asked about, and what besides about one target.

    `read` False says that it answers no GET; `fixed` that it says the same to everybody for ever;
    `asked` that a browser may keep it and asks anew before each showing (ADR 0016).
    """

    shows: Shown = field(default_factory=dict)
    about: Mapping[str, Shown] = field(default_factory=dict)
    queries: tuple[str, ...] = ("",)
    read: bool = True
    fixed: bool = False
    asked: bool = False

    def allowed(self, who: Who, target: str, *, shut: bool = False) -> frozenset[Canary]:
        """What this viewer is shown here about `target`; nothing where visitors are `shut` out."""
        if shut and not self.fixed:
            return frozenset()
        cells = [*self.shows.items(), *self.about.get(target, {}).items()]
        return frozenset(canary for canary, viewers in cells if who in viewers)


@dataclass(frozen=True)
class Write:
    """One request that writes: its method, its body (the API) or form (pages), and who may have an effect by it."""

    effect: frozenset[Who]
    words: Mapping[str, Any] = field(default_factory=dict)
    target: str = ""
    method: str = "POST"


PLAIN = Row()
"""Shows nothing of the owner to anybody."""
WRITES = Row(read=False)
"""Answers no GET."""

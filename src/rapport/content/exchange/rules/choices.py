"""What a member chose here and there, as it leaves and comes back: each app that keeps choices says how (OPS-2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Choices:
    """How the choices of a member are read, and one is written through the app's own action.

    `read` gives what was chosen by name; `untouched` what holds where nothing was. Writing raises
    Invalid for what may not be chosen; None takes a choice back that `untouched` does not name.
    """

    read: Callable[[int], Mapping[str, Any]]
    write: Callable[[int, str, Any, datetime], None]
    untouched: Mapping[str, Any]

    def now(self, owner: int, name: str) -> Any:
        """What holds now; None for nothing."""
        return self.read(owner).get(name, self.untouched.get(name))


CHOICES: dict[str, Choices] = {}


def keeps(part: str, choices: Choices) -> None:
    """Make an app speak for its part of the document; floors above register at start."""
    CHOICES[part] = choices

"""What one chunk of rows is taken in with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from rapport.kernel.limits.rules import Limits
from rapport.people.audience import Viewer


@dataclass(frozen=True)
class Turn:
    """Whose import this is, what they chose, and the moment; `links` is asked once a job."""

    owner: int
    run: UUID
    replace: bool
    now: datetime
    limits: Limits
    links: Mapping[str, int] = field(default_factory=dict)

    @property
    def viewer(self) -> Viewer:
        """The importer, looking."""
        return Viewer(self.owner)

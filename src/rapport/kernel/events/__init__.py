"""Events: facts in the past tense, told upwards without knowing who listens.

::

    @dataclass(frozen=True)
    class Connected(Event):
        name: ClassVar[str] = "relationships.Connected"
        one: int
        other: int
        at: datetime

    subscribe("relationships.Connected", notify)              at once, in the same transaction
    subscribe("relationships.Connected", write, job=True)     later, by a job written in that transaction

    with transaction.atomic():
        ...
        emit(Connected(one=1, other=2, at=now))

Nothing here knows Django: the apps' event files stay pure. `EventsConfig` puts the
database behind `emit` at start.
"""

from __future__ import annotations

from rapport.kernel.events.bus import emit, subscribe
from rapport.kernel.events.rules import Event

__all__ = ["Event", "emit", "subscribe"]

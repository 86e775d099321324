"""What a job may be and when it runs: states, back-off, slots, and the register of handlers.

::

    ready ──claim──> running ──done──> done ──after 7 days──> (pruned)
      ^                 │
      └──failed─────────┴──failed too often, or its worker died too often──> dead
      └──lease ran out: another worker may claim it while it still says running

A worker holds a job by a lease. Whoever finishes must still hold it: the effect and
"done" are one transaction, so that of two workers only one can have an effect.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Literal, TypeVar, overload
from uuid import UUID

LEASE = timedelta(seconds=30)
# No lease reaches further ahead: one that does was given by a clock that has since been put back.
LONGEST_LEASE = timedelta(minutes=10)
# Two machines may differ by this much before we say that a clock has jumped.
CLOCK_TOLERANCE = timedelta(minutes=5)
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(hours=1)
# With pauses doubling from 2 seconds to an hour, the last attempt comes about 9 hours after the first.
ATTEMPTS = 20
KEEP_DONE = timedelta(days=7)
POLL_SECONDS = 0.25


class State(StrEnum):
    """Where a job stands."""

    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


OPEN = (State.READY.value, State.RUNNING.value)

Payload = dict[str, Any]
Inward = Callable[[Payload], Any]
Outward = Callable[[Payload, UUID], Any]
InwardT = TypeVar("InwardT", bound=Inward)
OutwardT = TypeVar("OutwardT", bound=Outward)


@dataclass(frozen=True)
class Handler:
    """Who does the jobs of one name; exactly one of the two callables is there."""

    name: str
    attempts: int
    inward: Inward | None = None
    outward: Outward | None = None


@dataclass(frozen=True)
class Claimed:
    """A job in the hands of a worker; `attempt` counts from 1."""

    id: UUID
    name: str
    payload: Payload
    attempt: int


HANDLERS: dict[str, Handler] = {}
PERIODIC: dict[str, timedelta] = {}


@overload
def handler(
    name: str, *, outward: Literal[False] = False, attempts: int = ATTEMPTS
) -> Callable[[InwardT], InwardT]: ...
@overload
def handler(
    name: str, *, outward: Literal[True], attempts: int = ATTEMPTS
) -> Callable[[OutwardT], OutwardT]: ...
def handler(name: str, *, outward: bool = False, attempts: int = ATTEMPTS) -> Callable[[Any], Any]:
    """Make the decorated function the one that does the jobs called `name`.

    Without `outward` it takes the payload and runs inside the transaction that marks the
    job done, so its database effects happen exactly once; keep it short, on SQLite it
    holds the one write lock. With `outward` it takes the payload and the id of the job,
    the same at every attempt, and runs outside a transaction, at least once.
    Raises: ValueError where another function has the name.
    """

    def register(function: Any) -> Any:
        put(Handler(name, attempts, **{"outward" if outward else "inward": function}))
        return function

    return register


def periodic(name: str, *, every: timedelta) -> Callable[[InwardT], InwardT]:
    """Run the decorated function once in each slot of length `every`, whatever the number of workers.

    Slots nobody was there for collapse into one; a run that outlasts its slot is not overtaken by the next.
    Raises: ValueError for another function of that name.
    """

    def register(function: InwardT) -> InwardT:
        put(Handler(name, ATTEMPTS, inward=function))
        PERIODIC[name] = every
        return function

    return register


def put(new: Handler) -> None:
    """Add one handler to the register.

    Raises: ValueError where another function has its name; the same function may come twice.
    """
    old = HANDLERS.setdefault(new.name, new)
    if _origin(old) != _origin(new):
        raise ValueError(f"two handlers for the job {new.name}: {_origin(old)} and {_origin(new)}")


def _origin(of: Handler) -> str:
    function: Any = of.inward or of.outward
    return f"{function.__module__}.{function.__qualname__}"


def attempts_of(name: str) -> int:
    """After how many attempts a job of that name is given up."""
    return HANDLERS[name].attempts if name in HANDLERS else ATTEMPTS


def pause(attempt: int, chance: float) -> timedelta:
    """How long to wait after the failed `attempt` (from 1): doubling, at most an hour, less up to half by `chance`.

    `chance` lies between 0 and 1; it spreads jobs that failed together, so that they do not come back together.
    """
    doubled = FIRST_PAUSE * (1 << min(attempt - 1, 20))
    return min(doubled, LONGEST_PAUSE) * (1 - chance / 2)


def slot(every: timedelta, now: datetime) -> int:
    """The number of the slot that `now` lies in."""
    return int((now - datetime.fromtimestamp(0, UTC)) // every)


def slot_is_new(last: int, every: timedelta, now: datetime) -> bool:
    """Whether the present slot still has to be run, `last` being the latest one that was.

    A last slot well in the future was run by a clock that has since been put back: it does not hold us up.
    """
    present = slot(every, now)
    tolerated = max(every, CLOCK_TOLERANCE) // every
    return present > last or last > present + tolerated

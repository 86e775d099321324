"""Who listens to what, and telling them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from rapport.kernel.events.rules import EVENTS, Event, read, write
from rapport.kernel.jobs.rules import ATTEMPTS, Handler, Payload, put

Listener = Callable[[Any], None]


class Outbox(Protocol):
    """What `emit` needs of the database; a protocol so that event files need not know Django."""

    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        ...

    def enqueue(self, name: str, payload: Payload) -> object:
        """Write a job down in that transaction."""
        ...


@dataclass(frozen=True)
class Subscription:
    """One listener; with a `job` name it is told by a job of that name."""

    listener: Listener
    job: str | None


class NoTransaction(RuntimeError):
    """An event was emitted outside a transaction: it could be told and its fact rolled back, or the other way round."""


SUBSCRIPTIONS: dict[str, list[Subscription]] = {}
_outboxes: list[Outbox] = []


def install(outbox: Outbox) -> None:
    """Put the database behind `emit`; done once, at start."""
    _outboxes[:] = [outbox]


def subscribe(name: str, listener: Listener, *, job: bool = False) -> None:
    """Tell `listener` of every event called `name` (it takes the event), in the order of subscribing.

    Without `job` it is called at once, in the transaction of the fact: for rows of our own that have
    to be there at once. With `job` a job is written in that transaction, and the listener runs in the
    transaction that marks it done. Subscribing the same listener again changes nothing.
    """
    job_name = f"{name} > {listener.__module__}.{listener.__qualname__}" if job else None
    subscription = Subscription(listener, job_name)
    known = SUBSCRIPTIONS.setdefault(name, [])
    if subscription in known:
        return
    if job_name is not None:
        put(Handler(job_name, ATTEMPTS, inward=_telling(listener)))
    known.append(subscription)


def emit(event: Event) -> None:
    """Tell everyone who subscribed to the event; jobs are written in the transaction at hand.

    Raises: NoTransaction outside a transaction; whatever a same-transaction listener raises; TypeError for
    an event that cannot be written down.
    """
    if not _outboxes:
        raise RuntimeError("no outbox: rapport.kernel.events is not among the installed apps")
    outbox = _outboxes[0]
    if not outbox.in_transaction():
        raise NoTransaction(f"{event.name} was emitted outside a transaction")
    written = write(event)
    for subscription in SUBSCRIPTIONS.get(event.name, ()):
        if subscription.job is None:
            subscription.listener(event)
        else:
            outbox.enqueue(subscription.job, {"event": event.name, "data": written})


def unheard_of() -> set[str]:
    """Names that someone subscribed to and no event has: a slip of the hand that would stay silent."""
    return SUBSCRIPTIONS.keys() - EVENTS.keys()


def _telling(listener: Listener) -> Callable[[Payload], None]:
    def tell(payload: Payload) -> None:
        listener(read(payload["event"], payload["data"]))

    # two listeners must not pass for one handler
    tell.__module__, tell.__qualname__ = listener.__module__, listener.__qualname__
    return tell

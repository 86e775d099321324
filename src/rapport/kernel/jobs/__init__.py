"""Jobs: slow or outward work, written down in the transaction of the fact it follows from.

::

    @jobs.handler("mail.send", outward=True)        outside a transaction; at least once, under a stable id
    def send(payload: dict[str, Any], job: UUID) -> None: ...

    @jobs.handler("feed.note")                      inside the transaction that marks the job done: exactly once
    def note(payload: dict[str, Any]) -> None: ...

    @jobs.periodic("relationships.expire", every=timedelta(hours=1))
    def expire(payload: dict[str, Any]) -> None: ...

    jobs.enqueue("mail.send", {"to": "mara@example.org"})

`run_worker` serves until told to stop; `run_due` drains what is due at once, for tests.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from rapport.kernel.jobs.rules import handler, periodic

if TYPE_CHECKING:
    from rapport.kernel.jobs.actions import enqueue, forget
    from rapport.kernel.jobs.worker import run_due, run_worker, stop_on_signals

__all__ = ["enqueue", "forget", "handler", "periodic", "run_due", "run_worker", "stop_on_signals"]

# Django imports this package to find the app before any model may be made, so what
# stands on the models is fetched when first asked for (PEP 562).
_LATE = {
    "enqueue": "actions",
    "forget": "actions",
    "run_due": "worker",
    "run_worker": "worker",
    "stop_on_signals": "worker",
}


def __getattr__(name: str) -> Any:
    """The parts that stand on the models."""
    if name in _LATE:
        return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

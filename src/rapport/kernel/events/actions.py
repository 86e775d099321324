"""The database behind `emit`: the transaction at hand, and the table of jobs."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from rapport.kernel.jobs import actions as jobs
from rapport.kernel.jobs.rules import Payload


class TransactionOutbox:
    """Writes a job for each listener that is told later, in the transaction of the fact."""

    def in_transaction(self) -> bool:
        """Whether a transaction is open on this thread's connection."""
        return bool(transaction.get_connection().in_atomic_block)

    def enqueue(self, name: str, payload: Payload) -> UUID:
        """Write a job down in that transaction; gives its id."""
        return jobs.enqueue(name, payload)

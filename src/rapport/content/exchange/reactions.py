"""What the worker does about imports and exports, and what follows when somebody comes or leaves (OPS-1, OPS-2)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from rapport.content.exchange.actions import exporting, runs
from rapport.content.exchange.actions.work import work
from rapport.content.exchange.models import ImportRun
from rapport.content.exchange.queries import matching
from rapport.content.exchange.queries.exports import JOB
from rapport.kernel import clock, jobs
from rapport.kernel.events import subscribe
from rapport.kernel.limits import queries as limits
from rapport.people.accounts import queries as accounts
from rapport.people.accounts.events import EmailChanged, MemberJoined
from rapport.people.actors.events import ActorDeleted
from rapport.people.contacts import actions as contacts
from rapport.people.contacts.keyed import address_hash


@jobs.handler(runs.WORK, outward=True)
def go_on(payload: dict[str, Any], _job: UUID) -> None:
    """Go on with an import for a while; its own transactions make the effect happen once."""
    run = ImportRun.objects.filter(pk=UUID(payload["run"])).first()
    if run is not None and work(run, now=clock.now(), limits=limits.current()):
        jobs.enqueue(runs.WORK, payload)


@jobs.handler(JOB, outward=True)
def export(payload: dict[str, Any], job: UUID) -> None:
    """Put together what a member asked for (OPS-2)."""
    exporting.make(actor_id=payload["owner"], export_id=job, limits=limits.current(), now=clock.now())


@jobs.periodic("exchange.clear", every=timedelta(hours=6))
def clear(_: dict[str, Any]) -> None:
    """Remove exports whose time is over."""
    exporting.clear(now=clock.now())


@jobs.periodic("exchange.retire", every=timedelta(hours=6))
def retire(_: dict[str, Any]) -> None:
    """Delete reports and files whose time is over."""
    runs.retire_old(now=clock.now(), limits=limits.current())


def _meet(actor_id: int) -> None:
    """Whoever has the verified address of this member in the book is offered to them, and they to those (OPS-1)."""
    if not limits.current().contact_book or not matching.findable([actor_id]):
        return
    digest = address_hash(accounts.address_of(actor_id))
    if digest:
        apart = matching.apart(actor_id)
        contacts.note_joined(member_id=actor_id, digest=digest, apart=apart, now=clock.now())


def _joined(event: MemberJoined) -> None:
    _meet(event.actor_id)


def _address_changed(event: EmailChanged) -> None:
    actor_id = accounts.actor_of(event.account_id)
    if actor_id is not None:
        _meet(actor_id)


def _forget(event: ActorDeleted) -> None:
    runs.forget_member(owner=event.actor_id)
    exporting.forget(actor_id=event.actor_id)


subscribe(MemberJoined.name, _joined, job=True)
subscribe(EmailChanged.name, _address_changed, job=True)
subscribe(ActorDeleted.name, _forget, job=True)

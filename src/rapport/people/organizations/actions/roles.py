"""Roles on a company page: offered, accepted, changed, ended; an admin always stays (PRO-6)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rapport.kernel.errors import Absent, Refused
from rapport.kernel.events import emit
from rapport.people.audience import Viewer
from rapport.people.organizations.actions.steps import check, keep_an_admin, lock
from rapport.people.organizations.events import RoleAccepted, RoleOffered
from rapport.people.organizations.models import PageRole
from rapport.people.organizations.rules import ROLES_AT_MOST, RoleState, Verb, read_role
from rapport.people.relationships.actions.steps import refuse_blocked
from rapport.people.ties import actions as ties


def _row(company_id: int, member: int) -> PageRole:
    """Raises: Absent, where this member neither holds nor is offered a role there."""
    row = PageRole.objects.filter(owner_id=company_id, other_id=member).first()
    if row is None:
        raise Absent
    return row


@transaction.atomic
def offer(*, by: Viewer, company_id: int, member: int, role: str, now: datetime) -> bool:
    """Offer somebody a role; they hold it once they accept, and are told of the offer once.

    Offering again changes which role is offered. True where something is new.

    Raises: Absent; Invalid (`role`); Refused with `admins_only`, `holds_role` or `roles_full`.
    """
    wanted, offerer = read_role(role), by.actor_id or 0
    ties.lock_pair(one=company_id, two=member)
    lock(company_id)
    check(by, company_id, Verb.OFFER)
    refuse_blocked(offerer, member)
    row = PageRole.objects.filter(owner_id=company_id, other_id=member).first()
    if row is not None and row.state == RoleState.HELD.value:
        raise Refused("They hold a role on this page already.", code="holds_role")
    if row is not None and row.role == wanted.value:
        return False
    if row is None and PageRole.objects.filter(owner_id=company_id).count() >= ROLES_AT_MOST:
        raise Refused(
            "A page has room for {count} roles, and all are taken.", code="roles_full", count=ROLES_AT_MOST
        )
    PageRole.objects.update_or_create(
        owner_id=company_id,
        other_id=member,
        defaults={
            "role": wanted.value,
            "state": RoleState.OFFERED.value,
            "offered_by_id": offerer,
            "since": now,
        },
    )
    emit(RoleOffered(company_id=company_id, member_id=member, by_id=offerer, role=wanted.value, at=now))
    return True


@transaction.atomic
def accept(*, by: Viewer, company_id: int, now: datetime) -> None:
    """Take the role one is offered; who offered it is told. Taking it twice is taking it once.

    Raises: Absent, where none is offered.
    """
    lock(company_id)
    row = _row(company_id, by.actor_id or 0)
    if row.state == RoleState.HELD.value:
        return
    check(by, company_id, Verb.ACCEPT)
    mine = PageRole.objects.filter(owner_id=company_id, other_id=row.other_id)
    mine.update(state=RoleState.HELD.value, since=now)
    emit(
        RoleAccepted(
            company_id=company_id, member_id=row.other_id, by_id=row.offered_by_id, role=row.role, at=now
        )
    )


@transaction.atomic
def change_role(*, by: Viewer, company_id: int, member: int, role: str) -> None:
    """Make an editor an admin or the other way round, at once; also what is only offered.

    Raises: Absent; Invalid (`role`); Refused with `admins_only` or `last_admin`.
    """
    wanted = read_role(role)
    lock(company_id)
    check(by, company_id, Verb.CHANGE_ROLE)
    row = _row(company_id, member)
    if row.role == wanted.value:
        return
    keep_an_admin(company_id, row)
    PageRole.objects.filter(owner_id=company_id, other_id=member).update(role=wanted.value)


@transaction.atomic
def remove(*, by: Viewer, company_id: int, member: int) -> None:
    """End somebody's role or take an offer back; about oneself it is leaving, or refusing. Nobody is told.

    Raises: Absent; Refused with `admins_only` or `last_admin`.
    """
    lock(company_id)
    verb = Verb.REMOVE
    if member == by.actor_id:
        held = _row(company_id, member).state == RoleState.HELD.value
        verb = Verb.LEAVE if held else Verb.REFUSE
    check(by, company_id, verb)
    row = _row(company_id, member)
    keep_an_admin(company_id, row)
    PageRole.objects.filter(owner_id=company_id, other_id=member).delete()

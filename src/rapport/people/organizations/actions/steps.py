"""What every writing on a company page begins with: the lock of the page, and whether one may."""

from __future__ import annotations

from rapport.kernel.errors import Absent
from rapport.people.actors.models import Actor
from rapport.people.actors.rules import Kind, Status
from rapport.people.audience import Viewer
from rapport.people.organizations.models import PageRole
from rapport.people.organizations.queries.standing import admins, standings
from rapport.people.organizations.rules import Role, RoleState, Verb, refuse_last_admin, refuse_verb


def lock(company_id: int) -> None:
    """Lock a company page until the transaction ends, so that of two who act at once one comes second.

    Raises: Absent, where it is not there, or suspended.
    """
    rows = Actor.objects.select_for_update(no_key=True).filter(
        pk=company_id, kind=Kind.COMPANY.value, status=Status.ACTIVE.value
    )
    if not list(rows.values_list("pk")):
        raise Absent


def check(by: Viewer, company_id: int, verb: Verb) -> None:
    """Nothing, where `by` may do this on the page; read under its lock.

    Raises: Absent; Refused with `admins_only`.
    """
    refusal = refuse_verb(standings(by, company_id), verb)
    if refusal is not None:
        raise refusal


def keep_an_admin(company_id: int, row: PageRole) -> None:
    """Nothing, where the page keeps an admin without this row.

    Raises: Refused with `last_admin`.
    """
    if row.role != Role.ADMIN.value or row.state != RoleState.HELD.value:
        return
    looking = admins(company_id)
    if looking.filter(other_id=row.other_id).exists():
        refusal = refuse_last_admin(looking.count())
        if refusal is not None:
            raise refusal

"""Who looks after a company page, for those who do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rapport.kernel.errors import Absent
from rapport.people.audience import Viewer
from rapport.people.organizations.models import PageRole
from rapport.people.organizations.queries.standing import may
from rapport.people.organizations.rules import Role, RoleState, Verb
from rapport.people.relationships.queries.lists import in_order
from rapport.people.relationships.queries.people import Person
from rapport.people.ties.terms import unseen_by


@dataclass(frozen=True)
class RoleView:
    """Somebody who holds or is offered a role on a page."""

    person: Person
    role: Role
    state: RoleState
    since: datetime


def roles(viewer: Viewer, company_id: int, now: datetime) -> list[RoleView]:
    """Who looks after this page or is asked to: admins, editors, then offers, each by date.

    A page has few of them, so the list comes whole. Raises: Absent, for who has no part in it.
    """
    if Verb.SEE_ROLES not in may(viewer, company_id):
        raise Absent
    found = PageRole.objects.filter(owner_id=company_id).exclude(unseen_by(viewer.actor_id, "other_id"))
    rows = sorted(
        found.order_by("since", "other_id"),
        key=lambda row: (row.state != RoleState.HELD.value, row.role != Role.ADMIN.value),
    )
    return _views(viewer, rows, now)


def role_of(viewer: Viewer, company_id: int, member: int, now: datetime) -> RoleView:
    """The role of one member on this page. Raises: Absent, where there is none, or for outsiders."""
    if Verb.SEE_ROLES not in may(viewer, company_id):
        raise Absent
    rows = list(PageRole.objects.filter(owner_id=company_id, other_id=member))
    if not rows:
        raise Absent
    return _views(viewer, rows, now)[0]


def _views(viewer: Viewer, rows: Sequence[PageRole], now: datetime) -> list[RoleView]:
    people = in_order(viewer, [row.other_id for row in rows], now)
    return [
        RoleView(person, Role(row.role), RoleState(row.state), row.since)
        for person, row in zip(people, rows, strict=True)
    ]
